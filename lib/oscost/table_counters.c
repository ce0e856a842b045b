/* The second table: what the counters counted, per operation. */
#include "table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "silent.h"

enum {
	LABEL_INDENT = 2,
	GAP = 2,
};

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

static const struct record_summary_row *find(const struct record_summary *summary,
					     const struct view_row *row, const char *metric)
{
	return record_find_summary_row(summary, row->figure->name, row->figure->param, metric,
				       "events/op");
}

static void add_cell(struct text *cell, const struct record_summary *summary,
		     const struct view_row *row, const char *metric,
		     const struct table_style *style)
{
	const struct record_summary_row *counter = find(summary, row, metric);
	struct text raw = { 0 };

	unit_add_count(&raw, counter ? counter->median : NAN);
	table_style_text(cell, &raw, style);
}

static size_t column_width(const struct record_summary *summary, const struct view *view,
			   const char *metric, const struct table_style *style, struct text *cell)
{
	size_t width = text_width(metric);

	for (size_t i = 0; i < view->row_n; i++) {
		size_t w;

		add_cell(cell, summary, &view->rows[i], metric, style);
		w = text_width(text_str(cell));
		width = w > width ? w : width;
	}
	return width;
}

static void add_right(struct text *out, const char *s, size_t width)
{
	size_t w = text_width(s);

	text_add_spaces(out, GAP + (width > w ? width - w : 0));
	text_add(out, s);
}

static void add_left(struct text *out, const char *s, size_t width)
{
	size_t w = text_width(s);

	text_add_spaces(out, LABEL_INDENT);
	text_add(out, s);
	text_add_spaces(out, width > w ? width - w : 0);
}

static bool has_counter(const struct record_summary *summary, const struct view_row *row, const char *const *names,
			size_t n)
{
	if (!row->info || !view_has_figures(row))
		return false;
	for (size_t i = 0; i < n; i++) {
		const struct record_summary_row *counter = find(summary, row, names[i]);

		if (counter && isfinite(counter->median))
			return true;
	}
	return false;
}

/* As many counters as the width holds, at least one. Returns how many. */
static size_t add_block(struct text *out, const struct record_summary *summary,
			const struct view *view, const struct table_style *style,
			const char *const *names, size_t n, size_t label_width)
{
	size_t room = style->width, used = LABEL_INDENT + label_width, k = 0;
	struct text cell = { 0 };
	size_t width[TSV_FIELDS_MAX];

	for (; k < n && k < TSV_FIELDS_MAX; k++) {
		width[k] = column_width(summary, view, names[k], style, &cell);
		if (k > 0 && used + GAP + width[k] > room)
			break;
		used += GAP + width[k];
	}
	text_add_char(out, '\n');
	add_left(out, "per operation", label_width);
	for (size_t c = 0; c < k; c++)
		add_right(out, names[c], width[c]);
	text_add_char(out, '\n');
	for (size_t i = 0; i < view->row_n; i++) {
		if (!has_counter(summary, &view->rows[i], names, k))
			continue;
		add_left(out, view->rows[i].label, label_width);
		for (size_t c = 0; c < k; c++) {
			add_cell(&cell, summary, &view->rows[i], names[c], style);
			add_right(out, text_str(&cell), width[c]);
		}
		text_add_char(out, '\n');
	}
	out->failed = out->failed || cell.failed;
	text_free(&cell);
	return k;
}

static void add_silent(struct text *out, const struct record_summary *summary, const struct table_style *style)
{
	struct text words = { 0 };
	char *rest, *line;

	silent_add_words(&words, summary);
	out->failed = out->failed || words.failed;
	for (rest = words.data; rest && (line = strsep(&rest, "\n")) != NULL;) {
		text_add_spaces(out, LABEL_INDENT);
		text_add_wrapped(out, line, style->width, LABEL_INDENT);
		text_add_char(out, '\n');
	}
	text_free(&words);
}

void table_add_counters(struct text *out, const struct record_summary *summary,
			const struct view *view, const struct table_style *style)
{
	const char **names = calloc(summary->row_n + 1, sizeof(*names));
	size_t n, label_width = strlen("per operation");

	if (!names) {
		out->failed = true;
		return;
	}
	n = collect(summary, names);
	for (size_t i = 0; i < view->row_n; i++) {
		size_t w = text_width(view->rows[i].label);

		label_width = w > label_width ? w : label_width;
	}
	for (size_t i = 0; i < n;)
		i += add_block(out, summary, view, style, names + i, n - i, label_width);
	add_silent(out, summary, style);
	free(names);
}
