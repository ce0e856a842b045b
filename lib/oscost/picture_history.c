/* Pictures: what became of the cases of a mechanism, a panel each, over the runs of a machine. */
#include "picture_history.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plotdata.h"
#include "stats/stats.h"

enum {
	POINTS_MOST = 300, /* more cannot be told apart */
	DATES = 6,	   /* under the last panel */
	DATE_SIZE = 12,
};

/* One panel being made. */
struct panel {
	const struct history_picture *picture;
	const struct history_series *series;
	const struct view_row *row;
	double divisor;
	struct history_scale scale; /* in the unit of the picture */
	size_t off;	  /* points beyond it */
	double *work;	  /* as many values as the series has points */
};

/* Runs count from 1. */
static double place_of(const struct history_series *s, size_t point)
{
	return (double)s->points[point].run + 1;
}

static double held(struct panel *p, double value)
{
	return fmax(p->scale.low, fmin(p->scale.high, value / p->divisor));
}

static void add_row(struct panel *p, struct text *t, double place, double median, double lo, double hi)
{
	p->off += median / p->divisor < p->scale.low || median / p->divisor > p->scale.high;
	plotdata_real(t, place);
	plotdata_real(t, held(p, median));
	plotdata_real(t, held(p, isnan(lo) ? median : lo));
	plotdata_real(t, held(p, isnan(hi) ? median : hi));
	plotdata_end_row(t);
}

/* Runs [first, end) as one point: their median, and the least and the greatest of their medians. */
static void add_bin(struct panel *p, struct text *t, size_t first, size_t end)
{
	const struct history_series *s = p->series;

	for (size_t i = first; i < end; i++)
		p->work[i - first] = s->points[i].median;
	stats_sort(p->work, end - first);
	add_row(p, t, (place_of(s, first) + place_of(s, end - 1)) / 2,
		stats_median_sorted(p->work, end - first), p->work[0], p->work[end - first - 1]);
}

static void add_points(struct panel *p, struct text *t)
{
	const struct history_series *s = p->series;
	size_t bins = s->n > POINTS_MOST ? POINTS_MOST : s->n;

	for (size_t i = 0; i < bins; i++) {
		size_t first = i * s->n / bins, end = (i + 1) * s->n / bins;

		if (bins == s->n)
			add_row(p, t, place_of(s, i), s->points[i].median, s->points[i].lo, s->points[i].hi);
		else
			add_bin(p, t, first, end);
	}
	plotdata_end_block(t);
}

static void add_level(struct panel *p, struct text *t, double from, double to, double level)
{
	plotdata_real(t, from);
	plotdata_real(t, held(p, level));
	plotdata_real(t, to);
	plotdata_end_row(t);
}

/* Medians of segments and, between them, the changes. Without a change, a row that is not drawn. */
static void add_segments(struct panel *p, struct text *levels, struct text *changes)
{
	const struct history_series *s = p->series;
	double from = place_of(s, 0) - .5;

	for (size_t i = 0; i < s->change_n; i++) {
		double to = place_of(s, s->changes[i].point) - .5;

		add_level(p, levels, from, to, s->changes[i].before);
		plotdata_real(changes, to);
		plotdata_end_row(changes);
		from = to;
	}
	if (s->change_n > 0)
		add_level(p, levels, from, place_of(s, s->n - 1) + .5, s->changes[s->change_n - 1].after);
	if (s->change_n == 0) {
		text_add(levels, "-\t-\t-\n");
		text_add(changes, "-\n");
	}
	plotdata_end_block(levels);
	plotdata_end_block(changes);
}

/* "syscall.getppid" at the left, "+12.3%, now 120.1 ns" at the right. */
static void add_title(struct panel *p, struct text *t)
{
	const struct history_series *s = p->series;
	struct text now = { 0 }, label = { 0 };

	if (s->change_n > 0) {
		double share = history_share(&s->changes[s->change_n - 1]);

		if (s->change_n > 1)
			text_addf(&now, "%zu changes, ", s->change_n);
		if (!isnan(share))
			text_addf(&now, "%s%+.1f%%, ", s->change_n > 1 ? "last " : "", 100 * share);
	}
	text_add(&now, "now ");
	unit_add(&now, s->points[s->n - 1].median, &p->row->scale);
	text_addf(&now, " %s", p->row->scale.name);
	text_addf(&label, "%s, %s", p->row->label, *p->row->scale.name ? p->row->scale.name : s->unit);
	plotdata_label(t, text_str(&label));
	plotdata_label(t, text_str(&now));
	plotdata_end_row(t);
	plotdata_end_block(t);
	t->failed = t->failed || now.failed || label.failed;
	text_free(&now);
	text_free(&label);
}

static void add_scale(const struct panel *p, struct text *t)
{
	plotdata_real(t, p->scale.low);
	plotdata_real(t, p->scale.high);
	plotdata_real(t, p->scale.step);
	plotdata_end_row(t);
	plotdata_end_block(t);
}

/* "2026-11-20"; within a month "11-20 11:33". */
static void write_date(const struct history_machine *m, const char *date, char out[DATE_SIZE])
{
	bool close = strncmp(m->runs[0]->date, m->runs[m->run_n - 1]->date, strlen("2026-11")) == 0;

	if (close)
		snprintf(out, DATE_SIZE, "%.5s %.5s", date + strlen("2026-"), date + strlen("2026-11-20T"));
	else
		snprintf(out, DATE_SIZE, "%.10s", date);
}

/* The dates of a few runs; and where kernel or build changed. */
static void add_axis(const struct history_machine *m, struct text *dates, struct text *kernels)
{
	size_t n = m->run_n < DATES ? m->run_n : DATES;

	for (size_t i = 0; i < n; i++) {
		size_t run = n > 1 ? i * (m->run_n - 1) / (n - 1) : 0;
		char date[DATE_SIZE];

		write_date(m, m->runs[run]->date, date);
		plotdata_count(dates, run + 1);
		plotdata_label(dates, date);
		plotdata_end_row(dates);
	}
	for (size_t i = 1; i < m->run_n; i++) {
		if (strcmp(m->runs[i]->key, m->runs[i - 1]->key) == 0)
			continue;
		plotdata_real(kernels, (double)i + .5);
		plotdata_end_row(kernels);
	}
	if (kernels->length == 0)
		text_add(kernels, "-\n");
}

struct files {
	struct text points, levels, changes, titles, scales, dates, kernels;
};

static int write_files(const struct picture_job *job, struct files *f)
{
	const struct {
		const char *name;
		struct text *t;
	} list[] = {
		{ "points.tsv", &f->points },	{ "levels.tsv", &f->levels }, { "changes.tsv", &f->changes },
		{ "titles.tsv", &f->titles },	{ "scales.tsv", &f->scales }, { "dates.tsv", &f->dates },
		{ "kernels.tsv", &f->kernels },
	};
	int bad = 0;

	for (size_t i = 0; i < sizeof(list) / sizeof(list[0]); i++) {
		if (!bad)
			bad = plotdata_write(job->dir, list[i].name, list[i].t);
		text_free(list[i].t);
	}
	return bad;
}

static void add_panel(struct panel *p, struct files *f)
{
	p->divisor = p->row->scale.divisor;
	p->scale = history_scale_of(p->series, p->divisor, p->work);
	add_points(p, &f->points);
	add_segments(p, &f->levels, &f->changes);
	add_title(p, &f->titles);
	add_scale(p, &f->scales);
}

static void say_thinned(struct picture_job *job, size_t longest, size_t off)
{
	if (longest > POINTS_MOST)
		text_addf(&job->caption,
			  "There are more runs than can be told apart: a point is the median of about %.0f runs, "
			  "and its band reaches from the least to the greatest of their medians. ",
			  ceil((double)longest / POINTS_MOST));
	if (off > 0)
		text_addf(&job->caption, "%zu point%s off the scale %s drawn at its edge. ", off,
			  off == 1 ? "" : "s", off == 1 ? "is" : "are");
}

static int write_history(struct picture_job *job, const struct picture *picture)
{
	const struct history_picture *h = job->data;
	double *work = calloc(h->machine->run_n + 1, sizeof(*work));
	size_t panels = 0, longest = 0, off = 0;
	struct files f = { .points = { 0 } };
	int bad;

	(void)picture;
	/* A point is no trend, and gnuplot no band of it. */
	if (h->machine->run_n < 2) {
		free(work);
		return 1;
	}
	if (!work)
		return -ENOMEM;
	for (size_t i = 0; i < h->row_n; i++) {
		struct panel p = { .picture = h, .row = &h->machine->view.rows[h->first + i], .work = work };

		p.series = history_of(h->machine, p.row);
		if (p.series->n == 0)
			continue;
		add_panel(&p, &f);
		panels++;
		off += p.off;
		longest = p.series->n > longest ? p.series->n : longest;
	}
	add_axis(h->machine, &f.dates, &f.kernels);
	free(work);
	bad = write_files(job, &f);
	text_addf(&job->settings, "panels = %zu; runs = %zu; longest = %zu; shade = %zu; ", panels,
		  h->machine->run_n, longest, h->color);
	say_thinned(job, longest, off);
	return bad ? bad : panels == 0;
}

const struct picture picture_history = {
	.name = "history",
	.script = "history.gp",
	.title = "History",
	.caption = "A panel for each case, in time order, each run as far from the next: the line is the median of a "
		   "run, the band its 95% interval. Where a case changed, a solid vertical line, and on both sides the "
		   "medians of the runs between changes. Dotted vertical lines: kernel, mitigations or build changed. Each "
		   "panel has its own scale, which does not begin at 0.",
	.write = write_history,
};
