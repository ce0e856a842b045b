/* The table for terminals and for report.txt. */
#include "table.h"

#include <errno.h>
#include <math.h>
#include <string.h>

enum { LEVEL_BRIEF = 3 };

/* In the order of the cells that add_figures() adds. */
static const struct grid_column columns[] = {
	{ .title = "case", .gap = 2 },
	{ .title = "median", .right = true, .gap = 2 },
	{ .title = "", .gap = 1 },
	{ .title = "95% interval", .right = true, .gap = 2, .drop = 6 },
	{ .title = "cycles", .right = true, .gap = 2, .drop = 4 },
	{ .title = "floor", .right = true, .gap = 2, .drop = 2 },
	{ .title = "p99", .right = true, .gap = 2, .drop = 1 },
	{ .title = "events/op", .gap = 2, .brief = "" },
	{ .title = "notes", .gap = 2, .drop = 5, .back = 6, .brief = "" },
};

static void take_cell(struct grid *g, struct text *t)
{
	grid_cell(g, text_str(t), NULL, NULL);
	text_clear(t);
}

/* An UNSTABLE row has passed the proof, else it were INVALID: for a terminal the word alone will do. */
static void add_proof(struct grid *g, const struct view_row *row, bool all, struct text *t)
{
	bool unstable = view_unstable(row);

	if (!unstable || all)
		view_add_proof(t, row);
	if (unstable)
		text_add(t, all ? " UNSTABLE" : "UNSTABLE");
	grid_cell(g, text_str(t), unstable ? "~" : strstr(text_str(t), "✓") ? "✓" : " ",
		  unstable ? GRID_YELLOW : NULL);
	text_clear(t);
}

static void add_figures(struct grid *g, const struct view_row *row, bool all, struct text *t)
{
	unit_add(t, row->figure->median, &row->scale);
	take_cell(g, t);
	grid_cell(g, row->scale.name, NULL, NULL);
	view_add_interval(t, row);
	take_cell(g, t);
	unit_add_count(t, row->cycles ? row->cycles->median : NAN);
	take_cell(g, t);
	unit_add(t, row->figure->floor, &row->scale);
	take_cell(g, t);
	unit_add(t, row->figure->p99, &row->scale);
	take_cell(g, t);
	add_proof(g, row, all, t);
	for (size_t i = 0; i < row->note_n; i++)
		text_addf(t, "%s%zu", i ? "," : "", row->notes[i]);
	take_cell(g, t);
}

static void add_instead(struct grid *g, const struct view_row *row, struct text *t)
{
	bool grave = strcmp(row->figure->status, "SKIPPED") != 0;

	view_add_instead(t, row);
	for (size_t i = 0; i < row->note_n; i++)
		text_addf(t, "%s%zu%s", i ? "," : row->note_n == 1 ? " (note " : " (notes ", row->notes[i],
			  i + 1 == row->note_n ? ")" : "");
	grid_rest(g, text_str(t), grave ? GRID_RED : GRID_YELLOW);
	text_clear(t);
}

static void add_row(struct grid *g, const struct view_row *row, bool all, struct text *t)
{
	grid_begin_row(g);
	text_add_clean(t, row->label);
	take_cell(g, t);
	if (view_has_figures(row))
		add_figures(g, row, all, t);
	else
		add_instead(g, row, t);
}

static void add_group(struct grid *g, const struct view *view, const struct view_group *group, bool all,
		      struct text *t)
{
	text_add_clean(t, group->title);
	grid_heading(g, text_str(t));
	text_clear(t);
	for (size_t i = 0; i < group->count; i++)
		add_row(g, &view->rows[group->first + i], all, t);
}

static int add_body(struct text *out, const struct view *view, const struct grid_style *style,
		    struct text *left_out)
{
	struct grid g = { .columns = columns,
			  .column_n = sizeof(columns) / sizeof(columns[0]),
			  .brief_from = LEVEL_BRIEF };
	struct text t = { 0 };
	int rc;

	for (size_t i = 0; i < view->group_n; i++)
		add_group(&g, view, &view->groups[i], style->all, &t);
	rc = t.failed ? -ENOMEM : grid_add(out, &g, style, left_out);
	text_free(&t);
	grid_free(&g);
	return rc;
}

int table_add(struct text *out, const struct record_run *run, const struct record_summary *summary,
	      const struct view *view, const struct grid_style *style)
{
	struct text left_out = { 0 };
	int rc;

	table_add_head(out, run, style);
	rc = add_body(out, view, style, &left_out);
	table_add_notes(out, view, text_str(&left_out), style);
	if (!rc && style->all)
		rc = table_add_counters(out, summary, view, style);
	if (left_out.failed || out->failed)
		rc = -ENOMEM;
	text_free(&left_out);
	return rc;
}
