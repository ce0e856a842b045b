/* Values in the order of time: drift, dependence, change point. */
#ifndef STATS_SERIES_H
#define STATS_SERIES_H

#include <stddef.h>

struct stats_change {
	double k;         /* K = max |U_t| */
	double p;         /* 2 exp(-6 K^2 / (n^3 + n^2)), at most 1 */
	size_t position;  /* values before the change: the first t where |U_t| = K; 0 when K = 0 */
};

/* median(last third) / median(first third) - 1, a third being n / 3 values rounded down.
 * n < 3 or a first median of 0: NaN. */
double stats_drift(const double *x, size_t n);

/* Effective sample size n / (1 + 2 sum rho_t) of a series in time order. The sum ends before the
 * first pair rho_2k + rho_2k+1 that is not positive (initial positive sequence of Geyer, "Practical
 * Markov chain Monte Carlo", 1992); autocovariances have the divisor n, as R's acf. Held within
 * 1..n. Time is n times the number of lags summed. n = 0: NaN; n = 1: 1; all equal: NaN. */
double stats_effective_n(const double *x, size_t n);

/* Change point of Pettitt, "A non-parametric approach to the change-point problem" (1979):
 * U_t = sum over i <= t < j of sign(x_j - x_i), from mid-ranks in n log n.
 * work: n values. 0; -ERANGE for n = 0 or 1. */
int stats_pettitt(const double *x, size_t n, double *work, struct stats_change *change);

struct stats_change_rule {
	double alpha;	      /* a segment is split where p of Pettitt's test is below it */
	double least_shift;   /* medians on both sides differ by at least this share of the one before */
	size_t least_segment; /* values in a segment, at least 1 */
};

/* All change points: Pettitt's test recursively, U_t only where both sides have least_segment values (so p is
 * at most what it seems); then splits between segments whose medians differ too little go, the smallest
 * first. A change near an end is seen once about sqrt(n) values are on its far side.
 * position: n / least_segment of them; filled with the *count first values after a change, ascending. work: n
 * values. Usually n log n for each change that is found; n^1.5 log n at worst.
 * 0 (also for small n); -EINVAL: no such rule. */
int stats_change_points(const double *x, size_t n, const struct stats_change_rule *rule, double *work,
			size_t *position, size_t *count);

#endif
