/* Intervals of a median. */
#ifndef STATS_INTERVAL_H
#define STATS_INTERVAL_H

#include <stddef.h>

#include "rng.h"

/* Exact order-statistic interval of a median (David and Nagaraja, "Order statistics", 7.1), for X
 * binomial (n, 1/2), ranks 1-based:
 *   lo_rank = max{k : P(X < k) <= alpha / 2}, hi_rank = n + 1 - lo_rank.
 * It covers the median of any continuous distribution with a probability of at least 1 - alpha.
 * 0; -ERANGE when n is too small for a rank (95% needs n >= 6; so always for n = 0 and 1);
 * -EINVAL when alpha is not between 0 and 1. */
int stats_median_interval_ranks(size_t n, double alpha, size_t *lo_rank, size_t *hi_rank);

/* The values at those ranks: the interval that the sign test does not reject. Of paired
 * measurements, give it the sorted differences (or log ratios). Errors as above. */
int stats_sign_interval(const double *sorted, size_t n, double alpha, double *lo, double *hi);

/* Percentile interval of the median over `resamples` bootstrap samples (Efron, "Bootstrap methods",
 * 1979), quantiles of type 7. The state of rng moves on by the same amount for equal input.
 * work: n + resamples values. 0; -ERANGE for n = 0 or resamples = 0; -EINVAL as above.
 * n = 1: both ends are the value. */
int stats_bootstrap_median(const double *x, size_t n, double alpha, size_t resamples,
			   struct stats_rng *rng, double *work, double *lo, double *hi);

#endif
