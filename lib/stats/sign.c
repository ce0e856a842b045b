/* The sign test and its power. */
#include "sign.h"

#include <math.h>

#include "distribution.h"
#include "interval.h"

enum {
	BISECTIONS = 60
};

double stats_sign_test(const double *x, size_t n)
{
	size_t above = 0, below = 0;

	for (size_t i = 0; i < n; i++) {
		above += x[i] > 0;
		below += x[i] < 0;
	}
	return fmin(1, 2 * stats_binomial_cdf(above < below ? above : below, above + below, .5));
}

double stats_sign_reach(size_t n, double alpha, double power)
{
	double low = 0, high = 1;
	size_t lo_rank, hi_rank;

	if (!(power > 0 && power < 1) ||
	    stats_median_interval_ranks(n, alpha, &lo_rank, &hi_rank) != 0)
		return NAN;
	/* The more of the distribution is below the bound, the less often the interval is above it. */
	for (int i = 0; i < BISECTIONS; i++) {
		double middle = (low + high) / 2;

		if (stats_binomial_cdf(lo_rank - 1, n, middle) >= power)
			low = middle;
		else
			high = middle;
	}
	return -stats_normal_quantile(low);
}
