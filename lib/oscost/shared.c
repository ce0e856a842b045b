/* Finds the processes whose core was shared. */
#include "shared.h"

#include <math.h>
#include <stdlib.h>

#include "stats/stats.h"

enum { LEAST_SAMPLES = 20 };

double shared_alone_width(const struct record_run *run)
{
	double *width = malloc((run->sample_n + 1) * sizeof(*width));
	double alone = (double)NAN;
	size_t n = 0;

	for (size_t i = 0; width && i < run->sample_n; i++)
		if (run->samples[i].width > 0)
			width[n++] = run->samples[i].width;
	if (n >= LEAST_SAMPLES) {
		stats_sort(width, n);
		alone = stats_quantile_sorted(width, n, .05);
	}
	free(width);
	return alone;
}

bool shared_core(const struct record_sample *const *samples, size_t n, double alone_width)
{
	double sum = 0;
	size_t known = 0;

	for (size_t i = 0; i < n; i++) {
		if (!(samples[i]->width > 0))
			continue;
		sum += samples[i]->width;
		known++;
	}
	return known > 0 && sum / (double)known > alone_width * (1 + SHARED_EXCESS);
}

static size_t process_end(const struct record_run *run, size_t first)
{
	size_t i = first;

	while (i < run->sample_n && run->samples[i].process == run->samples[first].process)
		i++;
	return i;
}

double shared_share(const struct record_run *run)
{
	const struct record_sample **pointers = malloc((run->sample_n + 1) * sizeof(*pointers));
	double alone = shared_alone_width(run);
	size_t shared = 0, all = 0, end;

	for (size_t i = 0; pointers && i < run->sample_n; i++)
		pointers[i] = &run->samples[i];
	for (size_t first = 0; pointers && first < run->sample_n; first = end) {
		end = process_end(run, first);
		shared += shared_core(pointers + first, end - first, alone);
		all++;
	}
	free(pointers);
	return all && !isnan(alone) ? (double)shared / (double)all : (double)NAN;
}
