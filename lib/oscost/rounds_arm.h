/* What is known of an arm while the rounds go on: for rounds.c alone. */
#ifndef OSCOST_ROUNDS_ARM_H
#define OSCOST_ROUNDS_ARM_H

#include "progress.h"
#include "rounds.h"

struct rounds_state {
	const struct rounds_setup *setup;
	const struct catalog *catalog;
	struct rounds_arm *arm;
	struct progress *progress;
	uint64_t *started; /* processes of all arms: their numbers */
	struct record_appender files;
	unsigned *failures; /* by job */
	bool *over;	    /* by job: skipped or given up */
	double *rate;	    /* core cycles per tick, one a process */
	size_t rates, rate_capacity;
	double timed_ticks;
	uint64_t spent_ns;
	bool stopped; /* by the user */
};

/* Opens its files. 0 or -errno with words in err; free in any case. */
int rounds_arm_open(struct rounds_state *s, struct record_error *err);
/* One process of a job, again while it is disturbed. counted: one for its counters. 0 or -errno. */
int rounds_arm_measure(struct rounds_state *s, size_t job, uint32_t round, bool counted);
/* Writes what came since the last call. 0 or -errno. */
int rounds_arm_append(struct rounds_state *s, struct record_error *err);
/* Closes its files and settles result and statuses. 0 or -errno. */
int rounds_arm_close(struct rounds_state *s, struct record_error *err);
void rounds_arm_free(struct rounds_state *s);

#endif
