/* What the density of a sample is drawn from: spread points and their Harrell-Davis quantiles. */
#include "density.h"

#include <math.h>

#include "describe.h"
#include "distribution.h"
#include "search.h"

/* Up to so many different repeated values are looked at as single values, not as a scale. */
#define FEW_VALUES 8
#define MOST_GAPS 256

static double common_step(double a, double b, double tolerance)
{
	while (b > tolerance) {
		double rest = fmod(a, b);

		/* Just short of a whole step is rounding. */
		if (b - rest <= tolerance)
			rest = 0;
		a = b;
		b = rest;
	}
	return a;
}

/* The step of a scale with few marks: the greatest that all gaps are multiples of. Two values have
 * one gap; the second witness is the lower value itself, a measure being a multiple of its unit. */
static double step_of_few(const double *values, size_t n)
{
	double tolerance = 1e-9 * fmax(fabs(values[0]), fabs(values[n - 1]));
	double step = n == 2 ? fabs(values[0]) : 0;

	for (size_t i = 1; i < n; i++) {
		double gap = values[i] - values[i - 1];

		step = step > gap ? common_step(step, gap, tolerance) :
				    common_step(gap, step, tolerance);
	}
	return step;
}

/* Next value after position i that occurs more than once; moves i behind it. 0 at the end. */
static int next_repeated(const double *sorted, size_t n, size_t *i, double *value)
{
	while (*i < n) {
		size_t end = *i + 1;

		while (end < n && sorted[end] == sorted[*i])
			end++;
		*value = sorted[*i];
		if (end - *i > 1) {
			*i = end;
			return 1;
		}
		*i = end;
	}
	return 0;
}

static size_t count_repeated(const double *sorted, size_t n, double *first, size_t max)
{
	size_t count = 0, i = 0;
	double value;

	while (next_repeated(sorted, n, &i, &value)) {
		if (count < max)
			first[count] = value;
		count++;
	}
	return count;
}

/* Median gap between repeated values; of very many, every so many-th gap. */
static double step_of_many(const double *sorted, size_t n, size_t repeated)
{
	double gaps[MOST_GAPS], previous = 0, value;
	size_t stride = repeated / MOST_GAPS + 1, count = 0, i = 0;

	for (size_t k = 0; next_repeated(sorted, n, &i, &value); k++) {
		if (k > 0 && k % stride == 0)
			gaps[count++] = value - previous;
		previous = value;
	}
	stats_sort(gaps, count);
	return stats_median_sorted(gaps, count);
}

static double scale_step(const double *sorted, size_t n)
{
	double few[FEW_VALUES];
	size_t repeated = count_repeated(sorted, n, few, FEW_VALUES);

	if (repeated < 2)
		return 0;
	if (repeated <= FEW_VALUES)
		return step_of_few(few, repeated);
	return step_of_many(sorted, n, repeated);
}

static double spread_value(const double *sorted, size_t n, size_t i, double step)
{
	double value = sorted[i];
	size_t start = stats_count_below(sorted, n, value);
	size_t end = stats_count_up_to(sorted, n, value);
	double left = step / 2, right = step / 2;

	if (end - start == 1)
		return value;
	if (start > 0)
		left = fmin(left, (value - sorted[start - 1]) / 2);
	if (end < n)
		right = fmin(right, (sorted[end] - value) / 2);
	return value - left + (left + right) * ((double)(i - start) + .5) / (double)(end - start);
}

size_t stats_spread_points(const double *sorted, size_t n, double *points, size_t limit)
{
	double step = scale_step(sorted, n);
	size_t count = n < limit ? n : limit;

	for (size_t i = 0; i < count; i++) {
		double place = ((double)i + .5) * (double)n / (double)count;

		points[i] = spread_value(sorted, n, (size_t)place, step);
	}
	return count;
}

/* The weights are the work: each serves the quantile p, and from the other end 1 - p. */
void stats_quantile_hd_pair(const double *sorted, size_t n, double p, double *at_p, double *at_rest)
{
	double size = (double)n, a = p * (size + 1), b = (1 - p) * (size + 1);
	double low = 0, high = 0, border, cdf;
	size_t centre = (size_t)(p * size);

	/* From the centre both ways, as far as there is weight. */
	border = cdf = stats_beta_cdf((double)centre / size, a, b);
	for (size_t i = centre; i > 0 && cdf > 1e-17; i--) {
		double below = stats_beta_cdf((double)(i - 1) / size, a, b);

		low += (cdf - below) * sorted[i - 1];
		high += (cdf - below) * sorted[n - i];
		cdf = below;
	}
	cdf = border;
	for (size_t i = centre; i < n && cdf < 1; i++) {
		double up_to = stats_beta_cdf((double)(i + 1) / size, a, b);

		low += (up_to - cdf) * sorted[i];
		high += (up_to - cdf) * sorted[n - 1 - i];
		cdf = up_to;
	}
	*at_p = low;
	*at_rest = high;
}

double stats_quantile_hd_sorted(const double *sorted, size_t n, double p)
{
	double quantile, ignored;

	if (n == 0)
		return NAN;
	if (p <= 0 || p >= 1)
		return sorted[p <= 0 ? 0 : n - 1];
	stats_quantile_hd_pair(sorted, n, p, &quantile, &ignored);
	return quantile;
}
