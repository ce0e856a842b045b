/* lib/stats at its edges: no value, one value, equal values, bad arguments, large arrays. */
#include <errno.h>
#include <stdlib.h>
#include <time.h>

#include "check.h"
#include "stats/stats.h"

#define MOST 20000

static double x[MOST], y[MOST], work[2 * MOST];

static void check_describe(void)
{
	double one = 4.5, same[] = { 2, 2, 2, 2 }, around[] = { -1, 0, 1 };

	CHECK(isnan(stats_mean(&one, 0)) && isnan(stats_median(&one, 0)));
	CHECK(isnan(stats_median_sorted(&one, 0)) && isnan(stats_quantile_sorted(&one, 0, .5)));
	CHECK(isnan(stats_sd(&one, 0)) && isnan(stats_sd(&one, 1)));
	CHECK(isnan(stats_mad_sorted(&one, 0, work)));
	CHECK_EQ(stats_mean(&one, 1), 4.5);
	CHECK_EQ(stats_median(&one, 1), 4.5);
	CHECK_EQ(stats_median_sorted(&one, 1), 4.5);
	CHECK_EQ(stats_quantile_sorted(&one, 1, .99), 4.5);
	CHECK_EQ(stats_mad_sorted(&one, 1, work), 0);
	CHECK(isnan(stats_quantile_sorted(same, 4, -.1)));
	CHECK(isnan(stats_quantile_sorted(same, 4, 1.1)));
	CHECK(isnan(stats_quantile_sorted(same, 4, NAN)));
	CHECK_EQ(stats_sd(same, 4), 0);
	CHECK_EQ(stats_median(same, 4), 2);
	/* Zero without a sign. */
	CHECK(stats_median(around, 3) == 0 && !signbit(stats_median(around, 3)));
	stats_sort(&one, 0);
	stats_sort(&one, 1);
	CHECK_EQ(one, 4.5);
}

static void check_series(void)
{
	struct stats_change change;
	double rising[] = { 1, 2, 3, 4 }, zero[] = { 0, 0, 5 }, same[] = { 2, 2, 2 };

	CHECK(isnan(stats_drift(rising, 0)) && isnan(stats_drift(rising, 2)));
	CHECK_EQ(stats_drift(rising, 3), 2);
	CHECK(isnan(stats_drift(zero, 3)));
	CHECK(isnan(stats_effective_n(rising, 0)) && isnan(stats_effective_n(same, 3)));
	CHECK_EQ(stats_effective_n(rising, 1), 1);
	CHECK_EQ(stats_pettitt(rising, 0, work, &change), -ERANGE);
	CHECK_EQ(stats_pettitt(rising, 1, work, &change), -ERANGE);
	CHECK(isnan(change.k) && isnan(change.p) && change.position == 0);
	CHECK_EQ(stats_pettitt(same, 3, work, &change), 0);
	CHECK(change.k == 0 && change.p == 1 && change.position == 0);
}

static void check_variance(void)
{
	const double *group[] = { x, x + 2 };
	size_t group_n[] = { 1, 1 };
	double slope, intercept;

	x[0] = x[1] = x[2] = x[3] = 1;
	CHECK(isnan(stats_icc(group, group_n, 0)) && isnan(stats_icc(group, group_n, 1)));
	CHECK(isnan(stats_icc(group, group_n, 2)));
	group_n[0] = group_n[1] = 2;
	CHECK(isnan(stats_icc(group, group_n, 2)));
	group_n[1] = 0;
	CHECK(isnan(stats_icc(group, group_n, 2)));
	CHECK_EQ(stats_slope(x, y, 0, &slope, &intercept), -ERANGE);
	CHECK_EQ(stats_slope(x, y, 1, &slope, &intercept), -ERANGE);
	CHECK_EQ(stats_slope(x, y, 4, &slope, &intercept), -EDOM);
	CHECK(isnan(slope) && isnan(intercept));
}

static void check_intervals(void)
{
	struct stats_rng rng;
	size_t lo_rank, hi_rank;
	double lo, hi;

	CHECK_EQ(stats_median_interval_ranks(0, .05, &lo_rank, &hi_rank), -ERANGE);
	CHECK_EQ(stats_median_interval_ranks(1, .05, &lo_rank, &hi_rank), -ERANGE);
	CHECK(lo_rank == 0 && hi_rank == 0);
	CHECK_EQ(stats_median_interval_ranks(20, 0, &lo_rank, &hi_rank), -EINVAL);
	CHECK_EQ(stats_median_interval_ranks(20, NAN, &lo_rank, &hi_rank), -EINVAL);
	/* Known values: n = 10 gives ranks 2, 9; 20 gives 6, 15; 30 gives 10, 21. */
	for (size_t n = 10, want = 2; n <= 30; n += 10, want += 4) {
		CHECK_EQ(stats_median_interval_ranks(n, .05, &lo_rank, &hi_rank), 0);
		CHECK(lo_rank == want && hi_rank == n + 1 - want);
	}
	CHECK_EQ(stats_sign_interval(x, 5, .05, &lo, &hi), -ERANGE);
	CHECK(isnan(lo) && isnan(hi));
	stats_rng_seed(&rng, 1);
	CHECK_EQ(stats_bootstrap_median(x, 0, .05, 9, &rng, work, &lo, &hi), -ERANGE);
	CHECK_EQ(stats_bootstrap_median(x, 1, .05, 0, &rng, work, &lo, &hi), -ERANGE);
	CHECK_EQ(stats_bootstrap_median(x, 1, 1, 9, &rng, work, &lo, &hi), -EINVAL);
	CHECK(isnan(lo) && isnan(hi));
	x[0] = 8;
	CHECK_EQ(stats_bootstrap_median(x, 1, .05, 9, &rng, work, &lo, &hi), 0);
	CHECK(lo == 8 && hi == 8);
}

static void check_ranks(void)
{
	struct stats_shift shift;
	struct stats_mann_whitney test;
	double one = 3, same[] = { 1, 1, 1, 1, 1, 1, 1, 1 };

	CHECK_EQ(stats_hodges_lehmann(&one, 0, .05, &shift), -ERANGE);
	CHECK(isnan(shift.estimate) && isnan(shift.lo));
	CHECK_EQ(stats_hodges_lehmann(&one, 1, .05, &shift), -ERANGE);
	CHECK(shift.estimate == 3 && isnan(shift.lo) && isnan(shift.hi));
	CHECK_EQ(stats_hodges_lehmann(&one, 1, 0, &shift), -EINVAL);
	CHECK_EQ(stats_hodges_lehmann(same, 8, .05, &shift), 0);
	CHECK(shift.estimate == 1 && shift.lo == 1 && shift.hi == 1);
	CHECK_EQ(stats_hodges_lehmann_two(&one, 0, &one, 1, .05, &shift), -ERANGE);
	CHECK_EQ(stats_hodges_lehmann_two(&one, 1, &one, 0, .05, &shift), -ERANGE);
	CHECK(isnan(shift.estimate));
	CHECK_EQ(stats_hodges_lehmann_two(&one, 1, same, 1, .05, &shift), -ERANGE);
	CHECK(shift.estimate == 2 && isnan(shift.lo) && isnan(shift.hi));
	CHECK_EQ(stats_hodges_lehmann_two(&one, 1, same, 1, 1, &shift), -EINVAL);
	CHECK_EQ(stats_hodges_lehmann_two(same, 8, same, 8, .05, &shift), 0);
	CHECK(shift.estimate == 0 && !signbit(shift.estimate) && shift.lo == 0 && shift.hi == 0);
	CHECK_EQ(stats_mann_whitney(&one, 0, same, 8, &test), -ERANGE);
	CHECK_EQ(stats_mann_whitney(&one, 1, same, 0, &test), -ERANGE);
	CHECK(isnan(test.p) && isnan(test.u));
	CHECK_EQ(stats_mann_whitney(&one, 1, same, 1, &test), 0);
	CHECK(test.exact && test.p == 1 && test.u == 1);
	CHECK_EQ(stats_mann_whitney(same, 8, same, 4, &test), 0);
	CHECK(!test.exact && test.p == 1 && test.u == 16);
}

static void check_small_parts(void)
{
	struct stats_rng rng, again;
	uint64_t bound = (UINT64_C(1) << 63) + 1;
	double p = .3;
	size_t order = 5;

	stats_adjust_bonferroni(&p, 0);
	stats_adjust_holm(&p, 0, work);
	stats_adjust_bh(&p, 0, work);
	CHECK_EQ(p, .3);
	CHECK(stats_normal_quantile(0) == -INFINITY && stats_normal_quantile(1) == INFINITY);
	CHECK(isnan(stats_normal_quantile(-.1)) && isnan(stats_normal_quantile(NAN)));
	CHECK(isnan(stats_binomial_cdf(1, 2, 1.5)) && isnan(stats_beta_cdf(.5, 0, 1)));
	CHECK(stats_binomial_cdf(0, 0, .5) == 1 && stats_binomial_cdf(1, 2, 1) == 0);
	CHECK(stats_binomial_cdf(1, 2, 0) == 1 && stats_binomial_cdf(2, 2, .5) == 1);
	CHECK(stats_beta_cdf(-1, 2, 3) == 0 && stats_beta_cdf(2, 2, 3) == 1);
	stats_rng_seed(&rng, 3);
	again = rng;
	CHECK(stats_rng_below(&rng, 0) == 0 && stats_rng_below(&rng, 1) == 0);
	stats_rng_shuffle(&rng, &order, 0);
	stats_rng_shuffle(&rng, &order, 1);
	CHECK_EQ(memcmp(&rng, &again, sizeof(rng)), 0);
	/* Nearly half of all draws are repeated here: 2^64 mod bound is 2^63 - 1. */
	for (int i = 0; i < 100; i++) {
		uint64_t want = stats_rng_next(&again);

		while (want < bound - 2)
			want = stats_rng_next(&again);
		CHECK_EQ(stats_rng_below(&rng, bound), want % bound);
	}
}

static double time_shift(size_t n, struct stats_shift *shift)
{
	clock_t start = clock();

	CHECK_EQ(stats_hodges_lehmann_two(x, n, y, n, .05, shift), 0);
	return (double)(clock() - start) / CLOCKS_PER_SEC;
}

/* Against all 250,000 differences; then 20,000 values each, whose differences nobody could store.
 *  */
static void check_large(void)
{
	const size_t n = 500;
	double *all = malloc(n * n * sizeof(*all));
	struct stats_shift shift;
	struct stats_rng rng;

	stats_rng_seed(&rng, 11);
	for (size_t i = 0; i < MOST; i++) {
		x[i] = stats_rng_double(&rng);
		y[i] = -1e3 * stats_rng_double(&rng);
	}
	stats_sort(x, n);
	stats_sort(y, n);
	for (size_t i = 0; i < n * n; i++)
		all[i] = x[i / n] - y[i % n];
	stats_sort(all, n * n);
	time_shift(n, &shift);
	CHECK_EQ(shift.estimate, stats_median_sorted(all, n * n));
	CHECK_EQ(shift.lo, all[116050 - 1]);
	CHECK_EQ(shift.hi, all[n * n - 116050]);
	free(all);
	stats_sort(x, MOST);
	stats_sort(y, MOST);
	CHECK(time_shift(1000, &shift) < .2);
	CHECK(time_shift(MOST, &shift) < 1);
	CHECK_EQ(stats_hodges_lehmann(x, MOST, .05, &shift), 0);
	CHECK(fabs(shift.estimate - .5) < .01 && shift.lo < .5 && shift.hi > .5);
}

int main(void)
{
	check_describe();
	check_series();
	check_variance();
	check_intervals();
	check_ranks();
	check_small_parts();
	check_large();
	return check_done();
}
