/* The scale of a panel of a history. */
#include <math.h>

#include "picture_history.h"
#include "stats/stats.h"

static void widen(struct history_scale *scale, double value)
{
	scale->low = fmin(scale->low, value);
	scale->high = fmax(scale->high, value);
}

/* The quantile p of one end of all intervals; where a run has none, of its median. */
static double quantile_of(const struct history_series *s, double *work, double p, bool upper)
{
	for (size_t i = 0; i < s->n; i++) {
		double end = upper ? s->points[i].hi : s->points[i].lo;

		work[i] = isnan(end) ? s->points[i].median : end;
	}
	stats_sort(work, s->n);
	return stats_quantile_sorted(work, s->n, p);
}

/* 1, 2 or 5 times a power of ten: the largest of which the panel shows two or more multiples. */
static double step_of(const struct history_scale *scale)
{
	static const double parts[] = { 5, 2, 1 };
	double power = pow(10, floor(log10(scale->high - scale->low)));

	for (int i = 0; i < 2; i++, power /= 10) {
		for (size_t k = 0; k < sizeof(parts) / sizeof(parts[0]); k++) {
			double step = parts[k] * power;

			if (floor(scale->high / step) - ceil(scale->low / step) >= 1)
				return step;
		}
	}
	return scale->high - scale->low;
}

struct history_scale history_scale_of(const struct history_series *s, double divisor, double *work)
{
	struct history_scale scale = { INFINITY, -INFINITY, 1 };
	double room;

	widen(&scale, quantile_of(s, work, .01, false) / divisor);
	widen(&scale, quantile_of(s, work, .99, true) / divisor);
	for (size_t i = 0; i < s->change_n; i++) {
		widen(&scale, s->changes[i].before / divisor);
		widen(&scale, s->changes[i].after / divisor);
	}
	/* At least ±2%, so that what is still does not look wild. */
	room = .02 * fmax(fabs(scale.low), fabs(scale.high));
	scale.low -= room;
	scale.high += room;
	if (!(scale.high > scale.low))
		scale.high = scale.low + 1;
	scale.step = step_of(&scale);
	return scale;
}
