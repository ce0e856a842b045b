/* Works out a machine's noise from its A/A runs. */
#include "noise.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "replicates.h"
#include "stats/stats.h"
#include "verdict.h"

/* A median of a case in a run. */
struct figure {
	char *name, *param;
	bool percent, cycles;
	double value;
};

struct figures {
	struct figure *list;
	size_t n, size;
};

static int compare_text(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "");
}

static int by_case(const void *a, const void *b)
{
	const struct figure *x = a, *y = b;
	int order = strcmp(x->name, y->name);

	if (!order)
		order = compare_text(x->param, y->param);
	return order ? order : (int)x->cycles - (int)y->cycles;
}

static void free_figures(struct figures *f)
{
	for (size_t i = 0; i < f->n; i++) {
		free(f->list[i].name);
		free(f->list[i].param);
	}
	free(f->list);
}

static int add_figure(struct figures *f, const struct replicates_row *row, size_t figure, double median)
{
	struct figure *grown = f->list;
	size_t size = f->size ? 2 * f->size : 1024;

	if (f->n == f->size) {
		grown = reallocarray(grown, size, sizeof(*grown));
		if (!grown)
			return -ENOMEM;
		f->list = grown;
		f->size = size;
	}
	grown[f->n] = (struct figure){
		.name = strdup(row->name),
		.param = row->param ? strdup(row->param) : NULL,
		.percent = strcmp(row->unit, "%") == 0,
		.cycles = figure == COUNTED_CYCLES,
		.value = median,
	};
	f->n++;
	return grown[f->n - 1].name && (!row->param || grown[f->n - 1].param) ? 0 : -ENOMEM;
}

/* Both figures of a case; work: as many values as it has processes. */
static int add_row(struct figures *f, const struct replicates_row *row, double *work)
{
	int bad = 0;

	for (size_t figure = 0; !bad && figure < COUNTED_COUNTERS; figure++) {
		double median;
		size_t n = 0;

		for (size_t i = 0; i < row->n; i++)
			if (!isnan(row->values[i].value[figure]))
				work[n++] = row->values[i].value[figure];
		stats_sort(work, n);
		median = stats_median_sorted(work, n);
		/* A share of the PU in cycles would be the same share again. */
		if (median > 0 && isfinite(median) && !(figure == COUNTED_CYCLES && row->unit[0] == '%'))
			bad = add_figure(f, row, figure, median);
	}
	return bad;
}

/* Without derived.tsv: figures made of others only repeat their noise. */
static int add_run(struct figures *f, const struct record_run *run, struct record_error *err)
{
	double *work = calloc(run->sample_n + 1, sizeof(*work));
	struct replicates r;
	int bad = work ? replicates_make(run, NULL, &r, err) : record_fail(err, -ENOMEM, "out of memory");

	if (bad) {
		free(work);
		return bad;
	}
	for (size_t i = 0; !bad && i < r.row_n; i++)
		if (strcmp(r.rows[i].status, "ok") == 0)
			bad = add_row(f, &r.rows[i], work);
	replicates_free(&r);
	free(work);
	return bad ? record_fail(err, bad, "out of memory") : 0;
}

/* Of one figure of one case in n runs; work: n * (n - 1) / 2 values. */
static double noise_between(const struct figure *f, size_t n, double *work)
{
	size_t pairs = 0;

	if (n < NOISE_RUNS_LEAST)
		return (double)NAN;
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < i; j++)
			work[pairs++] = fabs(log(f[i].value / f[j].value));
	stats_sort(work, pairs);
	return stats_quantile_sorted(work, pairs, .95);
}

static size_t same_case(const struct figures *f, size_t first)
{
	size_t end = first + 1;

	while (end < f->n && strcmp(f->list[end].name, f->list[first].name) == 0 &&
	       compare_text(f->list[end].param, f->list[first].param) == 0)
		end++;
	return end;
}

/* The texts move to the case. */
static void fill_case(struct figures *f, size_t first, size_t end, struct noise_case *c, double *work)
{
	size_t cycles = first;

	while (cycles < end && !f->list[cycles].cycles)
		cycles++;
	*c = (struct noise_case){
		.name = f->list[first].name,
		.param = f->list[first].param,
		.percent = f->list[first].percent,
		.figure = noise_between(f->list + first, cycles - first, work),
		.cycles = noise_between(f->list + cycles, end - cycles, work),
	};
	f->list[first].name = f->list[first].param = NULL;
}

/* n: runs; a case that a hostile file has more often than that would overflow work. */
static int fill_cases(struct figures *f, size_t n, struct noise *out)
{
	double *work = calloc(n * n + 1, sizeof(*work));
	size_t end;

	out->cases = calloc(f->n + 1, sizeof(*out->cases));
	if (!work || !out->cases) {
		free(work);
		return -ENOMEM;
	}
	if (f->n > 0)
		qsort(f->list, f->n, sizeof(*f->list), by_case);
	for (size_t i = 0; i < f->n; i = end) {
		end = same_case(f, i);
		if (end - i <= 2 * n)
			fill_case(f, i, end, &out->cases[out->case_n++], work);
	}
	free(work);
	return 0;
}

static int judge(struct noise *noise)
{
	double *ns = calloc(noise->case_n + 1, sizeof(*ns));
	double *cycles = calloc(noise->case_n + 1, sizeof(*cycles));
	size_t n = 0;
	bool there = ns && cycles;

	for (size_t i = 0; there && i < noise->case_n; i++) {
		if (noise->cases[i].percent || isnan(noise->cases[i].figure) || isnan(noise->cases[i].cycles))
			continue;
		ns[n] = noise->cases[i].figure;
		cycles[n++] = noise->cases[i].cycles;
	}
	if (there) {
		stats_sort(ns, n);
		stats_sort(cycles, n);
		noise->ns_median = stats_median_sorted(ns, n);
		noise->cycles_median = stats_median_sorted(cycles, n);
		noise->gate_on_cycles = noise->cycles_median < noise->ns_median;
	}
	free(ns);
	free(cycles);
	return there ? 0 : -ENOMEM;
}

static double gated(const struct noise *noise, const struct noise_case *c)
{
	return noise->gate_on_cycles && !isnan(c->cycles) ? c->cycles : c->figure;
}

static void find_worst(struct noise *noise)
{
	for (size_t i = 0; i < noise->case_n; i++) {
		const struct noise_case *c = &noise->cases[i];

		if (!isnan(gated(noise, c)) && (!noise->worst || gated(noise, c) > gated(noise, noise->worst)))
			noise->worst = c;
	}
}

static void note_run(struct noise *out, const struct record_run *run)
{
	const char *date = record_machine_get(run, "date");

	if (out->runs == 0)
		store_key_of(run, out->key);
	out->runs++;
	if (date && strcmp(date, out->date) > 0)
		snprintf(out->date, sizeof(out->date), "%s", date);
}

int noise_make(const struct record_run *const *runs, size_t n, struct noise *out, struct record_error *err)
{
	struct figures figures = { 0 };
	int bad = 0;

	*out = (struct noise){ .ns_median = (double)NAN, .cycles_median = (double)NAN };
	for (size_t i = 0; !bad && i < n; i++) {
		if (!runs[i])
			continue;
		bad = add_run(&figures, runs[i], err);
		if (!bad)
			note_run(out, runs[i]);
	}
	if (!bad && ((bad = fill_cases(&figures, out->runs, out)) != 0 || (bad = judge(out)) != 0))
		record_fail(err, bad, "out of memory");
	if (!bad)
		find_worst(out);
	free_figures(&figures);
	return bad;
}

void noise_free(struct noise *noise)
{
	for (size_t i = 0; i < noise->case_n; i++) {
		free(noise->cases[i].name);
		free(noise->cases[i].param);
	}
	free(noise->cases);
	text_free(&noise->faults);
	*noise = (struct noise){ 0 };
}

static const struct noise_case *find(const struct noise *noise, const char *name, const char *param)
{
	size_t low = 0, high = noise->case_n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct noise_case *c = &noise->cases[middle];
		int order = strcmp(name, c->name);

		if (!order)
			order = compare_text(param, c->param);
		if (!order)
			return c;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

double noise_of(const struct noise *noise, const char *name, const char *param, bool cycles)
{
	const struct noise_case *c = noise ? find(noise, name, param) : NULL;

	if (!c)
		return (double)NAN;
	return cycles ? c->cycles : c->figure;
}

double noise_theta_of(double noise_ln)
{
	double share = expm1(noise_ln);

	return share > VERDICT_THETA_LEAST ? share : VERDICT_THETA_LEAST;
}

double noise_theta(const struct noise *noise, const char *name, const char *param, bool cycles)
{
	return noise_theta_of(noise_of(noise, name, param, cycles));
}
