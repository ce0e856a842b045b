/* Lowland mode detection. */
#include "modes.h"

#include <math.h>

#include "density.h"
#include "peaks.h"
#include "search.h"

static double bin_middle(const struct stats_density *d, size_t bin)
{
	return (d->edge[bin] + d->edge[bin + 1]) / 2;
}

static size_t fill_modes(const struct stats_density *d, const struct stats_peaks *peaks,
			 const double *sorted, size_t n, struct stats_mode *out, size_t max)
{
	double left = sorted[0];
	size_t before = 0;

	for (size_t i = 0; i < peaks->count && i < max; i++) {
		int last = i + 1 == peaks->count;
		double right = last ? sorted[n - 1] :
				      bin_middle(d, stats_mode_start(d, peaks, i + 1));
		size_t up_to = stats_count_up_to(sorted, n, right);

		out[i] = (struct stats_mode){
			.location = fmin(fmax(bin_middle(d, peaks->bin[i]), left), right),
			.share = (double)(up_to - before) / (double)n,
			.left = left,
			.right = right,
		};
		left = right;
		before = up_to;
	}
	return peaks->count;
}

size_t stats_modes(const double *sorted, size_t n, struct stats_mode *out, size_t max)
{
	double points[STATS_MODES_POINTS];
	struct stats_density density;
	struct stats_peaks peaks;

	if (n == 0)
		return 0;
	if (sorted[0] == sorted[n - 1]) {
		if (max > 0)
			out[0] = (struct stats_mode){ sorted[0], 1, sorted[0], sorted[0] };
		return 1;
	}
	stats_density_draw(&density, points,
		     stats_spread_points(sorted, n, points, STATS_MODES_POINTS));
	stats_peaks_find(&density, &peaks);
	return fill_modes(&density, &peaks, sorted, n, out, max);
}
