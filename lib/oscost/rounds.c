/* The loop over rounds, cases and arms. */
#include "rounds.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "precision.h"
#include "progress.h"
#include "rounds_arm.h"
#include "spawn.h"
#include "stats/stats.h"

/* Where counting needs processes of its own: in every so manieth round. */
#define COUNT_EVERY 3

struct loop {
	const struct rounds_setup *setup;
	const struct catalog *catalog;
	struct rounds_state arm[ROUNDS_ARMS_MOST];
	size_t arms;
	struct progress progress;
	uint64_t started;
	uint32_t rounds; /* finished ones */
	bool stopped;
};

/* A B, B A, B A, A B, and again: what drifts evenly over four rounds meets both alike. */
static size_t arm_at(const struct loop *l, uint32_t round, size_t place)
{
	bool backwards = round % 4 == 2 || round % 4 == 3;

	return backwards ? l->arms - 1 - place : place;
}

static int measure_job(struct loop *l, size_t job, uint32_t round, bool counted)
{
	int bad = 0;

	for (size_t i = 0; i < l->arms && !bad && !l->stopped; i++) {
		struct rounds_state *arm = &l->arm[arm_at(l, round, i)];

		if (!arm->over[job])
			bad = rounds_arm_measure(arm, job, round, counted);
		l->stopped |= arm->stopped || spawn_stopped();
	}
	return bad;
}

static int measure_round(struct loop *l, uint32_t round, size_t *order, struct stats_rng *rng)
{
	bool count = l->setup->counting == ROUNDS_COUNT_APART && (round - 1) % COUNT_EVERY == 0;
	int bad = 0;

	for (size_t i = 0; i < l->catalog->count; i++)
		order[i] = i;
	stats_rng_shuffle(rng, order, l->catalog->count);
	for (size_t i = 0; i < l->catalog->count && !bad && !l->stopped; i++) {
		progress_show(&l->progress, round, i, l->catalog->count);
		bad = measure_job(l, order[i], round, false);
		if (count && !bad && !l->stopped)
			bad = measure_job(l, order[i], round, true);
	}
	return bad;
}

static double seconds_since(uint64_t start_ns)
{
	return (double)(clock_raw_ns() - start_ns) / 1e9;
}

static bool all_over(const struct loop *l)
{
	for (size_t a = 0; a < l->arms; a++)
		for (size_t i = 0; i < l->catalog->count; i++)
			if (!l->arm[a].over[i])
				return false;
	return true;
}

static double worst_precision(const struct loop *l)
{
	double worst = 0;

	for (size_t a = 0; a < l->arms; a++)
		worst = fmax(worst, precision_worst(l->arm[a].arm->run));
	return worst;
}

/* Never because something became significant: only for precision, time and the plan's numbers. */
static bool another_round(const struct loop *l, double elapsed_s)
{
	const struct plan *plan = &l->setup->plan;

	if (l->stopped || all_over(l) || l->rounds >= plan->rounds_most)
		return false;
	if (l->rounds < plan->rounds_least)
		return true;
	return elapsed_s * (l->rounds + 1) / l->rounds < plan->budget_s &&
	       worst_precision(l) > plan->precision;
}

/* Also of a round that was stopped: what was measured is kept. */
static int end_round(struct loop *l, struct record_error *err)
{
	int bad = 0;

	for (size_t a = 0; a < l->arms && !bad; a++)
		bad = rounds_arm_append(&l->arm[a], err);
	l->rounds += !bad && !l->stopped;
	for (size_t a = 0; a < l->arms; a++)
		l->arm[a].arm->result.rounds = l->rounds;
	return bad;
}

static int all_rounds(struct loop *l, struct record_error *err)
{
	size_t *order = calloc(l->catalog->count, sizeof(*order));
	uint64_t start_ns = clock_raw_ns();
	struct stats_rng rng;
	int bad = order ? 0 : record_fail(err, -ENOMEM, "no memory");

	stats_rng_seed(&rng, l->setup->seed);
	while (!bad && another_round(l, seconds_since(start_ns))) {
		bad = measure_round(l, l->rounds + 1, order, &rng);
		bad = bad ? record_fail(err, bad, "no memory for the samples") : end_round(l, err);
	}
	progress_clear(&l->progress);
	free(order);
	return bad;
}

int rounds_run(const struct rounds_setup *setup, const struct catalog *catalog, struct rounds_arm *arms,
	       size_t count, struct record_error *err)
{
	struct loop l = { .setup = setup, .catalog = catalog, .arms = count };
	int bad = 0, closed;

	progress_start(&l.progress, setup->title, setup->plan.rounds_least);
	for (size_t a = 0; a < count; a++) {
		l.arm[a] = (struct rounds_state){ .setup = setup, .catalog = catalog, .arm = &arms[a],
						  .progress = &l.progress, .started = &l.started };
		bad = bad ? bad : rounds_arm_open(&l.arm[a], err);
	}
	if (!bad)
		bad = all_rounds(&l, err);
	for (size_t a = 0; a < count; a++) {
		closed = rounds_arm_close(&l.arm[a], bad ? NULL : err);
		bad = bad ? bad : closed;
		rounds_arm_free(&l.arm[a]);
	}
	return bad;
}
