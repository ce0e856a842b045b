/* The shift between the values of two sides, with its interval, test and reach. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "comparison_units.h"
#include "stats/stats.h"

/* The interval's own half-width says how far an estimate must lie above the bound: by it, to have the
 * lower end there in half of all comparisons, and by z(power) standard errors more, each of them
 * half-width / z(1 - alpha / 2). */
static double reach_of(const struct comparison_row *row, double alpha)
{
	double z = stats_normal_quantile(1 - alpha / 2);

	return (row->hi - row->lo) / 2 * (1 + stats_normal_quantile(VERDICT_POWER) / z);
}

static int shift_apart(const double *a, size_t n_a, const double *b, size_t n_b, double alpha,
		       struct comparison_row *row)
{
	struct stats_mann_whitney test;
	struct stats_shift shift;
	int rc = stats_hodges_lehmann_two(b, n_b, a, n_a, alpha, &shift);

	row->ratio = shift.estimate;
	row->lo = shift.lo;
	row->hi = shift.hi;
	if (rc == -ENOMEM || stats_mann_whitney(b, n_b, a, n_a, &test) == -ENOMEM)
		return -ENOMEM;
	row->p = test.p;
	if (rc == 0)
		row->least = verdict_share(log1p(row->theta) + reach_of(row, alpha));
	return rc;
}

static int shift_paired(const double *ratios, size_t n, double alpha, struct comparison_row *row)
{
	int rc = stats_sign_interval(ratios, n, alpha, &row->lo, &row->hi);

	row->ratio = stats_median_sorted(ratios, n);
	row->p = stats_sign_test(ratios, n);
	row->least = verdict_share(log1p(row->theta) +
				   stats_sign_reach(n, alpha, VERDICT_POWER) * stats_sd(ratios, n));
	return rc;
}

int comparison_shift(const struct comparison_units *a, const struct comparison_units *b,
		     const struct comparison_units *pairs, double alpha, struct comparison_row *row)
{
	double *x = comparison_units_sorted(pairs ? pairs : a);
	double *y = pairs ? NULL : comparison_units_sorted(b);
	int rc = -ENOMEM;

	row->n_a = pairs ? pairs->n : a->n;
	row->n_b = pairs ? pairs->n : b->n;
	if (x && pairs)
		rc = shift_paired(x, row->n_a, alpha, row);
	else if (x && y)
		rc = shift_apart(x, row->n_a, y, row->n_b, alpha, row);
	free(x);
	free(y);
	return rc;
}
