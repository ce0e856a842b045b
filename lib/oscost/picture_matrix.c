/* Picture: every mechanism across many sides, each side's mean change against the first one. */
#include <errno.h>
#include <math.h>
#include <string.h>

#include "picture_compare.h"
#include "plotdata.h"

enum {
	LINES_MOST = 60, /* beyond that single cases are left out, and their means stay */
};

#define LEAST_REACH .04 /* of the scale, to either side, in logs */
#define WIDE_REACH .6	/* from here the marks are factors and not percent */
#define NARROW_REACH .12

struct matrix {
	const struct comparison *c;
	size_t n;
	bool cases;
	struct text lines, points, cells;
	size_t line_n;
	bool has_point; /* on the line that is being made */
	double least, most; /* logs that are drawn */
};

static const struct comparison_row *same_row(const struct comparison *c, const char *label)
{
	for (size_t i = 0; i < c->row_n; i++)
		if (strcmp(c->rows[i].label, label) == 0)
			return &c->rows[i];
	return NULL;
}

static const struct comparison_group *same_group(const struct comparison *c, const char *title)
{
	for (size_t i = 0; i < c->group_n; i++)
		if (strcmp(c->groups[i].title, title) == 0)
			return &c->groups[i];
	return NULL;
}

static void add_point(struct matrix *m, size_t cell, double ratio, double lo, double hi)
{
	if (!isfinite(ratio))
		return;
	plotdata_count(&m->points, m->line_n);
	plotdata_count(&m->points, cell);
	plotdata_real(&m->points, ratio);
	plotdata_real(&m->points, isnan(lo) ? ratio : lo);
	plotdata_real(&m->points, isnan(hi) ? ratio : hi);
	plotdata_end_row(&m->points);
	m->has_point = true;
	m->least = fmin(m->least, ratio);
	m->most = fmax(m->most, ratio);
}

/* A line without a point is no line. */
static void end_line(struct matrix *m, const char *label, bool is_case)
{
	if (!m->has_point)
		return;
	m->has_point = false;
	plotdata_count(&m->lines, m->line_n++);
	plotdata_label(&m->lines, label);
	plotdata_count(&m->lines, is_case);
	plotdata_end_row(&m->lines);
}

static void add_group(struct matrix *m, const struct comparison_group *g)
{
	for (size_t i = 0; i < m->n; i++) {
		const struct comparison_group *same = same_group(&m->c[i], g->title);

		if (same && same->n > 0)
			add_point(m, i, same->ratio, same->lo, same->hi);
	}
	end_line(m, g->title, false);
	if (!m->cases || strcmp(g->title, "All cases") == 0)
		return;
	for (size_t k = g->first; k < g->first + g->count; k++) {
		const char *label = m->c[0].rows[k].label;

		for (size_t i = 0; i < m->n; i++) {
			const struct comparison_row *row = same_row(&m->c[i], label);

			if (row)
				add_point(m, i, row->ratio, row->lo, row->hi);
		}
		end_line(m, label, true);
	}
}

/* What lies behind the last slash: sides are folders. */
static const char *short_name(const char *name)
{
	const char *slash = strrchr(name, '/');

	return slash && slash[1] ? slash + 1 : name;
}

static void add_cells(struct matrix *m)
{
	for (size_t i = 0; i < m->n; i++) {
		plotdata_count(&m->cells, i);
		plotdata_label(&m->cells, short_name(m->c[i].b->name));
		plotdata_end_row(&m->cells);
	}
}

static void add_scale(const struct matrix *m, struct text *scale, struct text *settings)
{
	double reach = fmax(m->most, -m->least);

	plotdata_real(scale, fmin(1.15 * m->least, -LEAST_REACH));
	plotdata_real(scale, fmax(1.15 * m->most, LEAST_REACH));
	plotdata_end_row(scale);
	text_addf(settings, "lines = %zu; cells = %zu; marks = %d; ", m->line_n, m->n,
		  reach > WIDE_REACH ? 2 : reach > NARROW_REACH ? 1 : 0);
}

static int write_matrix(struct picture_job *job, const struct picture *picture)
{
	const struct picture_matrix_data *data = job->data;
	struct matrix m = { .c = data->c, .n = data->n,
			    .cases = data->c[0].row_n + data->c[0].group_n <= LINES_MOST };
	struct text scale = { 0 };
	bool empty;
	int rc;

	(void)picture;
	for (size_t i = 0; i < m.c[0].group_n; i++)
		add_group(&m, &m.c[0].groups[i]);
	add_cells(&m);
	add_scale(&m, &scale, &job->settings);
	text_add(&job->caption, "The first side, at 0, is ");
	text_add_clean(&job->caption, short_name(m.c[0].a->name));
	text_add_char(&job->caption, '.');
	if (m.c[0].way == COMPARISON_EXACT)
		text_add(&job->caption, " All are exact: lengths of paths in instructions, not costs.");
	empty = m.points.length == 0;
	rc = plotdata_write(job->dir, "lines.tsv", &m.lines);
	if (!rc && !empty)
		rc = plotdata_write(job->dir, "points.tsv", &m.points);
	if (!rc)
		rc = plotdata_write(job->dir, "cells.tsv", &m.cells);
	if (!rc)
		rc = plotdata_write(job->dir, "scale.tsv", &scale);
	text_free(&m.lines);
	text_free(&m.points);
	text_free(&m.cells);
	text_free(&scale);
	return rc ? rc : empty;
}

const struct picture picture_matrix = {
	.name = "matrix",
	.script = "matrix.gp",
	.title = "Every mechanism, side by side",
	.caption =
		"Each point is how much dearer (right) or cheaper (left) a mechanism is than on the first side: the "
		"geometric mean over its cases, or, in lighter type, one case. Thin lines are intervals where there "
		"are any. Distances are logarithmic.",
	.write = write_matrix,
};
