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

enum {
	LAGS = 16,   /* autocovariances at once: the deviations are taken once for all of them */
	CHUNK = 512, /* values */
};

/* sum[k] += products of deviations first + k apart, for the values of one chunk. */
static void add_products(const double *x, size_t n, double mean, size_t at, size_t first, double sum[LAGS])
{
	double near[CHUNK], far[CHUNK + LAGS];
	size_t count = n - at - first < CHUNK ? n - at - first : CHUNK;
	size_t reach = n - at - first < count + LAGS ? n - at - first : count + LAGS;

	for (size_t i = 0; i < count; i++)
		near[i] = x[at + i] - mean;
	for (size_t i = 0; i < count + LAGS; i++)
		far[i] = i < reach ? x[at + first + i] - mean : 0;
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < LAGS; k++)
			sum[k] += near[i] * far[i + k];
}

/* Sums of products of deviations first, first + 1, … apart. */
static void lagged_products(const double *x, size_t n, double mean, size_t first, double sum[LAGS])
{
	for (size_t k = 0; k < LAGS; k++)
		sum[k] = 0;
	for (size_t at = 0; at + first < n; at += CHUNK)
		add_products(x, n, mean, at, first, sum);
}

double stats_effective_n(const double *x, size_t n)
{
	double mean = stats_mean(x, n), sum[LAGS], variance, spread = -1;

	if (n < 2)
		return n == 1 ? 1 : NAN;
	lagged_products(x, n, mean, 0, sum);
	variance = sum[0];
	if (variance <= 0)
		return NAN;
	for (size_t lag = 0; lag < n; lag += 2) {
		double pair;

		if (lag > 0 && lag % LAGS == 0)
			lagged_products(x, n, mean, lag, sum);
		pair = (sum[lag % LAGS] + sum[lag % LAGS + 1]) / variance;
		if (pair <= 0)
			break;
		spread += 2 * pair;
	}
	/* Alternating series can bring the sum to 0 or below; more than n values there are not. */
	if (spread <= 1)
		return (double)n;
	return fmax(1, (double)n / spread);
}
