/* Lowland mode detection: one mode where there is one, all of them where they are apart. */
#include <stdlib.h>
#include <time.h>

#include "check.h"
#include "stats/stats.h"

#define SEEDS 100
#define MOST 20000

static double x[MOST];

static double draw_normal(struct stats_rng *rng)
{
	return stats_normal_quantile(stats_rng_double(rng) + 0x1p-60);
}

static double draw_lognormal(struct stats_rng *rng)
{
	return exp(draw_normal(rng));
}

static double draw_narrow_lognormal(struct stats_rng *rng)
{
	return 100 * exp(.1 * draw_normal(rng));
}

static double draw_place(struct stats_rng *rng)
{
	double u = stats_rng_double(rng);

	return u < .5 ? 452 : u < .8 ? 466 : 479;
}

static double draw_three(struct stats_rng *rng)
{
	return draw_place(rng) + draw_normal(rng);
}

static double draw_two(struct stats_rng *rng)
{
	return (stats_rng_double(rng) < .7 ? 452 : 466) + draw_normal(rng);
}

/* One process of twenty with another layout. */
static double draw_rare(struct stats_rng *rng)
{
	return (stats_rng_double(rng) < .93 ? 452 : 479) + draw_normal(rng);
}

/* A tail, not a mode. */
static double draw_outliers(struct stats_rng *rng)
{
	return (stats_rng_double(rng) < .99 ? 452 : 500) + draw_normal(rng);
}

static double draw_coarse_normal(struct stats_rng *rng)
{
	return round(1000 + 2 * draw_normal(rng));
}

static double draw_very_coarse_normal(struct stats_rng *rng)
{
	return round(57 + .6 * draw_normal(rng));
}

static double draw_coarse_three(struct stats_rng *rng)
{
	return round(draw_three(rng) * 4) / 4;
}

static double draw_falling(struct stats_rng *rng)
{
	return .3 * floor(-20 * log(1 - stats_rng_double(rng)));
}

typedef double draw_fn(struct stats_rng *rng);

struct shape {
	const char *name;
	draw_fn *draw;
	size_t n, modes;
	int seeds, least;  /* so many seeds are tried, so many must give the number of modes */
};

static const struct shape shapes[] = {
	{ "normal 20", draw_normal, 20, 1, SEEDS, SEEDS - 1 },
	{ "lognormal 20", draw_lognormal, 20, 1, SEEDS, SEEDS - 1 },
	{ "uniform 20", stats_rng_double, 20, 1, SEEDS, SEEDS - 1 },
	{ "normal 600", draw_normal, 600, 1, SEEDS, SEEDS - 1 },
	{ "lognormal 600", draw_lognormal, 600, 1, SEEDS, SEEDS - 1 },
	{ "narrow lognormal 100", draw_narrow_lognormal, 100, 1, SEEDS, SEEDS - 1 },
	{ "uniform 100", stats_rng_double, 100, 1, SEEDS, SEEDS - 1 },
	{ "uniform 600", stats_rng_double, 600, 1, SEEDS, SEEDS - 1 },
	{ "uniform 20000", stats_rng_double, 20000, 1, 5, 5 },
	{ "three 600", draw_three, 600, 3, SEEDS, SEEDS },
	{ "three 20000", draw_three, 20000, 3, 5, 5 },
	{ "two 600", draw_two, 600, 2, SEEDS, SEEDS },
	{ "two 200", draw_two, 200, 2, SEEDS, SEEDS - 1 },
	{ "rare 600", draw_rare, 600, 2, SEEDS, SEEDS - 1 },
	{ "outliers 2000", draw_outliers, 2000, 1, 20, 20 },
	{ "rounded normal 600", draw_coarse_normal, 600, 1, SEEDS, SEEDS - 1 },
	{ "hardly any values 600", draw_very_coarse_normal, 600, 1, SEEDS, SEEDS - 1 },
	{ "rounded three 600", draw_coarse_three, 600, 3, SEEDS, SEEDS },
	{ "three single values 600", draw_place, 600, 3, SEEDS, SEEDS },
	{ "falling in steps 600", draw_falling, 600, 1, SEEDS, SEEDS - 1 },
};

static void draw_sample(const struct shape *shape, int seed)
{
	struct stats_rng rng;

	stats_rng_seed(&rng, (uint64_t)seed);
	for (size_t i = 0; i < shape->n; i++)
		x[i] = shape->draw(&rng);
	stats_sort(x, shape->n);
}

static void check_shape(const struct shape *shape)
{
	int good = 0;

	for (int seed = 0; seed < shape->seeds; seed++) {
		struct stats_mode mode[8];

		draw_sample(shape, seed);
		good += stats_modes(x, shape->n, mode, 8) == shape->modes;
	}
	CHECK(good >= shape->least);
	if (good < shape->least)
		fprintf(stderr, "\t%s: %d of %d\n", shape->name, good, shape->seeds);
}

/* Places and shares of the three modes, under a change of scale too. */
static void check_places(double scale)
{
	static const double place[] = { 452, 466, 479 }, share[] = { .5, .3, .2 };
	static const struct shape three = { "three", draw_three, 600, 3, 1, 1 };
	struct stats_mode mode[3];
	double sum = 0;

	draw_sample(&three, 1);
	for (size_t i = 0; i < three.n; i++)
		x[i] *= scale;
	if (scale < 0)
		stats_sort(x, three.n);
	CHECK_EQ(stats_modes(x, three.n, mode, 3), 3);
	for (int i = 0; i < 3; i++) {
		int k = scale < 0 ? 2 - i : i;

		CHECK(fabs(mode[i].location / scale - place[k]) < 1);
		CHECK(fabs(mode[i].share - share[k]) < .06);
		CHECK(mode[i].left < mode[i].location && mode[i].location < mode[i].right);
		sum += mode[i].share;
	}
	CHECK_NEAR(sum, 1, 1e-12);
	CHECK_EQ(mode[0].left, x[0]);
	CHECK_EQ(mode[0].right, mode[1].left);
	CHECK_EQ(mode[2].right, x[three.n - 1]);
}

static void check_edges(void)
{
	struct stats_mode mode[2] = { { 7, 7, 7, 7 }, { 7, 7, 7, 7 } };

	CHECK_EQ(stats_modes(x, 0, mode, 2), 0);
	CHECK_EQ(mode[0].location, 7);
	x[0] = -3;
	CHECK_EQ(stats_modes(x, 1, mode, 2), 1);
	CHECK_EQ(mode[0].location, -3);
	CHECK_EQ(mode[0].share, 1);
	CHECK_EQ(stats_modes(x, 1, NULL, 0), 1);
	x[1] = 5;
	CHECK_EQ(stats_modes(x, 2, mode, 2), 1);
	for (int i = 0; i < 600; i++)
		x[i] = 112.5;
	CHECK_EQ(stats_modes(x, 600, mode, 2), 1);
	CHECK_EQ(mode[0].location, 112.5);
	CHECK_EQ(mode[0].left, 112.5);
	CHECK_EQ(mode[0].right, 112.5);
	x[599] = 900;
	CHECK_EQ(stats_modes(x, 600, mode, 2), 1);
	CHECK_NEAR(mode[0].location, 112.5, 1e-3);
	CHECK_EQ(mode[0].share, 1);
	for (int i = 0; i < 600; i++)
		x[i] = i < 300 ? 100 : 101;
	CHECK_EQ(stats_modes(x, 600, mode, 2), 1);
	for (int i = 0; i < 600; i++)
		x[i] = i < 300 ? 450 : 479;
	CHECK_EQ(stats_modes(x, 600, mode, 1), 2);
	CHECK_NEAR(mode[0].share, .5, 1e-12);
	CHECK_EQ(mode[1].location, 7);
	for (int i = 0; i < 600; i++)
		x[i] = i < 590 ? 0 : i;
	CHECK_EQ(stats_modes(x, 600, mode, 2), 1);
}

/* Least processor time of five, so that other load does not fail the test. */
static void check_cost(void)
{
	static const struct shape many = { "many", draw_coarse_normal, MOST, 1, 1, 1 };
	double least_ms = INFINITY;

	draw_sample(&many, 1);
	for (int i = 0; i < 5; i++) {
		clock_t start = clock();

		CHECK_EQ(stats_modes(x, MOST, NULL, 0), 1);
		least_ms = fmin(least_ms, (double)(clock() - start) * 1e3 / CLOCKS_PER_SEC);
	}
	CHECK(least_ms < 50);
}

int main(void)
{
	for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++)
		check_shape(&shapes[i]);
	check_places(1);
	check_places(1e-9);
	check_places(-1e7);
	check_edges();
	check_cost();
	return check_done();
}
