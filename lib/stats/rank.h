/* Statistics of ranks: shift between two samples, and whether there is one. */
#ifndef STATS_RANK_H
#define STATS_RANK_H

#include <stdbool.h>
#include <stddef.h>

struct stats_shift {
	double estimate;
	double lo, hi;  /* interval of the estimate */
};

struct stats_mann_whitney {
	double u;    /* pairs with x > y, a tie counts half */
	double p;    /* two-sided */
	bool exact;  /* p is of the exact distribution, not of the normal approximation */
};

/* Centre of one sample: median of the n (n + 1) / 2 means (x_i + x_j) / 2, i <= j (Hodges and
 * Lehmann, "Estimates of location based on rank tests", 1963), and the interval between the k-th
 * least and the k-th greatest of them. Below 50 values k is exact, of the signed-rank distribution:
 *   k = max{k : P(V < k) <= alpha / 2};
 * else (Hollander, Wolfe and Chicken, "Nonparametric statistical methods", 3.3) the integer next to
 *   n (n + 1) / 4 - z sqrt(n (n + 1) (2 n + 1) / 24).
 * n log n; the means are not stored.
 * 0; -ERANGE for n = 0 (all NaN) or when n is too small for the interval (the estimate is given, so
 * for n = 1); -EINVAL when alpha is not between 0 and 1. */
int stats_hodges_lehmann(const double *sorted, size_t n, double alpha, struct stats_shift *shift);

/* Shift of x against y: median of the n m differences x_i - y_j, and the interval between the k-th
 * least and the k-th greatest of them. Below 50 values each k is exact, of the rank-sum
 * distribution (as R's wilcox.test does), which the formula below may miss by one:
 *   k = max{k : P(U < k) <= alpha / 2};
 * else (Hollander, Wolfe and Chicken, 4.3) the integer next to
 *   n m / 2 - z sqrt(n m (n + m + 1) / 12).
 * Of logs, the estimate is the log of a ratio. A figure takes at most 64 passes over x and y; the
 * differences are not stored.
 * 0; -ERANGE when n or m is 0 (all NaN) or too small for the interval (the estimate is given, so
 * for n = m = 1); -EINVAL when alpha is not between 0 and 1; -ENOMEM (the interval is NaN). */
int stats_hodges_lehmann_two(const double *x_sorted, size_t n, const double *y_sorted, size_t m,
			     double alpha, struct stats_shift *shift);

/* Test of Mann and Whitney, "On a test of whether one of two random variables is stochastically
 * larger than the other" (1947), two-sided. p is exact below 50 values each without ties; else
 * normal with correction for ties and continuity (both as R's wilcox.test).
 * All values equal, or n = m = 1: p = 1. 0; -ERANGE when n or m is 0; -ENOMEM. */
int stats_mann_whitney(const double *x_sorted, size_t n, const double *y_sorted, size_t m,
		       struct stats_mann_whitney *test);

#endif
