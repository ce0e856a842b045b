/* Whether something disturbed a process while it measured: judged by causes only, never by the result. */
#ifndef OSCOST_DISTURB_H
#define OSCOST_DISTURB_H

#include <stdint.h>

struct disturb_reading {
	double steal_ns; /* time the hypervisor took from this PU since boot (/proc/stat); NaN: unknown */
};

void disturb_read(unsigned cpu, struct disturb_reading *out);
/* The same out of a text like /proc/stat; user_hz is sysconf(_SC_CLK_TCK). */
void disturb_parse(const char *stat, unsigned cpu, long user_hz, struct disturb_reading *out);

struct disturb_process {
	uint64_t elapsed_ns;
	int wanted_cpu;	       /* -1: not bound */
	int migrated;	       /* some sample ended on another PU */
	double involuntary;    /* switches the process did not ask for, */
	int claims_no_switch;  /* which matter where the case has none of its own */
};

/* NULL: nothing. Else "steal", "migrated" or "preempted". */
const char *disturb_judge(const struct disturb_reading *before, const struct disturb_reading *after,
			  const struct disturb_process *process);

#endif
