/* Drift and effective sample size of a series. */
#include "series.h"

#include <math.h>

#include "describe.h"

double stats_drift(const double *x, size_t n)
{
	size_t third = n / 3;
	double first;

	if (third == 0)
		return NAN;
	first = stats_median(x, third);
	if (first == 0)
		return NAN;
	return stats_median(x + n - third, third) / first - 1;
}

/* Sum of products of deviations `lag` apart. Four sums, as one would wait for its own additions. */
static double lagged_products(const double *x, size_t n, double mean, size_t lag)
{
	double sum[4] = { 0, 0, 0, 0 };
	size_t i = 0;

	for (; i + 3 + lag < n; i += 4) {
		for (size_t j = 0; j < 4; j++)
			sum[j] += (x[i + j] - mean) * (x[i + j + lag] - mean);
	}
	for (; i + lag < n; i++)
		sum[0] += (x[i] - mean) * (x[i + lag] - mean);
	return sum[0] + sum[1] + (sum[2] + sum[3]);
}

double stats_effective_n(const double *x, size_t n)
{
	double mean = stats_mean(x, n), variance, spread = -1;

	if (n < 2)
		return n == 1 ? 1 : NAN;
	variance = lagged_products(x, n, mean, 0);
	if (variance <= 0)
		return NAN;
	for (size_t lag = 0; lag < n; lag += 2) {
		double pair = lagged_products(x, n, mean, lag) / variance +
			      lagged_products(x, n, mean, lag + 1) / variance;

		if (pair <= 0)
			break;
		spread += 2 * pair;
	}
	/* Alternating series can bring the sum to 0 or below; more than n values there are not. */
	if (spread <= 1)
		return (double)n;
	return fmax(1, (double)n / spread);
}
