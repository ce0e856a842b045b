/* Inside the library: the sample as mode detection sees it. */
#ifndef STATS_DENSITY_H
#define STATS_DENSITY_H

#include <stddef.h>

/* Copies the sample into points, thinned to `limit` values spaced evenly in rank when it has more,
 * with equal values spread evenly over the step of their scale, at most half way to the next value.
 * Returns the number of points; they ascend. n = 0: 0. */
size_t stats_spread_points(const double *sorted, size_t n, double *points, size_t limit);

/* The quantile of Harrell and Davis: a mean of all order statistics, weighted by the beta
 * distribution (p (n + 1), (1 - p) (n + 1)). p = 0 and 1: the extremes. n = 0: NaN; n = 1: the
 * value. */
double stats_quantile_hd_sorted(const double *sorted, size_t n, double p);
/* Those of p and of 1 - p at the price of one; 0 < p < 1, n > 0. */
void stats_quantile_hd_pair(const double *sorted, size_t n, double p, double *at_p, double *at_rest);

#endif
