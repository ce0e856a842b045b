/* The rules of others that prove_rules.c applies, on made-up samples. */
#include <string.h>

#include "check.h"
#include "prove_rules.h"

enum { PROCESSES = 20, EACH = 5, SIMULATIONS = 200 };

struct run {
	struct samples s;
	double value[PROCESSES * EACH], medians[PROCESSES];
	size_t first[PROCESSES + 1];
};

/* About normal, mean 0, standard deviation 1: the sum of twelve uniform numbers (Irwin and Hall). */
static double about_normal(struct stats_rng *rng)
{
	double sum = -6;

	for (int i = 0; i < 12; i++)
		sum += stats_rng_double(rng);
	return sum;
}

/* between, within: standard deviations of processes, and of samples in one process. */
static void make(struct run *r, double center, double between, double within, struct stats_rng *rng)
{
	r->s = (struct samples){ .value = r->value, .n = PROCESSES * EACH, .first = r->first,
				 .medians = r->medians, .processes = PROCESSES };
	for (size_t p = 0; p < PROCESSES; p++) {
		double process = center * (1 + between * about_normal(rng));

		r->first[p] = p * EACH;
		for (size_t i = 0; i < EACH; i++)
			r->value[p * EACH + i] = process * (1 + within * about_normal(rng));
		r->medians[p] = stats_median(r->value + p * EACH, EACH);
	}
	r->first[PROCESSES] = PROCESSES * EACH;
}

static void check_shift(double shift, int wanted)
{
	struct stats_rng rng;
	struct run a, b;

	stats_rng_seed(&rng, 7);
	make(&a, 100, .001, .001, &rng);
	make(&b, 100 * shift, .001, .001, &rng);
	CHECK(rule_pooled(&a.s, &b.s) == wanted);
	CHECK(rule_benchstat(&a.s, &b.s) == wanted);
	CHECK(rule_criterion(&a.s, &b.s, &rng) == wanted);
	CHECK(rule_mmtests(&a.s, &b.s, &rng) == wanted);
	CHECK(rule_mmtests_t(&a.s, &b.s) == wanted);
	CHECK(rule_ratio(&a.s, &b.s, 1.1) == (shift > 1.1));
	CHECK(rule_ratio(&a.s, &b.s, 2) == (shift > 2));
}

static void check_equal(void)
{
	struct stats_rng rng;
	struct run a;

	stats_rng_seed(&rng, 7);
	make(&a, 100, .01, .01, &rng);
	CHECK(rule_pooled(&a.s, &a.s) == 0);
	CHECK(rule_benchstat(&a.s, &a.s) == 0);
	CHECK(rule_criterion(&a.s, &a.s, &rng) == 0);
	CHECK(rule_mmtests(&a.s, &a.s, &rng) == 0);
	CHECK(rule_mmtests_t(&a.s, &a.s) == 0);
	CHECK(rule_ratio(&a.s, &a.s, 1.1) == 0);
}

/* Half a per cent, seen clearly: within criterion's noise threshold, and a change to the others. */
static void check_threshold(void)
{
	struct stats_rng rng;
	struct run a, b;

	stats_rng_seed(&rng, 3);
	make(&a, 100, .0005, .0005, &rng);
	make(&b, 100.5, .0005, .0005, &rng);
	CHECK(rule_criterion(&a.s, &b.s, &rng) == 0);
	CHECK(rule_pooled(&a.s, &b.s) == 1);
	CHECK(rule_mmtests(&a.s, &b.s, &rng) == 1);
}

/*
 * No change, but samples of a process are alike: what counts samples as if they were independent calls far more
 * than its 5%, what counts processes does not.
 */
static void check_clusters(void)
{
	size_t pooled = 0, t = 0, benchstat = 0, mmtests = 0;
	struct stats_rng rng;

	stats_rng_seed(&rng, 11);
	for (int i = 0; i < SIMULATIONS; i++) {
		struct run a, b;

		make(&a, 100, .02, .005, &rng);
		make(&b, 100, .02, .005, &rng);
		pooled += rule_pooled(&a.s, &b.s) != 0;
		t += rule_mmtests_t(&a.s, &b.s) != 0;
		benchstat += rule_benchstat(&a.s, &b.s) != 0;
		mmtests += rule_mmtests(&a.s, &b.s, &rng) != 0;
	}
	CHECK(pooled > SIMULATIONS / 4);
	CHECK(t > SIMULATIONS / 4);
	CHECK(benchstat > 0 && benchstat < SIMULATIONS / 8);
	CHECK(mmtests < SIMULATIONS / 20);
}

int main(void)
{
	check_equal();
	check_shift(1.05, 1);
	check_shift(1.15, 1);
	check_shift(2.1, 1);
	check_shift(.95, -1);
	check_threshold();
	check_clusters();
	return check_done();
}
