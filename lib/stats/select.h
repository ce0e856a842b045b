/* Inside the library: the k-th smallest of a multiset that can be counted but need not be stored.
 *
 * The doubles are bisected as ordered integers, so the answer is exact, takes at most 64 counts,
 * and n*m differences of two sorted arrays are selected from in O(n + m) time per count and no
 * memory. */
#ifndef STATS_SELECT_H
#define STATS_SELECT_H

#include <stdint.h>

/* How many members are <= limit; must not decrease as limit grows. */
typedef uint64_t stats_count_fn(double limit, const void *context);

/* The member of 1-based rank among all. least and greatest bound the members (both may be members);
 * the count at greatest must be at least rank. */
double stats_select(stats_count_fn *count, const void *context, uint64_t rank, double least,
		    double greatest);

/* Median of a multiset of total > 0 members: the mean of the middle two when total is even. */
double stats_select_median(stats_count_fn *count, const void *context, uint64_t total,
			   double least, double greatest);

#endif
