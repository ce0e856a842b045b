/* Variance in groups, and the straight line through points. */
#ifndef STATS_VARIANCE_H
#define STATS_VARIANCE_H

#include <stddef.h>

/* Intra-class correlation ICC(1) of a one-way analysis of variance (Shrout and Fleiss, "Intraclass
 * correlations", 1979), for k groups of sizes n_i, N values in all:
 *   (MSB - MSW) / (MSB + (n0 - 1) MSW), n0 = (N - sum n_i^2 / N) / (k - 1).
 * May be negative. Empty groups do not count.
 * Fewer than two groups, no group with two values, or all values equal: NaN. */
double stats_icc(const double *const *group, const size_t *group_n, size_t groups);

/* Least-squares line y = intercept + slope x. 0; -ERANGE for n = 0 or 1; -EDOM when all x are equal
 * (both figures NaN). */
int stats_slope(const double *x, const double *y, size_t n, double *slope, double *intercept);

#endif
