/* Mean, standard deviation, quantiles and their like. */
#include "describe.h"

#include <math.h>
#include <stdint.h>

#include "select.h"

double stats_mean(const double *x, size_t n)
{
	double sum = 0, rest = 0, mean;

	if (n == 0)
		return NAN;
	for (size_t i = 0; i < n; i++)
		sum += x[i];
	mean = sum / (double)n;
	/* The second pass takes back what rounding lost in the first. */
	for (size_t i = 0; i < n; i++)
		rest += x[i] - mean;
	return mean + rest / (double)n;
}

double stats_sd(const double *x, size_t n)
{
	double mean = stats_mean(x, n), squares = 0;

	if (n < 2)
		return NAN;
	for (size_t i = 0; i < n; i++)
		squares += (x[i] - mean) * (x[i] - mean);
	return sqrt(squares / (double)(n - 1));
}

double stats_quantile_sorted(const double *sorted, size_t n, double p)
{
	double place, below, weight;
	size_t i;

	if (n == 0 || !(p >= 0 && p <= 1))
		return NAN;
	place = (double)(n - 1) * p;
	below = floor(place);
	weight = place - below;
	i = (size_t)below;
	if (i + 1 >= n)
		return sorted[n - 1];
	return (1 - weight) * sorted[i] + weight * sorted[i + 1];
}

double stats_median_sorted(const double *sorted, size_t n)
{
	if (n == 0)
		return NAN;
	if (n % 2)
		return sorted[n / 2];
	return (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
}

struct plain_array {
	const double *x;
	size_t n;
};

static uint64_t count_plain(double limit, const void *context)
{
	const struct plain_array *array = context;
	uint64_t count = 0;

	for (size_t i = 0; i < array->n; i++)
		count += array->x[i] <= limit;
	return count;
}

double stats_median(const double *x, size_t n)
{
	struct plain_array array = { .x = x, .n = n };
	double least, greatest;

	if (n == 0)
		return NAN;
	least = greatest = x[0];
	for (size_t i = 1; i < n; i++) {
		least = fmin(least, x[i]);
		greatest = fmax(greatest, x[i]);
	}
	return stats_select_median(count_plain, &array, n, least, greatest);
}

double stats_mad_sorted(const double *sorted, size_t n, double *work)
{
	double median = stats_median_sorted(sorted, n);

	for (size_t i = 0; i < n; i++)
		work[i] = fabs(sorted[i] - median);
	stats_sort(work, n);
	return stats_median_sorted(work, n);
}
