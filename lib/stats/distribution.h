/* Distribution functions: normal, binomial, beta. */
#ifndef STATS_DISTRIBUTION_H
#define STATS_DISTRIBUTION_H

#include <stddef.h>

/* P(Z <= z) of the standard normal, by erfc; relative accuracy holds in both tails. */
double stats_normal_cdf(double z);

/* Inverse of stats_normal_cdf: start from Abramowitz and Stegun 26.2.23, then Halley's method.
 * p = 0: -infinity, p = 1: infinity, outside 0..1: NaN. */
double stats_normal_quantile(double p);

/* P(X <= x) of the beta distribution with a > 0, b > 0 (the regularised incomplete beta function):
 * continued fraction, Abramowitz and Stegun 26.5.8, with the factor before it in the saddle-point
 * form of Loader, "Fast and accurate computation of binomial probabilities" (2000).
 * x <= 0: 0; x >= 1: 1; a or b not positive: NaN. */
double stats_beta_cdf(double x, double a, double b);

/* P(X <= k) of n trials with success probability p. n = 0: 1; p outside 0..1: NaN. */
double stats_binomial_cdf(size_t k, size_t n, double p);

#endif
