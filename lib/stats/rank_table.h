/* Inside the library: exact distributions of the two rank statistics for small samples. */
#ifndef STATS_RANK_TABLE_H
#define STATS_RANK_TABLE_H

#include <stddef.h>

/* Exact tables are for samples of fewer values than this. */
#define STATS_EXACT_BELOW 50

/* Lower halves of the (symmetric) distributions at most: u <= n m / 2, v <= n (n + 1) / 4. */
#define STATS_RANK_SUM_MAX ((STATS_EXACT_BELOW - 1) * (STATS_EXACT_BELOW - 1) / 2 + 1)
#define STATS_SIGNED_RANK_MAX ((STATS_EXACT_BELOW - 1) * STATS_EXACT_BELOW / 4 + 1)

/* cdf[u] = P(U <= u) for u = 0 .. n m / 2 (rounded down) of the rank-sum statistic, by counting the
 * n-subsets of n + m ranks: sums of positive terms only, so that tails keep their relative
 * accuracy. n, m from 1 to STATS_EXACT_BELOW - 1. 0 or -ENOMEM. */
int stats_rank_sum_table(size_t n, size_t m, double *cdf);

/* cdf[v] = P(V <= v) for v = 0 .. n (n + 1) / 4 (rounded down) of the signed-rank statistic;
 * n from 1 to STATS_EXACT_BELOW - 1. */
void stats_signed_rank_table(size_t n, double *cdf);

#endif
