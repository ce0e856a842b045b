/* The Mann-Whitney test. */
#include <errno.h>
#include <math.h>

#include "distribution.h"
#include "rank.h"
#include "rank_table.h"

struct tied_ranks {
	double u;     /* pairs with x > y, ties half */
	double cubes; /* sum of t^3 - t over groups of t equal values */
};

static size_t count_equal(const double *sorted, size_t n, size_t from, double value)
{
	size_t end = from;

	while (end < n && sorted[end] == value)
		end++;
	return end - from;
}

/* Walks both samples at once, one group of equal values after the other. */
static struct tied_ranks walk_ranks(const double *x, size_t n, const double *y, size_t m)
{
	struct tied_ranks ranks = { 0, 0 };
	size_t i = 0, j = 0;

	while (i < n || j < m) {
		double value = j == m || (i < n && x[i] < y[j]) ? x[i] : y[j];
		size_t in_x = count_equal(x, n, i, value), in_y = count_equal(y, m, j, value);
		double group = (double)(in_x + in_y);

		ranks.u += (double)in_x * ((double)j + (double)in_y / 2);
		ranks.cubes += group * group * group - group;
		i += in_x;
		j += in_y;
	}
	return ranks;
}

static int exact_p(size_t n, size_t m, double u, double *p)
{
	double cdf[STATS_RANK_SUM_MAX];
	double lower = fmin(u, (double)n * (double)m - u);
	int err = stats_rank_sum_table(n, m, cdf);

	if (!err)
		*p = fmin(1, 2 * cdf[(size_t)lower]);
	return err;
}

static double normal_p(double n, double m, const struct tied_ranks *ranks)
{
	double all = n + m, distance = fabs(ranks->u - n * m / 2);
	double variance = n * m / 12 * (all + 1 - ranks->cubes / (all * (all - 1)));

	/* Half a step of continuity correction, but not past the centre. */
	if (variance <= 0 || distance <= 0)
		return 1;
	return fmin(1, 2 * stats_normal_cdf((.5 - distance) / sqrt(variance)));
}

int stats_mann_whitney(const double *x_sorted, size_t n, const double *y_sorted, size_t m,
		       struct stats_mann_whitney *test)
{
	struct tied_ranks ranks;

	*test = (struct stats_mann_whitney){ .u = NAN, .p = NAN };
	if (n == 0 || m == 0)
		return -ERANGE;
	ranks = walk_ranks(x_sorted, n, y_sorted, m);
	test->u = ranks.u;
	test->exact = ranks.cubes <= 0 && n < STATS_EXACT_BELOW && m < STATS_EXACT_BELOW;
	if (test->exact)
		return exact_p(n, m, ranks.u, &test->p);
	test->p = normal_p((double)n, (double)m, &ranks);
	return 0;
}
