/* Half-widths of the intervals of a run that goes on. */
#include "precision.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/stats.h"

struct figures {
	double *value; /* per-sample figures of one process */
	size_t n;
	double *median; /* one per process */
	size_t medians;
};

static void close_process(struct figures *f)
{
	if (f->n == 0)
		return;
	stats_sort(f->value, f->n);
	f->median[f->medians++] = stats_median_sorted(f->value, f->n);
	f->n = 0;
}

static double half_width(struct figures *f)
{
	size_t lo, hi;

	if (f->medians == 0)
		return 0;
	stats_sort(f->median, f->medians);
	if (stats_median_interval_ranks(f->medians, 0.05, &lo, &hi) != 0)
		return INFINITY;
	return (f->median[hi - 1] - f->median[lo - 1]) / 2 / stats_median_sorted(f->median, f->medians);
}

static double precision_of(const struct record_run *run, uint32_t index, struct figures *f)
{
	uint32_t process = 0;

	f->n = f->medians = 0;
	for (size_t i = 0; i < run->sample_n; i++) {
		const struct record_sample *s = &run->samples[i];

		if (s->case_index != index || s->disturbed)
			continue;
		if (s->process != process)
			close_process(f);
		process = s->process;
		f->value[f->n++] = s->ns / (double)s->ops;
	}
	close_process(f);
	return half_width(f);
}

double precision_worst(const struct record_run *run)
{
	struct figures f = { .value = malloc((run->sample_n + 1) * sizeof(double)),
			     .median = malloc((run->sample_n + 1) * sizeof(double)) };
	double worst = 0;

	for (uint32_t i = 0; f.value && f.median && i < run->case_n; i++) {
		const struct record_case *c = &run->cases[i];

		if (strcmp(c->unit, "%") != 0 && strncmp(c->name, "timer.other.", 12) != 0)
			worst = fmax(worst, precision_of(run, i, &f));
	}
	free(f.value);
	free(f.median);
	return worst;
}
