/* The sign test against R's binom.test, and the reach of its interval against method.md and simulation. */
#include "check.h"
#include "stats/stats.h"

static double p_of(size_t above, size_t below, size_t zeros)
{
	double x[64] = { 0 };
	size_t n = 0;

	for (size_t i = 0; i < above; i++)
		x[n++] = 1 + (double)i;
	for (size_t i = 0; i < below; i++)
		x[n++] = -1;
	return stats_sign_test(x, n + zeros);
}

/* R 4.2: binom.test(c(above, below))$p.value */
static void check_test(void)
{
	CHECK_NEAR(p_of(15, 5, 0), 0.04138946533203125, 1e-12);
	CHECK_NEAR(p_of(5, 15, 3), 0.04138946533203125, 1e-12);
	CHECK_NEAR(p_of(12, 0, 0), 2 / 4096.0, 1e-12);
	CHECK_NEAR(p_of(10, 10, 0), 1, 1e-12);
	CHECK_NEAR(p_of(0, 0, 4), 1, 1e-12);
	CHECK_NEAR(p_of(0, 0, 0), 1, 1e-12);
}

/* The factors that the method states, at 80% power. */
static void check_reach(void)
{
	CHECK_NEAR(stats_sign_reach(12, .05, .8), 1.12, .01);
	CHECK_NEAR(stats_sign_reach(20, .05, .8), .84, .01);
	CHECK_NEAR(stats_sign_reach(30, .05, .8), .67, .01);
	CHECK_NEAR(stats_sign_reach(40, .05, .8), .59, .01);
	CHECK(stats_sign_reach(20, .05, .95) > stats_sign_reach(20, .05, .8));
	CHECK(isnan(stats_sign_reach(5, .05, .8)));
	CHECK(isnan(stats_sign_reach(20, .05, 1)));
	CHECK(isnan(stats_sign_reach(20, 0, .8)));
}

/* Normal values that lie so far above 0: the interval excludes 0 as often as was asked for. */
static void check_power(size_t n, double power)
{
	double reach = stats_sign_reach(n, .05, power), x[40], lo, hi;
	struct stats_rng rng;
	size_t found = 0, trials = 20000;

	stats_rng_seed(&rng, 7);
	for (size_t t = 0; t < trials; t++) {
		for (size_t i = 0; i < n; i++)
			x[i] = reach + stats_normal_quantile(stats_rng_double(&rng) * .999998 + 1e-6);
		stats_sort(x, n);
		stats_sign_interval(x, n, .05, &lo, &hi);
		found += lo > 0;
	}
	CHECK(fabs((double)found / (double)trials - power) < .015);
}

int main(void)
{
	check_test();
	check_reach();
	check_power(12, .8);
	check_power(20, .8);
	check_power(30, .95);
	return check_done();
}
