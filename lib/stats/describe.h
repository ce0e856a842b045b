/* One sample in numbers: mean, standard deviation, order statistics. */
#ifndef STATS_DESCRIBE_H
#define STATS_DESCRIBE_H

#include <stddef.h>

/* Arithmetic mean, corrected by the mean of its residuals. n = 0: NaN; n = 1: x[0]. */
double stats_mean(const double *x, size_t n);

/* Sample standard deviation, divisor n - 1, two passes. n = 0 or 1: NaN. */
double stats_sd(const double *x, size_t n);

/* Sorts in place, ascending; n log n. n = 0 or 1: does nothing. */
void stats_sort(double *x, size_t n);

/* Quantile type 7 of Hyndman and Fan, "Sample quantiles in statistical packages" (1996): linear
 * between order statistics at 1 + (n - 1) p; R's default. p outside 0..1 or n = 0: NaN;
 * n = 1: the value. */
double stats_quantile_sorted(const double *sorted, size_t n, double p);

/* Median; the mean of the middle two when n is even. n = 0: NaN; n = 1: the value. */
double stats_median_sorted(const double *sorted, size_t n);

/* Median of an array in any order, without scratch space: 64 passes at most. n = 0: NaN;
 * n = 1: x[0]. */
double stats_median(const double *x, size_t n);

/* Median absolute deviation from the median, unscaled (R: mad(x, constant = 1)).
 * work: n values. n = 0: NaN; n = 1: 0. */
double stats_mad_sorted(const double *sorted, size_t n, double *work);

#endif
