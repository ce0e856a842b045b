/* The rounds of a measurement: every case in a fresh process per arm, in shuffled order, again and again. */
#ifndef OSCOST_ROUNDS_H
#define OSCOST_ROUNDS_H

#include <stdbool.h>
#include <stdint.h>

#include "catalog.h"
#include "disturb.h"
#include "harness/clock.h"
#include "machine/counters.h"
#include "machine/placement.h"
#include "plan.h"
#include "record/run.h"

/*
 * Counters of a task slow what they count: a switch by an eighth and a fork by a twentieth where
 * this was tried. So the timed processes have counters of the whole PU, which cost nothing there, or
 * none; where the kernel refuses those, processes of their own are counted and their times not used.
 */
enum rounds_counting { ROUNDS_NO_COUNTERS, ROUNDS_COUNT_PU, ROUNDS_COUNT_APART };

struct rounds_setup {
	struct plan plan; /* budget_s for all arms together */
	uint64_t seed;
	int cpu; /* -1: not bound */
	struct disturb_core core; /* of that PU; when not bound, PU 0 alone */
	int other_pu[MACHINE_DISTANCES]; /* for wake-ups from elsewhere; -1: none */
	struct clock_calibration clock;
	const struct machine_counters *counters;
	enum rounds_counting counting;
	int counter_fds[MACHINE_COUNTERS_MAX];
	const char *title; /* of the progress line */
};

struct rounds_result {
	uint32_t rounds;       /* finished ones */
	uint64_t processes, reruns;
	double elapsed_s;      /* of measuring this arm */
	double timed_s;	       /* of it inside samples */
	double core_hz;	       /* median of the processes; NaN: unknown */
};

enum { ROUNDS_ARMS_MOST = 2 };

/* What is measured with the same cases beside another. */
struct rounds_arm {
	const char *dir;	  /* its samples go there */
	struct record_run *run;	  /* with the catalog's cases, the same in every arm */
	char *const *prefix;	  /* words before the program, NULL at the end; NULL: none */
	struct rounds_result result;
};

/*
 * Measures until the plan is fulfilled or the user stops; every finished round is appended to the
 * files of each arm. Cases that cannot be measured get their status. 0 also when stopped; -errno when
 * the files cannot be written (err).
 */
int rounds_run(const struct rounds_setup *setup, const struct catalog *catalog, struct rounds_arm *arms,
	       size_t count, struct record_error *err);

#endif
