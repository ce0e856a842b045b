/* Order-statistic and bootstrap intervals of a median. */
#include "interval.h"

#include <errno.h>
#include <math.h>

#include "describe.h"
#include "distribution.h"

int stats_median_interval_ranks(size_t n, double alpha, size_t *lo_rank, size_t *hi_rank)
{
	size_t low = 0, high = n / 2 + 1;

	*lo_rank = *hi_rank = 0;
	if (!(alpha > 0 && alpha < 1))
		return -EINVAL;
	/* low holds the condition of the header, high does not. */
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (stats_binomial_cdf(middle - 1, n, .5) <= alpha / 2)
			low = middle;
		else
			high = middle;
	}
	if (low == 0)
		return -ERANGE;
	*lo_rank = low;
	*hi_rank = n + 1 - low;
	return 0;
}

int stats_sign_interval(const double *sorted, size_t n, double alpha, double *lo, double *hi)
{
	size_t lo_rank, hi_rank;
	int err = stats_median_interval_ranks(n, alpha, &lo_rank, &hi_rank);

	*lo = err ? NAN : sorted[lo_rank - 1];
	*hi = err ? NAN : sorted[hi_rank - 1];
	return err;
}

int stats_bootstrap_median(const double *x, size_t n, double alpha, size_t resamples,
			   struct stats_rng *rng, double *work, double *lo, double *hi)
{
	double *medians = work, *drawn = work + resamples;

	*lo = *hi = NAN;
	if (!(alpha > 0 && alpha < 1))
		return -EINVAL;
	if (n == 0 || resamples == 0)
		return -ERANGE;
	for (size_t r = 0; r < resamples; r++) {
		for (size_t i = 0; i < n; i++)
			drawn[i] = x[stats_rng_below(rng, n)];
		stats_sort(drawn, n);
		medians[r] = stats_median_sorted(drawn, n);
	}
	stats_sort(medians, resamples);
	*lo = stats_quantile_sorted(medians, resamples, alpha / 2);
	*hi = stats_quantile_sorted(medians, resamples, 1 - alpha / 2);
	return 0;
}
