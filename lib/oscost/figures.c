/* Works out the statistics of a figure from the samples that count. */
#include "figures.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

/* Scratch space: every array has room for all samples of the case. */
struct scratch {
	double *values; /* in the order of time */
	double *sorted;
	double *medians; /* by process */
	const double **group;
	size_t *group_n;
	size_t n, groups;
};

static void free_scratch(struct scratch *s)
{
	free(s->values);
	free(s->sorted);
	free(s->medians);
	free(s->group);
	free(s->group_n);
}

static int make_scratch(const struct counted_case *c, struct scratch *s)
{
	*s = (struct scratch){
		.values = calloc(c->sample_n + 1, sizeof(double)),
		.sorted = calloc(c->sample_n + 1, sizeof(double)),
		.medians = calloc(c->process_n + 1, sizeof(double)),
		.group = calloc(c->process_n + 1, sizeof(const double *)),
		.group_n = calloc(c->process_n + 1, sizeof(size_t)),
	};
	if (s->values && s->sorted && s->medians && s->group && s->group_n)
		return 0;
	free_scratch(s);
	return -ENOMEM;
}

/* Processes none of whose samples has the figure do not exist for it. */
static void collect(const struct counted_case *c, size_t figure, struct scratch *s)
{
	size_t i, j;

	for (i = 0; i < c->process_n; i++) {
		const struct counted_process *p = &c->processes[i];
		double *group = s->values + s->n;
		size_t n = 0;

		for (j = p->first; j < p->first + p->sample_n; j++) {
			double value = counted_figure(c->c, c->samples[j], figure);

			if (!isnan(value))
				group[n++] = value;
		}
		if (n == 0)
			continue;
		s->group[s->groups] = group;
		s->group_n[s->groups++] = n;
		s->n += n;
	}
}

static void copy(double *to, const double *from, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		to[i] = from[i];
}

/* Sorts the values. */
static void fill_interval(double *values, size_t n, struct figures *f)
{
	size_t lo, hi;

	f->processes = n;
	f->drift = stats_drift(values, n);
	stats_sort(values, n);
	f->median = stats_median_sorted(values, n);
	f->lo = f->hi = (double)NAN;
	if (stats_median_interval_ranks(n, .05, &lo, &hi))
		return;
	f->lo = values[lo - 1];
	f->hi = values[hi - 1];
}

static void fill_distribution(const double *sorted, size_t n, struct figures *f)
{
	f->samples = n;
	f->floor = n > 0 ? sorted[0] : (double)NAN;
	f->p95 = stats_quantile_sorted(sorted, n, .95);
	f->p99 = stats_quantile_sorted(sorted, n, .99);
	while (f->negative < n && sorted[f->negative] < 0)
		f->negative++;
}

int figures_make(const struct counted_case *c, size_t figure, struct figures *f)
{
	struct scratch s;
	size_t i;
	int rc = make_scratch(c, &s);

	*f = (struct figures){ 0 };
	if (rc)
		return rc;
	collect(c, figure, &s);
	for (i = 0; i < s.groups; i++) {
		copy(s.sorted, s.group[i], s.group_n[i]);
		stats_sort(s.sorted, s.group_n[i]);
		s.medians[i] = stats_median_sorted(s.sorted, s.group_n[i]);
	}
	fill_interval(s.medians, s.groups, f);
	copy(s.sorted, s.values, s.n);
	stats_sort(s.sorted, s.n);
	fill_distribution(s.sorted, s.n, f);
	f->modes = stats_modes(s.sorted, s.n, f->mode, FIGURES_MODES);
	f->icc = stats_icc(s.group, s.group_n, s.groups);
	/* Its time grows with the square of the number in the worst case. */
	f->ess = s.n <= FIGURES_SERIES_MAX ? stats_effective_n(s.values, s.n) : (double)NAN;
	free_scratch(&s);
	return 0;
}

void figures_of_rounds(double *values, size_t n, struct figures *f)
{
	*f = (struct figures){ .icc = (double)NAN, .ess = (double)NAN };
	fill_interval(values, n, f);
	fill_distribution(values, n, f);
}

double figures_spread(const struct figures *f)
{
	double half = (f->hi - f->lo) / 2;

	return half == 0 ? 0 : half / fabs(f->median);
}

void figures_clear(struct figures *f)
{
	double none = (double)NAN;

	*f = (struct figures){
		.processes = f->processes,
		.samples = f->samples,
		.median = none,
		.lo = none,
		.hi = none,
		.drift = none,
		.floor = none,
		.p95 = none,
		.p99 = none,
		.icc = none,
		.ess = none,
	};
}

void figures_forget_samples(struct figures *f)
{
	f->floor = f->p95 = f->p99 = f->icc = f->ess = (double)NAN;
	f->modes = 0;
}

void figures_fill_row(const struct figures *f, struct record_summary_row *row)
{
	*row = (struct record_summary_row){
		.processes = f->processes,
		.samples = f->samples,
		.floor = f->floor,
		.median = f->median,
		.lo = f->lo,
		.hi = f->hi,
		.p95 = f->p95,
		.p99 = f->p99,
		.icc = f->icc,
		.modes = f->modes,
		.drift = f->drift,
		.ess = f->ess,
		.overhead = (double)NAN,
	};
}
