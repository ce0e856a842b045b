/* How many modes a sample has: detection by lowlands. */
#ifndef STATS_MODES_H
#define STATS_MODES_H

#include <stddef.h>

struct stats_mode {
	double location;     /* where the density is highest */
	double share;        /* part of the values in it; the shares of all modes sum to 1 */
	double left, right;  /* where it meets its neighbours; the extremes outside */
};

#define STATS_MODES_POINTS 512

/* Lowland multimodality after Akinshin, "Lowland multimodality detection" (2020): a density of 100
 * quantiles by Harrell and Davis, "A new distribution-free quantile estimator" (1982), is flooded
 * between neighbouring peaks up to the lower of the two; where water fills more than half (the
 * sensitivity, .5) of the flooded area there is a lowland, else the lower peak is no peak.
 * Here also:
 *   - more than STATS_MODES_POINTS values are thinned to as many quantiles;
 *   - equal values are spread over the step of their scale, so that coarse clocks make no modes;
 *     up to 8 values that fit no common step stay apart;
 *   - a mode holds at least 3% of the values and at least 8 (of the thinned): less is a tail;
 *   - a lowland holds fewer values, by 4 standard deviations of their number, than if the thinner
 *     of its two modes went on there: else it may be chance. So small samples have one mode.
 * Fills out[0..min(result, max) - 1] in ascending order (max may be 0) and returns the number of
 * modes. n = 0: 0; n = 1 or all equal: 1. */
size_t stats_modes(const double *sorted, size_t n, struct stats_mode *out, size_t max);

#endif
