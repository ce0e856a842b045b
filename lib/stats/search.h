/* Inside the library: binary search in a sorted array. */
#ifndef STATS_SEARCH_H
#define STATS_SEARCH_H

#include <stddef.h>

/* How many of the values are < limit. n = 0: 0. */
static inline size_t stats_count_below(const double *sorted, size_t n, double limit)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (sorted[middle] < limit)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* How many of the values are <= limit. n = 0: 0. */
static inline size_t stats_count_up_to(const double *sorted, size_t n, double limit)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (sorted[middle] <= limit)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

#endif
