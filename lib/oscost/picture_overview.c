/* Picture: all cases with their intervals on a logarithmic scale; shares of the PU and factors beneath. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "picture.h"
#include "plotdata.h"

enum {
	LOW_LEAST = -2, /* decades of ns, of % or of times, that a scale may cover */
	HIGH_MOST = 11,
};

struct panel {
	const char *name; /* of its data files and settings */
	const char *unit; /* of its figures; NULL: a time, in whatever unit */
	bool titled;	  /* with the mechanisms' titles */
	struct text rows, titles, words;
	size_t lines;
	double least, most; /* positive figures */
};

static void widen(struct panel *p, double x)
{
	if (!(x > 0) || !isfinite(x))
		return;
	p->least = fmin(p->least, x);
	p->most = fmax(p->most, x);
}

/* What stands at the right: the figure and its interval in words. */
static void add_value(struct text *out, const struct view_row *row)
{
	const struct record_summary_row *f = row->figure;
	struct text t = { 0 };

	unit_add(&t, f->median, &row->scale);
	text_addf(&t, "%s%s (", *row->scale.name ? " " : "", row->scale.name);
	if (isfinite(f->lo) || row->exact)
		view_add_interval(&t, row);
	else
		text_add(&t, "no interval");
	text_add_char(&t, ')');
	plotdata_label(out, text_str(&t));
	text_free(&t);
}

static void add_measured(struct panel *p, const struct view_row *row, size_t color)
{
	const struct record_summary_row *f = row->figure;
	bool interval = isfinite(f->lo) && isfinite(f->hi);

	plotdata_count(&p->rows, p->lines);
	plotdata_label(&p->rows, row->label);
	plotdata_count(&p->rows, color);
	plotdata_real(&p->rows, f->median);
	plotdata_real(&p->rows, interval ? f->lo : f->median);
	plotdata_real(&p->rows, interval ? f->hi : f->median);
	plotdata_real(&p->rows, f->floor > 0 ? f->floor : f->median);
	plotdata_real(&p->rows, f->p99);
	add_value(&p->rows, row);
	plotdata_end_row(&p->rows);
	widen(p, f->median);
	widen(p, f->lo);
	widen(p, f->hi);
	widen(p, f->floor);
	widen(p, f->p99);
}

/* A row without a point: no figure, or one that a logarithmic scale cannot show. */
static void add_words(struct panel *p, const struct view_row *row)
{
	plotdata_count(&p->words, p->lines);
	plotdata_label(&p->words, row->label);
	if (view_has_figures(row)) {
		plotdata_label(&p->words, "not above 0");
		add_value(&p->words, row);
	} else {
		plotdata_label(&p->words, row->figure->status);
		plotdata_label(&p->words, " ");
	}
	plotdata_end_row(&p->words);
}

static bool belongs(const struct panel *p, const struct view_row *row)
{
	const char *unit = row->figure->unit;

	return p->unit ? strcmp(unit, p->unit) == 0 : strcmp(unit, "%") != 0 && strcmp(unit, "x") != 0;
}

static void add_group(struct panel *p, const struct view *view, const struct view_group *group)
{
	bool titled = !p->titled;

	for (size_t i = 0; i < group->count; i++) {
		const struct view_row *row = &view->rows[group->first + i];

		if (!belongs(p, row))
			continue;
		if (!titled) {
			plotdata_count(&p->titles, p->lines++);
			plotdata_label(&p->titles, group->title);
			plotdata_end_row(&p->titles);
		}
		titled = true;
		if (view_has_figures(row) && row->figure->median > 0)
			add_measured(p, row, group->color);
		else
			add_words(p, row);
		p->lines++;
	}
}

static int decade(double x, double (*round)(double))
{
	double d = round(log10(x));

	return (int)fmax(LOW_LEAST, fmin(HIGH_MOST, d));
}

/* Files that are empty would be errors to gnuplot: a row of missing values stands in. */
static int write_part(const struct picture_job *job, const struct panel *p, const char *suffix, struct text *t)
{
	char name[32];

	snprintf(name, sizeof(name), "%s%s.tsv", p->name, suffix);
	if (t->length == 0)
		text_add(t, "-1000\t \t0\t-\t-\t-\t-\t-\t \n");
	return plotdata_write(job->dir, name, t);
}

static int write_panel(struct picture_job *job, struct panel *p, const struct view *view)
{
	int low = 0, high = 1, err;

	p->least = INFINITY;
	for (size_t g = 0; g < view->group_n; g++)
		add_group(p, view, &view->groups[g]);
	if (p->most > 0) {
		low = decade(p->least, floor);
		high = decade(p->most, ceil);
	}
	text_addf(&job->settings, "%s_lines = %zu; %s_low = %d; %s_high = %d; ", p->name, p->lines, p->name, low,
		  p->name, high > low ? high : low + 1);
	err = write_part(job, p, "", &p->rows);
	if (!err)
		err = write_part(job, p, "-titles", &p->titles);
	if (!err)
		err = write_part(job, p, "-words", &p->words);
	text_free(&p->rows);
	text_free(&p->titles);
	text_free(&p->words);
	return err;
}

static int write_overview(struct picture_job *job, const struct picture *picture)
{
	struct panel panels[] = {
		{ .name = "time", .titled = true },
		{ .name = "share", .unit = "%" },
		{ .name = "factor", .unit = "x" },
	};
	int err = 0;

	(void)picture;
	if (job->source->view->row_n == 0)
		return 1;
	for (size_t i = 0; !err && i < sizeof(panels) / sizeof(panels[0]); i++)
		err = write_panel(job, &panels[i], job->source->view);
	return err ? err : job->settings.failed ? -ENOMEM : 0;
}

const struct picture picture_overview = {
	.name = "overview",
	.script = "overview.gp",
	.title = "All cases",
	.caption =
		"Each point is the median over the processes; the thick bar through it is its 95% "
		"interval, mostly narrower than the point; the thin line reaches from the floor to "
		"the 99th percentile of all samples. The scale is logarithmic: each line of the "
		"grid is "
		"ten times the one before it. Cases without a figure are named with their status.",
	.write = write_overview,
};
