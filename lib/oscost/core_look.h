/* A look at whether a PU's core works for us alone, for `oscost doctor`. */
#ifndef OSCOST_CORE_LOOK_H
#define OSCOST_CORE_LOOK_H

#include <stddef.h>

struct core_look {
	size_t looks;  /* 0: there is no such probe here */
	double shared; /* share of the looks in which the core was shared, 0 to 1 */
	double alone;  /* the probe's width while it was not (lib/harness/chain.h) */
};

/* Looks for about look_ms from that PU, in a process of its own that is bound there. 0 or -errno. */
int core_look(unsigned cpu, unsigned look_ms, struct core_look *out);

#endif
