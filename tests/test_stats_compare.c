/* lib/stats against R: two samples, groups, lines, families of tests. */
#include "check.h"
#include "data/stats/vectors.h"
#include "stats/stats.h"

#define NEAR 1e-12

static void check_shift(const char *name, const char *alpha, const struct vector *x,
			const struct vector *y)
{
	struct vector want = vector_get("pair.%s.shift.%s", name, alpha);
	struct stats_shift shift;
	int err = stats_hodges_lehmann_two(x->x, x->n, y->x, y->n, strtod(alpha, NULL), &shift);

	CHECK_EQ(err, isnan(want.x[1]) ? -ERANGE : 0);
	CHECK_NEAR(shift.estimate, want.x[0], NEAR);
	CHECK_NEAR(shift.lo, want.x[1], NEAR);
	CHECK_NEAR(shift.hi, want.x[2], NEAR);
	vector_free(&want);
}

static void check_pair(const char *name)
{
	struct vector x = vector_get("pair.%s.x", name), y = vector_get("pair.%s.y", name);
	struct vector want = vector_get("pair.%s.test", name);
	struct stats_mann_whitney test;

	stats_sort(x.x, x.n);
	stats_sort(y.x, y.n);
	check_shift(name, "0.05", &x, &y);
	check_shift(name, "0.01", &x, &y);
	CHECK_EQ(stats_mann_whitney(x.x, x.n, y.x, y.n, &test), 0);
	CHECK_NEAR(test.u, want.x[0], NEAR);
	CHECK_NEAR(test.p, want.x[1], NEAR);
	CHECK_EQ(test.exact, want.x[2] > 0);
	/* The other way round it is the same test. */
	CHECK_EQ(stats_mann_whitney(y.x, y.n, x.x, x.n, &test), 0);
	CHECK_NEAR(test.u, (double)x.n * (double)y.n - want.x[0], NEAR);
	CHECK_NEAR(test.p, want.x[1], NEAR);
	vector_free(&x);
	vector_free(&y);
	vector_free(&want);
}

static void check_group(const char *name)
{
	struct vector sizes = vector_get("group.%s.sizes", name);
	struct vector values = vector_get("group.%s.values", name);
	struct vector want = vector_get("group.%s.icc", name);
	const double *group[32], *next = values.x;
	size_t group_n[32];

	for (size_t g = 0; g < sizes.n; g++) {
		group[g] = next;
		group_n[g] = (size_t)sizes.x[g];
		next += group_n[g];
	}
	CHECK_NEAR(stats_icc(group, group_n, sizes.n), want.x[0], NEAR);
	/* An empty group is none. */
	group[sizes.n] = next;
	group_n[sizes.n] = 0;
	CHECK_NEAR(stats_icc(group, group_n, sizes.n + 1), want.x[0], NEAR);
	vector_free(&sizes);
	vector_free(&values);
	vector_free(&want);
}

static void check_line(const char *name)
{
	struct vector x = vector_get("line.%s.x", name), y = vector_get("line.%s.y", name);
	struct vector want = vector_get("line.%s.fit", name);
	double slope, intercept;

	CHECK_EQ(stats_slope(x.x, y.x, x.n, &slope, &intercept), 0);
	CHECK_NEAR(intercept, want.x[0], NEAR);
	CHECK_NEAR(slope, want.x[1], NEAR);
	vector_free(&x);
	vector_free(&y);
	vector_free(&want);
}

static void check_adjusted(const char *name, const char *method)
{
	struct vector p = vector_get("family.%s.p", name);
	struct vector want = vector_get("family.%s.%s", name, method);
	double work[200];

	if (strcmp(method, "holm") == 0)
		stats_adjust_holm(p.x, p.n, work);
	else if (strcmp(method, "BH") == 0)
		stats_adjust_bh(p.x, p.n, work);
	else
		stats_adjust_bonferroni(p.x, p.n);
	for (size_t i = 0; i < p.n; i++)
		CHECK_NEAR(p.x[i], want.x[i], NEAR);
	vector_free(&p);
	vector_free(&want);
}

int main(void)
{
	static const char *const pairs[] = { "equal",  "unequal", "apart", "far",   "ties",
					     "coarse", "single",  "large", "mixed", "wide_ties" };
	static const char *const groups[] = { "balanced", "unbalanced", "negative", "offset" };
	static const char *const lines[] = { "rates", "cloud", "two" };
	static const char *const families[] = { "common", "ties", "many", "one" };

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		check_pair(pairs[i]);
	for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]); i++)
		check_group(groups[i]);
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		check_line(lines[i]);
	for (size_t i = 0; i < sizeof(families) / sizeof(families[0]); i++) {
		check_adjusted(families[i], "holm");
		check_adjusted(families[i], "bonferroni");
		check_adjusted(families[i], "BH");
	}
	return check_done();
}
