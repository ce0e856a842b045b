/* Inside the library: which peaks of a density are modes. */
#ifndef STATS_PEAKS_H
#define STATS_PEAKS_H

#include <stddef.h>

#define STATS_MODES_BINS 100

/* Bins of equal probability between neighbouring Harrell-Davis quantiles. */
struct stats_density {
	const double *points;  /* the caller's, ascending */
	size_t n;
	double edge[STATS_MODES_BINS + 1];
	double height[STATS_MODES_BINS];
};

/* Bins of the modes, ascending. */
struct stats_peaks {
	size_t bin[STATS_MODES_BINS];
	size_t count;
};

/* Points are ascending and not all equal; d keeps the pointer. */
void stats_density_draw(struct stats_density *d, const double *points, size_t n);

/* Finds all peaks, then drops those that no lowland parts from their neighbours; one stays. */
void stats_peaks_find(const struct stats_density *d, struct stats_peaks *peaks);

/* The bin where mode i begins, the deepest one before its peak; 0 for i = 0. */
size_t stats_mode_start(const struct stats_density *d, const struct stats_peaks *peaks, size_t i);

#endif
