/* Peaks of a density, and the lowlands between them. */
#include "peaks.h"

#include <math.h>

#include "density.h"
#include "describe.h"
#include "search.h"

/* Why a lowland is one: the water in the flooded area is more than this part of it, */
static const double sensitivity = .5;
/* so many standard deviations fewer values lie there than chance explains, */
static const double least_evidence = 4;
/* and each side holds at least this part of the values, and so many of them. */
static const double least_share = .03;
static const double least_values = 8;

/* Bins from left to right, neither higher than the level. */
struct basin {
	size_t left, right;
	double level;
};

void stats_density_draw(struct stats_density *d, const double *points, size_t n)
{
	double least_width = (points[n - 1] - points[0]) * 1e-9;

	d->points = points;
	d->n = n;
	d->edge[0] = points[0];
	d->edge[STATS_MODES_BINS] = points[n - 1];
	for (size_t i = 1; i <= STATS_MODES_BINS / 2; i++)
		stats_quantile_hd_pair(points, n, (double)i / STATS_MODES_BINS, &d->edge[i],
				       &d->edge[STATS_MODES_BINS - i]);
	/* Rounding may bring two equal quantiles out of order. */
	for (size_t i = 1; i <= STATS_MODES_BINS; i++)
		d->edge[i] = fmax(d->edge[i - 1], d->edge[i]);
	for (size_t i = 0; i < STATS_MODES_BINS; i++)
		d->height[i] = 1. / STATS_MODES_BINS /
			       fmax(d->edge[i + 1] - d->edge[i], least_width);
}

/* Of a plateau the first bin counts. */
static void find_all(const struct stats_density *d, struct stats_peaks *peaks)
{
	const double *height = d->height;

	peaks->count = 0;
	for (size_t i = 0; i < STATS_MODES_BINS; i++) {
		if ((i == 0 || height[i] > height[i - 1]) &&
		    (i == STATS_MODES_BINS - 1 || height[i] >= height[i + 1]))
			peaks->bin[peaks->count++] = i;
	}
}

static struct basin basin_between(const struct stats_density *d, size_t left, size_t right)
{
	double level = fmin(d->height[left], d->height[right]);

	while (left < right && d->height[left] > level)
		left++;
	while (right > left && d->height[right] > level)
		right--;
	return (struct basin){ left, right, level };
}

static size_t lowest_bin(const struct stats_density *d, size_t left, size_t right)
{
	size_t lowest = left;

	for (size_t i = left; i <= right; i++) {
		if (d->height[i] < d->height[lowest])
			lowest = i;
	}
	return lowest;
}

size_t stats_mode_start(const struct stats_density *d, const struct stats_peaks *peaks, size_t i)
{
	return i == 0 ? 0 : lowest_bin(d, peaks->bin[i - 1], peaks->bin[i]);
}

static size_t mode_end(const struct stats_density *d, const struct stats_peaks *peaks, size_t i)
{
	return i + 1 < peaks->count ? stats_mode_start(d, peaks, i + 1) : STATS_MODES_BINS;
}

/* Part of the basin behind peak i that the density does not fill, over the sensitivity. */
static double water_between(const struct stats_density *d, const struct stats_peaks *peaks,
			    size_t i)
{
	struct basin basin = basin_between(d, peaks->bin[i], peaks->bin[i + 1]);
	double water = 0, area = 0;

	for (size_t bin = basin.left; bin <= basin.right; bin++) {
		double width = d->edge[bin + 1] - d->edge[bin];

		area += width * basin.level;
		water += width * fmax(0, basin.level - d->height[bin]);
	}
	return area > 0 ? water / area / sensitivity : 0;
}

/* Density of mode i without its flanks: half its points over the width of their middle half. */
static double core_density(const struct stats_density *d, const struct stats_peaks *peaks, size_t i)
{
	size_t start = stats_count_below(d->points, d->n, d->edge[stats_mode_start(d, peaks, i)]);
	size_t end = stats_count_up_to(d->points, d->n, d->edge[mode_end(d, peaks, i)]);
	const double *own = d->points + start;
	double width;

	if (end <= start)
		return 0;
	width = stats_quantile_sorted(own, end - start, .75) -
		stats_quantile_sorted(own, end - start, .25);
	return (double)(end - start) / 2 / width;
}

/* Points missing in the basin behind peak i, in standard deviations of the number that there would
 * be if the thinner of the two modes went on, over the least evidence. */
static double evidence_between(const struct stats_density *d, const struct stats_peaks *peaks,
			       size_t i)
{
	struct basin basin = basin_between(d, peaks->bin[i], peaks->bin[i + 1]);
	double left = d->edge[basin.left], right = d->edge[basin.right + 1];
	double core = fmin(core_density(d, peaks, i), core_density(d, peaks, i + 1));
	double expected = core * (right - left);
	double found = (double)(stats_count_up_to(d->points, d->n, right) -
				stats_count_below(d->points, d->n, left));

	if (isinf(expected))
		return INFINITY;
	return expected > 0 ? (expected - found) / sqrt(expected) / least_evidence : 0;
}

/* Part of the points in mode i. */
static double mode_share(const struct stats_density *d, const struct stats_peaks *peaks, size_t i)
{
	size_t bins = mode_end(d, peaks, i) - stats_mode_start(d, peaks, i);

	return (double)bins / STATS_MODES_BINS;
}

static void drop_peak(struct stats_peaks *peaks, size_t which)
{
	peaks->count--;
	for (size_t i = which; i < peaks->count; i++)
		peaks->bin[i] = peaks->bin[i + 1];
}

static int drop_smallest(const struct stats_density *d, struct stats_peaks *peaks)
{
	double least = fmax(least_share, least_values / (double)d->n);
	size_t at = peaks->count;

	for (size_t i = 0; i < peaks->count; i++) {
		double own = mode_share(d, peaks, i);

		if (own < least) {
			least = own;
			at = i;
		}
	}
	if (peaks->count < 2 || at == peaks->count)
		return 0;
	drop_peak(peaks, at);
	return 1;
}

typedef double valley_fn(const struct stats_density *d, const struct stats_peaks *peaks, size_t i);

/* Drops the lower of the two peaks beside the valley with the least score, if that is below 1. */
static int drop_lower(const struct stats_density *d, struct stats_peaks *peaks, valley_fn *score)
{
	double least = 1;
	size_t at = peaks->count, left, right;

	for (size_t i = 0; i + 1 < peaks->count; i++) {
		double own = score(d, peaks, i);

		if (own < least) {
			least = own;
			at = i;
		}
	}
	if (at == peaks->count)
		return 0;
	left = peaks->bin[at];
	right = peaks->bin[at + 1];
	drop_peak(peaks, d->height[left] < d->height[right] ? at : at + 1);
	return 1;
}

void stats_peaks_find(const struct stats_density *d, struct stats_peaks *peaks)
{
	find_all(d, peaks);
	while (drop_lower(d, peaks, water_between) || drop_smallest(d, peaks) ||
	       drop_lower(d, peaks, evidence_between))
		;
}
