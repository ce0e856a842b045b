/* Picture: where in their distributions the changed cases have changed, decile by decile. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "picture_compare.h"
#include "plotdata.h"
#include "stats/stats.h"

enum {
	PANELS_MOST = 12,
	DECILES = 9,
	SAMPLES_LEAST = 5, /* a process with fewer has no deciles */
};

/* One decile of every process of a side. */
struct deciles {
	double *log;
	size_t n;
};

static const struct counted_case *case_of(const struct side *side, size_t run,
					  const struct comparison_row *row)
{
	const struct record_case *c = record_find_case(&side->runs[run], row->name, row->param);

	return c ? &side->replicates[run].counted.cases[c - side->runs[run].cases] : NULL;
}

/* The samples of one process, sorted; how many. */
static size_t sort_process(const struct counted_case *c, size_t process, size_t figure,
			   double *work)
{
	const struct counted_process *p = &c->processes[process];
	size_t n = 0;

	for (size_t i = p->first; i < p->first + p->sample_n; i++) {
		double value = counted_figure(c->c, c->samples[i], figure);

		if (!isnan(value))
			work[n++] = value;
	}
	stats_sort(work, n);
	return n;
}

static size_t processes_of(const struct side *side, const struct comparison_row *row,
			   size_t *samples)
{
	size_t n = 0;

	*samples = 0;
	for (size_t i = 0; i < side->run_n; i++) {
		const struct counted_case *c = case_of(side, i, row);

		n += c ? c->process_n : 0;
		*samples = c && c->sample_n > *samples ? c->sample_n : *samples;
	}
	return n;
}

/* out[d] becomes the (d + 1)-th decile of each process that has enough samples. 0 or -ENOMEM. */
static int take_deciles(const struct side *side, const struct comparison_row *row, size_t figure,
			struct deciles out[DECILES])
{
	size_t samples, n = processes_of(side, row, &samples);
	double *work = calloc(samples + 1, sizeof(*work));
	int rc = work ? 0 : -ENOMEM;

	for (size_t d = 0; d < DECILES; d++) {
		out[d] = (struct deciles){ calloc(n + 1, sizeof(double)), 0 };
		rc = out[d].log ? rc : -ENOMEM;
	}
	for (size_t i = 0; !rc && i < side->run_n; i++) {
		const struct counted_case *c = case_of(side, i, row);

		for (size_t p = 0; c && p < c->process_n; p++) {
			size_t k = sort_process(c, p, figure, work);

			for (size_t d = 0; k >= SAMPLES_LEAST && d < DECILES; d++) {
				double q = stats_quantile_sorted(work, k, (double)(d + 1) / 10);

				if (q > 0)
					out[d].log[out[d].n++] = log(q);
			}
		}
	}
	free(work);
	return rc;
}

static void free_deciles(struct deciles d[DECILES])
{
	for (size_t i = 0; i < DECILES; i++)
		free(d[i].log);
}

static void add_decile(struct text *t, size_t d, struct deciles *a, struct deciles *b)
{
	struct stats_shift shift;

	stats_sort(a->log, a->n);
	stats_sort(b->log, b->n);
	stats_hodges_lehmann_two(b->log, b->n, a->log, a->n, VERDICT_ALPHA, &shift);
	plotdata_count(t, 10 * (d + 1));
	plotdata_real(t, 100 * verdict_share(shift.estimate));
	plotdata_real(t, 100 * verdict_share(shift.lo));
	plotdata_real(t, 100 * verdict_share(shift.hi));
	plotdata_end_row(t);
}

/* A data set of the panel: title, θ and verdict, then nine deciles. 1: too few samples for any. */
static int add_panel(struct text *t, const struct comparison *c, const struct comparison_row *row)
{
	size_t figure = row->unit[0] == 'c' ? COUNTED_CYCLES : COUNTED_TIME;
	struct deciles a[DECILES] = { { 0 } }, b[DECILES] = { { 0 } };
	int rc = take_deciles(c->a, row, figure, a);

	if (!rc)
		rc = take_deciles(c->b, row, figure, b);
	if (!rc && (a[0].n == 0 || b[0].n == 0))
		rc = 1;
	if (!rc) {
		plotdata_label(t, row->label);
		plotdata_real(t, 100 * row->theta);
		plotdata_real(t, 100 * verdict_share(-log1p(row->theta)));
		plotdata_count(t, picture_verdict_class(row->verdict));
		plotdata_end_row(t);
		plotdata_end_block(t);
		for (size_t d = 0; d < DECILES; d++)
			add_decile(t, d, &a[d], &b[d]);
		plotdata_end_block(t);
	}
	free_deciles(a);
	free_deciles(b);
	return rc;
}

static int by_size(const void *x, const void *y)
{
	const struct comparison_row *a = *(const struct comparison_row *const *)x;
	const struct comparison_row *b = *(const struct comparison_row *const *)y;

	return (fabs(a->ratio) < fabs(b->ratio)) - (fabs(a->ratio) > fabs(b->ratio));
}

static bool is_change(const struct comparison_row *row)
{
	return !row->derived &&
	       (row->verdict == VERDICT_REGRESSED || row->verdict == VERDICT_IMPROVED);
}

static int write_shift(struct picture_job *job, const struct picture *picture)
{
	const struct comparison *c = job->data;
	const struct comparison_row **rows = calloc(c->row_n + 1, sizeof(*rows));
	struct text t = { 0 };
	size_t n = 0, panels = 0;
	int rc = rows ? 0 : -ENOMEM;

	(void)picture;
	if (c->way == COMPARISON_EXACT) {
		free(rows);
		return 1; /* there is nothing that scatters */
	}
	for (size_t i = 0; rows && i < c->row_n; i++)
		if (is_change(&c->rows[i]))
			rows[n++] = &c->rows[i];
	if (n > 0)
		qsort(rows, n, sizeof(*rows), by_size);
	for (size_t i = 0; rc >= 0 && i < n && panels < PANELS_MOST; i++) {
		rc = add_panel(&t, c, rows[i]);
		panels += rc == 0;
	}
	free(rows);
	if (rc >= 0)
		rc = panels == 0 ? 1 : plotdata_write(job->dir, "shift.tsv", &t);
	if (n > panels)
		text_addf(&job->caption, "%zu of %zu changed cases are shown, those that changed most.",
			  panels, n);
	text_addf(&job->settings, "panels = %zu; ", panels);
	text_free(&t);
	return rc;
}

const struct picture picture_shift = {
	.name = "shift",
	.script = "shift.gp",
	.title = "Where the changed cases have changed",
	.caption =
		"For each decile of the samples of a process, its change from A to B, with the 95% interval "
		"over the processes: level points mean that every operation changed by the same share, a slope "
		"that the slow ones (right) changed otherwise than the fast ones. Upright triangles: REGRESSED; on "
		"their heads: IMPROVED. The grey band is θ.",
	.write = write_shift,
};
