/*
 * Coverage of the 95% interval of the median, by drawing short runs out of a long one. For tests/prove.sh.
 *
 *	prove_coverage RUN SIZE DRAWS
 *
 * Of each case of RUN, DRAWS random subsets of SIZE processes, and all blocks of SIZE processes that follow each
 * other: the share of their intervals, made as a report makes them, that hold the median of all processes. Exit
 * status 1 where a share of the random subsets is outside the goal, 2 where nothing was covered.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "oscost/replicates.h"
#include "stats/stats.h"

#define ALPHA .05
#define GOAL_LEAST .93
#define GOAL_MOST .97
#define TIMES_LEAST 12 /* of fewer, a subset is so much of the whole that it covers more by that alone */

struct coverage {
	size_t n;
	double random, blocks;
	double swing;	/* of the medians of neighbouring blocks: greatest / least - 1 */
	double drift;	/* last third against the first */
};

/* The report's own way: sorted per-process medians, exact ranks. */
static bool holds(double *subset, size_t size, double truth)
{
	double lo, hi;

	stats_sort(subset, size);
	if (stats_sign_interval(subset, size, ALPHA, &lo, &hi) != 0)
		abort();
	return lo <= truth && truth <= hi;
}

static double cover_random(const double *x, size_t n, size_t size, size_t draws, double truth, double *work)
{
	size_t *order = calloc(n, sizeof(*order)), held = 0;
	struct stats_rng rng;

	if (!order)
		abort();
	stats_rng_seed(&rng, 1);
	for (size_t i = 0; i < n; i++)
		order[i] = i;
	for (size_t k = 0; k < draws; k++) {
		stats_rng_shuffle(&rng, order, n);
		for (size_t i = 0; i < size; i++)
			work[i] = x[order[i]];
		held += holds(work, size, truth);
	}
	free(order);
	return (double)held / (double)draws;
}

static double cover_blocks(const double *x, size_t n, size_t size, double truth, double *work)
{
	size_t held = 0;

	for (size_t at = 0; at + size <= n; at++) {
		memcpy(work, x + at, size * sizeof(*work));
		held += holds(work, size, truth);
	}
	return (double)held / (double)(n - size + 1);
}

static double swing_of(const double *x, size_t n, size_t size)
{
	double least = INFINITY, greatest = -INFINITY;

	for (size_t at = 0; at + size <= n; at += size) {
		double median = stats_median(x + at, size);

		least = fmin(least, median);
		greatest = fmax(greatest, median);
	}
	return greatest / least - 1;
}

static struct coverage cover(const double *x, size_t n, size_t size, size_t draws)
{
	double *work = calloc(n, sizeof(*work)), truth;
	struct coverage c = { .n = n };

	if (!work)
		abort();
	truth = stats_median(x, n);
	c.random = cover_random(x, n, size, draws, truth, work);
	c.blocks = cover_blocks(x, n, size, truth, work);
	c.swing = swing_of(x, n, size);
	c.drift = stats_drift(x, n);
	free(work);
	return c;
}

static double log_choose(size_t n, size_t k)
{
	return lgamma((double)n + 1) - lgamma((double)k + 1) - lgamma((double)(n - k) + 1);
}

/*
 * What must come out, by arithmetic: lo and hi are the values of ranks k and size + 1 - k, so the median is
 * between them when at least k and at most size - k values of the subset are in the lower half. Without end:
 * binomial; out of n, without putting back: hypergeometric.
 */
static double exact_binomial(size_t size, size_t k)
{
	return 1 - 2 * stats_binomial_cdf(k - 1, size, .5);
}

static double exact_drawn(size_t n, size_t size, size_t k)
{
	double inside = 0;

	for (size_t low = k; low + k <= size; low++)
		inside += exp(log_choose(n / 2, low) + log_choose(n - n / 2, size - low) - log_choose(n, size));
	return inside;
}

static int print_row(const struct replicates_row *row, size_t size, size_t draws, size_t k)
{
	double *x = calloc(row->n + 1, sizeof(*x));
	char label[100];
	struct coverage c;
	size_t n = 0;
	bool good;

	if (!x)
		abort();
	for (size_t i = 0; i < row->n; i++)
		if (isfinite(row->values[i].value[COUNTED_TIME]))
			x[n++] = row->values[i].value[COUNTED_TIME];
	snprintf(label, sizeof(label), "%s%s%s", row->name, row->param ? ":" : "", row->param ? row->param : "");
	if (n < TIMES_LEAST * size) {
		printf("%-28s %6zu  too few processes (%s)\n", label, n, row->status);
		free(x);
		return 2;
	}
	c = cover(x, n, size, draws);
	good = c.random >= GOAL_LEAST && c.random <= GOAL_MOST;
	printf("%-28s %6zu %8.2f%% %9.2f%% %8.2f%% %+8.1f%% %8.1f%%  %s\n", label, n, 100 * c.random,
	       100 * exact_drawn(n, size, k), 100 * c.blocks, 100 * c.drift, 100 * c.swing, good ? "ok" : "MISSED");
	free(x);
	return good ? 0 : 1;
}

static int print_table(const struct replicates *r, size_t cases, size_t size, size_t draws)
{
	size_t k, hi;
	int worst = cases ? 0 : 2;

	if (stats_median_interval_ranks(size, ALPHA, &k, &hi) != 0)
		return 2;
	printf("%-28s %6s %9s %10s %9s %9s %9s\n", "case", "n", "random", "by theory", "blocks", "drift", "swing");
	for (size_t i = 0; i < cases; i++) {
		int rc = print_row(&r->rows[i], size, draws, k);

		worst = rc > worst ? rc : worst;
	}
	printf("ranks %zu and %zu of %zu; of an endless supply they hold the median with %.2f%%\n", k, hi, size,
	       100 * exact_binomial(size, k));
	printf("goal: 93 to 97%% of the random subsets of each case: %s\n", worst ? "not reached" : "reached");
	return worst;
}

int main(int argc, char **argv)
{
	struct record_error err = { "" };
	struct record_run run = { 0 };
	struct replicates r;
	size_t size = argc == 4 ? strtoul(argv[2], NULL, 10) : 0;
	size_t draws = argc == 4 ? strtoul(argv[3], NULL, 10) : 0;
	int rc;

	if (size < 6 || size > 1000 || draws < 1) {
		fprintf(stderr, "usage: prove_coverage RUN SIZE DRAWS\n");
		return 2;
	}
	rc = record_read_run(argv[1], &run, &err);
	if (!rc)
		rc = replicates_make(&run, NULL, &r, &err);
	if (rc) {
		fprintf(stderr, "prove_coverage: %s\n", err.text);
		record_free_run(&run);
		return 2;
	}
	rc = print_table(&r, run.case_n, size, draws);
	replicates_free(&r);
	record_free_run(&run);
	return rc;
}
