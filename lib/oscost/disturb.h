/* Whether something disturbed a process while it measured: judged by causes only, never by the result. */
#ifndef OSCOST_DISTURB_H
#define OSCOST_DISTURB_H

#include <stdbool.h>
#include <stdint.h>

#include "machine/cpuset.h"

/* Where a process measures. */
struct disturb_core {
	unsigned cpu;
	struct machine_cpuset siblings; /* the other PUs of its core */
};

/* NaN: unknown. Times since boot, of /proc/stat if nothing else is said. */
struct disturb_reading {
	double at_ns;	     /* CLOCK_MONOTONIC */
	double steal_ns;     /* time the hypervisor took from this PU */
	double idle_ns;	     /* of this PU, */
	double siblings_ns;  /* and the idle time of its siblings together, */
	unsigned siblings;   /* of which so many are online */
	bool offline;	     /* others are there, this PU is not */
	double own_ns;	     /* CPU time of what we have started and has ended, on whatever PU (getrusage); */
	double driver_ns;    /* CPU time of this process, which may be on a sibling where there is no other place */
	double throttled;    /* how often our control group was stopped by its CPU quota */
	double suspended_ns; /* time the machine was suspended */
};

void disturb_read(const struct disturb_core *core, struct disturb_reading *out);
/* The same from a tree in place of /, but for the clocks and the CPU times. */
void disturb_read_under(const char *root, const struct disturb_core *core, struct disturb_reading *out);
/* What is in a text like /proc/stat; user_hz is sysconf(_SC_CLK_TCK). */
void disturb_parse(const char *stat, const struct disturb_core *core, long user_hz, struct disturb_reading *out);

struct disturb_process {
	uint64_t elapsed_ns;
	int wanted_cpu;	       /* -1: not bound */
	int migrated;	       /* some sample ended on another PU */
	double involuntary;    /* switches the process did not ask for, and */
	double waited_ns;      /* time that it could have run and did not (NaN: unknown), */
	int claims_no_switch;  /* both of which matter where the case has no switches of its own */
};

/*
 * NULL: nothing. Else "suspended", "throttled", "offline" (its PU was), "migrated", "steal", "sibling" (one was busy
 * with something else) or "preempted".
 */
const char *disturb_judge(const struct disturb_reading *before, const struct disturb_reading *after,
			  const struct disturb_process *process);

#endif
