/* The sign test, and how small a shift its interval can find. */
#ifndef STATS_SIGN_H
#define STATS_SIGN_H

#include <stddef.h>

/* Two-sided p of the sign test for a median of 0: min(1, 2 P(X <= least of the two counts of signs)),
 * X binomial (n, 1/2) (R: binom.test(…)$p.value). Zeros do not count. None but zeros, or n = 0: 1. */
double stats_sign_test(const double *x, size_t n);

/* By how many standard deviations a normal distribution must lie above a bound so that the lower end
 * of stats_sign_interval (n, alpha) is above the bound with probability `power`. With k the lower
 * rank, that end is above it when fewer than k values are below:
 *   -qnorm(p), p: P(X < k) = power, X binomial (n, p).
 * So with s the standard deviation of paired differences, bound + s times this is the least change
 * that such a comparison finds. NaN when n is too small for the interval, or alpha or power is not
 * between 0 and 1. */
double stats_sign_reach(size_t n, double alpha, double power);

#endif
