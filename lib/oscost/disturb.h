/* Whether something disturbed a process while it measured: judged by causes only, never by the result. */
#ifndef OSCOST_DISTURB_H
#define OSCOST_DISTURB_H

#include <stdint.h>

/* NaN: unknown. */
struct disturb_reading {
	double steal_ns;     /* time the hypervisor took from this PU since boot (/proc/stat) */
	double throttled;    /* how often our control group was stopped by its CPU quota */
	double suspended_ns; /* time the machine was suspended since boot */
};

void disturb_read(unsigned cpu, struct disturb_reading *out);
/* The same from a tree in place of /, but for the clocks. */
void disturb_read_under(const char *root, unsigned cpu, struct disturb_reading *out);
/* steal_ns out of a text like /proc/stat; user_hz is sysconf(_SC_CLK_TCK). */
void disturb_parse(const char *stat, unsigned cpu, long user_hz, struct disturb_reading *out);

struct disturb_process {
	uint64_t elapsed_ns;
	int wanted_cpu;	       /* -1: not bound */
	int migrated;	       /* some sample ended on another PU */
	double involuntary;    /* switches the process did not ask for, */
	int claims_no_switch;  /* which matter where the case has none of its own */
};

/* NULL: nothing. Else "suspended", "throttled", "migrated", "steal" or "preempted". */
const char *disturb_judge(const struct disturb_reading *before, const struct disturb_reading *after,
			  const struct disturb_process *process);

#endif
