/* Counting, outside the timed region, the events that a case claims to time. */
#ifndef HARNESS_EVENTS_H
#define HARNESS_EVENTS_H

#include "bench.h"

#define EVENTS_MAX_COUNTERS 32

/* Counter file descriptors that the driver opened for this process: one read each, inherited by children. */
struct events_counters {
	int fd[EVENTS_MAX_COUNTERS];
	size_t count;
};

struct events_reading {
	struct bench_counts counts;
	double counter[EVENTS_MAX_COUNTERS]; /* scaled by enabled / running time; NaN: not scheduled */
};

/*
 * "3,4,5" or ""; -1 stands for a counter that could not be opened, and becomes of what is no counter:
 * whatever was executed on the way here may have closed it and opened something else. 0, or -EINVAL.
 */
int events_parse_fds(const char *text, struct events_counters *out);

/*
 * Both read everything; they differ in the order, so that what the reading itself causes (a partner
 * that is asked for its counts) falls outside the interval.
 */
void events_read_before(const struct bench_case *c, void *state, const struct events_counters *counters,
			struct events_reading *out);
void events_read_after(const struct bench_case *c, void *state, const struct events_counters *counters,
		       struct events_reading *out);

/* Context switches that this process did not ask for, so far. */
double events_involuntary(void);

#endif
