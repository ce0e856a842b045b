/*
 * The rules by which other tools call a benchmark dearer or cheaper than before, for prove_rules.c. Each
 * gets what two runs have of one case and returns +1 (dearer), -1 (cheaper) or 0 (no change called).
 */
#ifndef TESTS_PROVE_RULES_H
#define TESTS_PROVE_RULES_H

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "stats/stats.h"

/* All samples of one case in one run, process after process. */
struct samples {
	double *value;
	size_t n;
	size_t *first; /* of process i: value[first[i] .. first[i + 1]) */
	double *medians;
	size_t processes;
};

static inline int sign_of(double b, double a)
{
	return (b > a) - (b < a);
}

/* github-action-benchmark, src/write/findAlerts.ts: an alert where current / previous > threshold (for what is
 * better when smaller); it only ever says dearer. Its `value` is here the mean of all samples. */
static int rule_ratio(const struct samples *a, const struct samples *b, double threshold)
{
	return stats_mean(b->value, b->n) / stats_mean(a->value, a->n) > threshold;
}

static int mann_whitney(const double *a, size_t n, const double *b, size_t m)
{
	struct stats_mann_whitney test = { .p = 1 };
	double *x = malloc((n + m) * sizeof(*x));

	if (!x)
		abort();
	for (size_t i = 0; i < n; i++)
		x[i] = a[i];
	for (size_t i = 0; i < m; i++)
		x[n + i] = b[i];
	stats_sort(x, n);
	stats_sort(x + n, m);
	if (stats_mann_whitney(x + n, m, x, n, &test) != 0)
		test.p = 1;
	free(x);
	return test.p < .05 ? sign_of(test.u, (double)n * (double)m / 2) : 0;
}

/* The U-test over all samples, as if each were independent of the others of its process. */
static int rule_pooled(const struct samples *a, const struct samples *b)
{
	return mann_whitney(a->value, a->n, b->value, b->n);
}

/* benchstat, golang.org/x/perf/benchmath/anone.go: Mann-Whitney, alpha .05; its input is a value per process
 * when each line comes from a process of its own (oscost export benchfmt). */
static int rule_benchstat(const struct samples *a, const struct samples *b)
{
	return mann_whitney(a->medians, a->processes, b->medians, b->processes);
}

struct moments {
	double mean, variance;
};

static struct moments moments_of(const double *x, size_t n)
{
	struct moments m = { 0, 0 };

	for (size_t i = 0; i < n; i++)
		m.mean += x[i];
	m.mean /= (double)n;
	for (size_t i = 0; i < n; i++)
		m.variance += (x[i] - m.mean) * (x[i] - m.mean);
	m.variance /= (double)(n - 1);
	return m;
}

static double welch_t(struct moments b, size_t m, struct moments a, size_t n)
{
	return (b.mean - a.mean) / sqrt(b.variance / (double)m + a.variance / (double)n);
}

static void resample(double *out, size_t n, const double *from, size_t size, struct stats_rng *rng)
{
	for (size_t i = 0; i < n; i++)
		out[i] = from[stats_rng_below(rng, size)];
}

/*
 * criterion.rs, src/analysis/compare.rs and src/report.rs: p of a t-test whose distribution under "no change"
 * is bootstrapped from both samples thrown together, < .05; and the 95% percentile interval of the
 * bootstrapped ratio of the means - 1 all beyond the noise threshold, 1%. It draws 100,000 times; here
 * CRITERION_DRAWS, which moves p = .05 by .005 (one standard error).
 */
#define CRITERION_DRAWS 2000

static double criterion_p(const struct samples *a, const struct samples *b, double *work, struct stats_rng *rng)
{
	size_t n = a->n, m = b->n, hits = 0;
	double t = welch_t(moments_of(b->value, m), m, moments_of(a->value, n), n);
	double *pool = work, *drawn = work + n + m;

	for (size_t i = 0; i < n + m; i++)
		pool[i] = i < n ? a->value[i] : b->value[i - n];
	for (size_t k = 0; k < CRITERION_DRAWS; k++) {
		resample(drawn, n + m, pool, n + m, rng);
		hits += welch_t(moments_of(drawn + n, m), m, moments_of(drawn, n), n) < t;
	}
	hits = hits < CRITERION_DRAWS - hits ? hits : CRITERION_DRAWS - hits;
	return 2 * (double)hits / CRITERION_DRAWS;
}

static int rule_criterion(const struct samples *a, const struct samples *b, struct stats_rng *rng)
{
	double *work = malloc((2 * (a->n + b->n) + CRITERION_DRAWS) * sizeof(*work));
	double *ratios = work + 2 * (a->n + b->n), lo, hi;
	bool differ;

	if (!work)
		abort();
	differ = criterion_p(a, b, work, rng) < .05;
	for (size_t k = 0; differ && k < CRITERION_DRAWS; k++) {
		resample(work, a->n, a->value, a->n, rng);
		resample(work + a->n, b->n, b->value, b->n, rng);
		ratios[k] = stats_mean(work + a->n, b->n) / stats_mean(work, a->n) - 1;
	}
	if (differ)
		stats_sort(ratios, CRITERION_DRAWS);
	lo = differ ? stats_quantile_sorted(ratios, CRITERION_DRAWS, .025) : 0;
	hi = differ ? stats_quantile_sorted(ratios, CRITERION_DRAWS, .975) : 0;
	free(work);
	return (lo > .01) - (hi < -.01);
}

/*
 * mmtests, bin/lib/R/subselection-confidence-interval.R: "typical" mean and half-width of its 95% interval out of
 * 100 selections of 80% of each repetition (here: process), drawn with replacement; MMTests/Stat.pm, cidiff():
 * the difference of the means in sums of both half-widths. More than one of them is taken for a change.
 */
#define MMTESTS_SELECTIONS 100

static void mmtests_interval(const struct samples *s, struct stats_rng *rng, double *mean, double *half)
{
	double *work = malloc((3 * s->n + 2 * s->processes) * sizeof(*work));
	double *medians = work + 3 * s->n, between = 0, within = 0, total = 0;
	double means[MMTESTS_SELECTIONS], variances[MMTESTS_SELECTIONS];

	if (!work)
		abort();
	for (size_t p = 0; p < s->processes; p++) {
		size_t n = s->first[p + 1] - s->first[p], some = (size_t)(.8 * (double)n);

		for (size_t k = 0; k < MMTESTS_SELECTIONS; k++) {
			resample(work, some, s->value + s->first[p], n, rng);
			means[k] = stats_mean(work, some);
			resample(work, some, s->value + s->first[p], n, rng);
			variances[k] = moments_of(work, some).variance;
		}
		medians[p] = stats_median(means, MMTESTS_SELECTIONS);
		within += stats_median(variances, MMTESTS_SELECTIONS) / (double)s->processes;
		medians[s->processes + p] = (double)some;
		total += (double)some;
	}
	*mean = stats_mean(medians, s->processes);
	for (size_t p = 0; p < s->processes; p++)
		between += (medians[p] - *mean) * (medians[p] - *mean) * medians[s->processes + p];
	between /= (double)(s->processes - 1);
	*half = stats_normal_quantile(.975) * sqrt((between + within) / total);
	free(work);
}

static int rule_mmtests(const struct samples *a, const struct samples *b, struct stats_rng *rng)
{
	double mean_a, mean_b, half_a, half_b;

	mmtests_interval(a, rng, &mean_a, &half_a);
	mmtests_interval(b, rng, &mean_b, &half_b);
	return fabs(mean_b - mean_a) > half_a + half_b ? sign_of(mean_b, mean_a) : 0;
}

/* mmtests, MMTests/Compare.pm, _significanceTest(): t-test over all rows with n + m - 2 degrees of freedom,
 * p below .10 where a benchmark names no level of its own. */
static int rule_mmtests_t(const struct samples *a, const struct samples *b)
{
	double t = welch_t(moments_of(b->value, b->n), b->n, moments_of(a->value, a->n), a->n);
	double df = (double)(a->n + b->n) - 2;
	double p = stats_beta_cdf(df / (df + t * t), df / 2, .5);

	return p < .10 ? sign_of(t, 0) : 0;
}

#endif
