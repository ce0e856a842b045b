/* Intra-class correlation and least squares. */
#include "variance.h"

#include <errno.h>
#include <math.h>

#include "describe.h"

/* Mean of x - origin. */
static double mean_from(const double *x, size_t n, double origin)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += x[i] - origin;
	return sum / (double)n;
}

struct squares {
	double between, within;  /* sums of squares */
};

/* Everything is taken from an origin inside the data, or a great common offset would eat the
 * digits. */
static struct squares group_squares(const double *const *group, const size_t *group_n,
				    size_t groups, double total)
{
	struct squares s = { 0, 0 };
	double origin = 0, mean = 0;

	for (size_t g = groups; g-- > 0;)
		origin = group_n[g] ? group[g][0] : origin;
	for (size_t g = 0; g < groups; g++) {
		double part = (double)group_n[g] / total;

		if (group_n[g])
			mean += part * mean_from(group[g], group_n[g], origin);
	}
	for (size_t g = 0; g < groups; g++) {
		double own;

		if (!group_n[g])
			continue;
		own = mean_from(group[g], group_n[g], origin);
		s.between += (double)group_n[g] * (own - mean) * (own - mean);
		for (size_t i = 0; i < group_n[g]; i++) {
			double residue = group[g][i] - origin - own;

			s.within += residue * residue;
		}
	}
	return s;
}

double stats_icc(const double *const *group, const size_t *group_n, size_t groups)
{
	double total = 0, total_squares = 0, used = 0, typical_n;
	struct squares s;

	for (size_t g = 0; g < groups; g++) {
		double n = (double)group_n[g];

		total += n;
		total_squares += n * n;
		used += n > 0;
	}
	if (used < 2 || total <= used)
		return NAN;
	s = group_squares(group, group_n, groups, total);
	s.between /= used - 1;
	s.within /= total - used;
	typical_n = (total - total_squares / total) / (used - 1);
	if (s.between + s.within <= 0)
		return NAN;
	return (s.between - s.within) / (s.between + (typical_n - 1) * s.within);
}

int stats_slope(const double *x, const double *y, size_t n, double *slope, double *intercept)
{
	double mean_x = stats_mean(x, n), mean_y = stats_mean(y, n);
	double squares = 0, products = 0;

	*slope = *intercept = NAN;
	if (n < 2)
		return -ERANGE;
	for (size_t i = 0; i < n; i++) {
		squares += (x[i] - mean_x) * (x[i] - mean_x);
		products += (x[i] - mean_x) * (y[i] - mean_y);
	}
	if (squares <= 0)
		return -EDOM;
	*slope = products / squares;
	*intercept = mean_y - *slope * mean_x;
	return 0;
}
