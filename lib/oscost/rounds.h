/* The rounds of a run: every case in a fresh process, in shuffled order, again and again. */
#ifndef OSCOST_ROUNDS_H
#define OSCOST_ROUNDS_H

#include <stdbool.h>
#include <stdint.h>

#include "catalog.h"
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
	struct plan plan;
	uint64_t seed;
	int cpu; /* -1: not bound */
	int other_pu[MACHINE_DISTANCES]; /* for wake-ups from elsewhere; -1: none */
	struct clock_calibration clock;
	const struct machine_counters *counters;
	enum rounds_counting counting;
	int counter_fds[MACHINE_COUNTERS_MAX];
};

struct rounds_result {
	uint32_t rounds;       /* finished ones */
	uint64_t processes, reruns;
	double elapsed_s;      /* of measuring */
	double timed_s;	       /* of it inside samples */
	double core_hz;	       /* median of the processes; NaN: unknown */
};

/*
 * Measures until the plan is fulfilled or the user stops; every finished round is appended to the
 * files in dir. Cases that cannot be measured get their status. 0 also when stopped; -errno when the
 * files cannot be written (err).
 */
int rounds_run(const struct rounds_setup *setup, const struct catalog *catalog, const char *dir,
	       struct record_run *run, struct rounds_result *result, struct record_error *err);

#endif
