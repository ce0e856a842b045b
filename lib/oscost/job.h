/* One process of one case: started, heard, judged, its samples added to the run. */
#ifndef OSCOST_JOB_H
#define OSCOST_JOB_H

#include <stdbool.h>
#include <stdint.h>

#include "rounds.h"

enum job_end {
	JOB_MEASURED,
	JOB_DISTURBED, /* measured, but something else was going on: worth another try */
	JOB_SKIPPED,   /* this machine lacks it; the cases' reasons say what */
	JOB_FAILED,    /* reason says why */
	JOB_STOPPED    /* by the user */
};

struct job_request {
	const struct rounds_setup *setup;
	const struct catalog_job *job;
	char *const *prefix;	 /* of the arm; NULL: none */
	uint32_t round, process; /* for the samples */
	bool last_try;		 /* no other will follow */
	bool counted;		 /* a process for its counters only */
};

struct job_outcome {
	enum job_end end;
	char reason[200];
	double timed_ticks;
	double cycles_per_tick; /* NaN: unknown */
};

/* 0, or -errno when the run cannot take the samples (memory). */
int job_measure(const struct job_request *request, struct record_run *run, struct job_outcome *outcome);

/* The word in the column `disturbed` of samples whose process had counters attached. */
#define JOB_COUNTED "counted"

#endif
