/* Recursive change points: where there are some, and how often where there are none. */
#include "check.h"

#include <errno.h>
#include <stdlib.h>

#include "stats/stats.h"

enum { N_MOST = 20000 };

static double x[N_MOST], work[N_MOST];
static size_t position[N_MOST];
static const struct stats_change_rule usual = { .alpha = .01, .least_shift = .03, .least_segment = 3 };

static double normal(struct stats_rng *rng)
{
	double p = stats_rng_double(rng);

	return stats_normal_quantile(p > 0 ? p : .5);
}

/* Level 100 and noise of that share. */
static void fill(struct stats_rng *rng, size_t n, double noise)
{
	for (size_t i = 0; i < n; i++)
		x[i] = 100 * (1 + noise * normal(rng));
}

static void shift(size_t first, size_t end, double factor)
{
	for (size_t i = first; i < end; i++)
		x[i] *= factor;
}

static size_t find(size_t n, const struct stats_change_rule *rule)
{
	size_t count = 99;

	CHECK_EQ(stats_change_points(x, n, rule, work, position, &count), 0);
	for (size_t i = 0; i < count; i++) {
		size_t before = i > 0 ? position[i - 1] : 0, after = i + 1 < count ? position[i + 1] : n;

		CHECK(position[i] >= before + rule->least_segment && after >= position[i] + rule->least_segment);
	}
	return count;
}

static int is_near(size_t a, size_t b, size_t off)
{
	return a + off >= b && a <= b + off;
}

static void test_edges(void)
{
	const struct stats_change_rule wrong[] = {
		{ .alpha = 0, .least_segment = 3 }, { .alpha = 1, .least_segment = 3 }, { .alpha = .01 },
		{ .alpha = .01, .least_shift = -1, .least_segment = 3 },
		{ .alpha = .01, .least_shift = NAN, .least_segment = 3 },
	};
	size_t count;

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		CHECK_EQ(stats_change_points(x, 10, &wrong[i], work, position, &count), -EINVAL);
	for (size_t n = 0; n < 20; n++) {
		for (size_t i = 0; i < n; i++)
			x[i] = 5;
		CHECK_EQ(find(n, &usual), 0);
	}
	/* The least series that can show a change: 16 values, a step in the middle. */
	for (size_t i = 0; i < 16; i++)
		x[i] = i < 8 ? 100 : 110;
	CHECK_EQ(find(16, &usual), 1);
	CHECK_EQ(position[0], 8);
	CHECK_EQ(find(15, &usual), 0);
	/* From and to zero, and below it, is a change too. */
	for (size_t i = 0; i < 40; i++)
		x[i] = i < 20 ? 0 : -1;
	CHECK_EQ(find(40, &usual), 1);
	for (size_t i = 0; i < 40; i++)
		x[i] = i < 20 ? -100 : -101;
	CHECK_EQ(find(40, &usual), 0);
}

static void test_steps(void)
{
	struct stats_rng rng;

	stats_rng_seed(&rng, 3);
	/* One step up, one back down. */
	fill(&rng, 200, .01);
	shift(120, 160, 1.1);
	CHECK_EQ(find(200, &usual), 2);
	CHECK(is_near(position[0], 120, 2) && is_near(position[1], 160, 2));
	/* A staircase. */
	fill(&rng, 300, .01);
	for (size_t i = 1; i < 5; i++)
		shift(60 * i, 300, 1.08);
	CHECK_EQ(find(300, &usual), 4);
	for (size_t i = 0; i < 4; i++)
		CHECK(is_near(position[i], 60 * (i + 1), 2));
	/* Sure, but too small: none. */
	fill(&rng, 400, .002);
	shift(200, 400, 1.01);
	CHECK_EQ(find(400, &usual), 0);
	/* It does not hide the large one near the end. */
	shift(360, 400, 1.5);
	CHECK_EQ(find(400, &usual), 1);
	CHECK(is_near(position[0], 360, 1));
	/* Nor does one wild value make one. */
	fill(&rng, 100, .01);
	x[50] *= 100;
	CHECK_EQ(find(100, &usual), 0);
}

/* A slope becomes few steps, each of them large enough. */
static void test_slope(void)
{
	size_t count;

	for (size_t i = 0; i < N_MOST; i++)
		x[i] = 100 + 100 * (double)i / N_MOST;
	count = find(N_MOST, &usual);
	CHECK(count > 0 && count < 24);
	for (size_t i = 0; i < count; i++) {
		size_t first = i > 0 ? position[i - 1] : 0, end = i + 1 < count ? position[i + 1] : N_MOST;
		double before = stats_median(x + first, position[i] - first);
		double after = stats_median(x + position[i], end - position[i]);

		CHECK(after / before - 1 >= .03);
	}
}

/*
 * Series of nothing but noise in which something is found, of 2000: with every shift counted, at most
 * alpha; with shifts of 3% and noise of 1%, none.
 */
static void test_false_positives(size_t n, int heavy_tails)
{
	struct stats_change_rule any = usual;
	size_t found = 0, found_shift = 0;
	struct stats_rng rng;

	any.least_shift = 0;
	stats_rng_seed(&rng, n);
	for (int i = 0; i < 2000; i++) {
		fill(&rng, n, .01);
		for (size_t k = 0; heavy_tails && k < n; k++)
			x[k] *= stats_rng_below(&rng, 20) == 0 ? 1.2 : 1;
		found += find(n, &any) > 0;
		found_shift += find(n, &usual) > 0;
	}
	printf("n = %zu%s: %.2f%% with any shift, %.2f%% with 3%%\n", n, heavy_tails ? ", outliers" : "",
	       (double)found / 20, (double)found_shift / 20);
	CHECK(found <= 20);
	CHECK_EQ(found_shift, 0);
}

/* The same series with a change of 5% in the middle: found in nearly all, near its place. */
static void test_power(void)
{
	size_t right = 0;
	struct stats_rng rng;

	stats_rng_seed(&rng, 11);
	for (int i = 0; i < 500; i++) {
		fill(&rng, 50, .01);
		shift(25, 50, 1.05);
		right += find(50, &usual) == 1 && is_near(position[0], 25, 2);
	}
	CHECK(right >= 475);
}

int main(void)
{
	test_edges();
	test_steps();
	test_slope();
	test_false_positives(20, 0);
	test_false_positives(50, 0);
	test_false_positives(50, 1);
	test_false_positives(300, 0);
	test_power();
	return check_done();
}
