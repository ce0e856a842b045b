/* The second table: what the counters counted, per operation. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "silent.h"
#include "table.h"

enum { INDENT = 2 };

static bool is_counter(const struct record_summary_row *row)
{
	return strcmp(row->metric, "time") != 0;
}

/* The counters' names in the order of the file; the pointers are the summary's. */
static size_t collect(const struct record_summary *summary, const char **names)
{
	size_t n = 0;

	for (size_t i = 0; i < summary->row_n; i++) {
		bool known = !is_counter(&summary->rows[i]);

		for (size_t k = 0; !known && k < n; k++)
			known = strcmp(names[k], summary->rows[i].metric) == 0;
		if (!known)
			names[n++] = summary->rows[i].metric;
	}
	return n;
}

static double count_of(const struct record_summary *summary, const struct view_row *row, const char *metric)
{
	const struct record_summary_row *counter =
		record_find_summary_row(summary, row->figure->name, row->figure->param, metric, "events/op");

	return counter ? counter->median : (double)NAN;
}

static bool has_counter(const struct record_summary *summary, const struct view_row *row, const char *const *names,
			size_t n)
{
	if (!row->info || !view_has_figures(row))
		return false;
	for (size_t i = 0; i < n; i++)
		if (isfinite(count_of(summary, row, names[i])))
			return true;
	return false;
}

static void add_row(struct grid *g, const struct record_summary *summary, const struct view_row *row,
		    const char *const *names, size_t n)
{
	struct text t = { 0 };

	grid_begin_row(g);
	grid_cell(g, row->label, NULL, NULL);
	for (size_t c = 0; c < n; c++) {
		unit_add_count(&t, count_of(summary, row, names[c]));
		grid_cell(g, text_str(&t), NULL, NULL);
		text_clear(&t);
	}
	g->failed = g->failed || t.failed;
	text_free(&t);
}

/* A table of these counters; columns: n + 1 of them. */
static struct grid make_block(const struct record_summary *summary, const struct view *view,
			      const char *const *names, size_t n, struct grid_column *columns)
{
	struct grid g = { .columns = columns, .column_n = n + 1 };

	columns[0] = (struct grid_column){ .title = "per operation", .gap = 2 };
	for (size_t c = 0; c < n; c++)
		columns[c + 1] = (struct grid_column){ .title = names[c], .right = true, .gap = 2 };
	for (size_t i = 0; i < view->row_n; i++)
		if (has_counter(summary, &view->rows[i], names, n))
			add_row(&g, summary, &view->rows[i], names, n);
	return g;
}

/* How many of the counters the width holds; at least one. */
static size_t fitting(const struct record_summary *summary, const struct view *view,
		      const struct grid_style *style, const char *const *names, size_t n,
		      struct grid_column *columns)
{
	size_t k = 1;

	while (k < n) {
		struct grid g = make_block(summary, view, names, k + 1, columns);
		bool fits = grid_width(&g, style) <= style->width;

		grid_free(&g);
		if (!fits)
			break;
		k++;
	}
	return k;
}

static int add_blocks(struct text *out, const struct record_summary *summary, const struct view *view,
		      const struct grid_style *style, const char *const *names, size_t n)
{
	struct grid_column *columns = calloc(n + 1, sizeof(*columns));
	int rc = columns ? 0 : -ENOMEM;

	for (size_t i = 0, k; !rc && i < n; i += k) {
		struct grid g;

		k = fitting(summary, view, style, names + i, n - i, columns);
		g = make_block(summary, view, names + i, k, columns);
		text_add_char(out, '\n');
		rc = grid_add(out, &g, style, NULL);
		grid_free(&g);
	}
	free(columns);
	return rc;
}

static void add_silent(struct text *out, const struct record_summary *summary, const struct grid_style *style)
{
	struct text words = { 0 };
	char *rest, *line;

	silent_add_words(&words, summary);
	out->failed = out->failed || words.failed;
	for (rest = words.data; rest && (line = strsep(&rest, "\n")) != NULL;) {
		text_add_spaces(out, INDENT);
		grid_add_paragraph(out, line, INDENT, style);
	}
	text_free(&words);
}

int table_add_counters(struct text *out, const struct record_summary *summary, const struct view *view,
		       const struct grid_style *style)
{
	const char **names = calloc(summary->row_n + 1, sizeof(*names));
	int rc = names ? 0 : -ENOMEM;

	if (!rc)
		rc = add_blocks(out, summary, view, style, names, collect(summary, names));
	add_silent(out, summary, style);
	free(names);
	return rc;
}
