/* The tables of the page: results, statistics, counters. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "html.h"
#include "silent.h"

static void add_median(struct text *t, const struct view_row *row)
{
	unit_add(t, row->figure->median, &row->scale);
	text_addf(t, " %s", row->scale.name);
}

static void add_cycles(struct text *t, const struct view_row *row)
{
	unit_add_count(t, row->cycles ? row->cycles->median : NAN);
}

static void add_floor(struct text *t, const struct view_row *row)
{
	unit_add(t, row->figure->floor, &row->scale);
}

static void add_p95(struct text *t, const struct view_row *row)
{
	unit_add(t, row->figure->p95, &row->scale);
}

static void add_p99(struct text *t, const struct view_row *row)
{
	unit_add(t, row->figure->p99, &row->scale);
}

static const struct column {
	const char *title;
	void (*add)(struct text *t, const struct view_row *row);
} columns[] = {
	{ "median", add_median },
	{ "95% interval", view_add_interval },
	{ "core cycles", add_cycles },
	{ "floor", add_floor },
	{ "p95", add_p95 },
	{ "p99", add_p99 },
};

enum {
	COLUMNS = sizeof(columns) / sizeof(columns[0]),
	COLUMNS_ALL = COLUMNS + 3, /* case, events, notes */
};

static void add_notes(struct text *out, const struct view_row *row)
{
	text_add(out, "<td class=\"l\" data-l=\"notes\">");
	for (size_t i = 0; i < row->note_n; i++)
		text_addf(out, "%s<a href=\"#note-%zu\">%zu</a>", i ? ", " : "", row->notes[i],
			  row->notes[i]);
	/* Without notes the cell is empty, and hidden where cells stand one under the other. */
	text_add(out, "</td>");
}

static void add_events(struct text *out, const struct view_row *row)
{
	struct text raw = { 0 };

	view_add_proof(&raw, row);
	text_add(out, "<td class=\"l\" data-l=\"events/op\">");
	html_move(out, &raw);
	if (view_unstable(row))
		text_add(out, " <span class=\"unstable\">UNSTABLE</span>");
	text_add(out, "</td>");
}

static void add_cells(struct text *out, const struct view_row *row)
{
	struct text raw = { 0 };

	if (!view_has_figures(row)) {
		bool skipped = strcmp(row->figure->status, "SKIPPED") == 0;

		text_addf(out, "<td class=\"instead%s\" colspan=\"%d\">", skipped ? " skipped" : "",
			  COLUMNS + 1);
		view_add_instead(&raw, row);
		html_move(out, &raw);
		text_add(out, "</td>");
		return;
	}
	for (size_t c = 0; c < COLUMNS; c++) {
		text_addf(out, "<td data-l=\"%s\">", columns[c].title);
		columns[c].add(&raw, row);
		html_move(out, &raw);
		text_add(out, "</td>");
	}
	add_events(out, row);
}

static void add_row(struct text *out, const struct view_row *row)
{
	text_add(out, "<tr><th scope=\"row\">");
	text_add_html(out, row->label);
	text_add(out, "</th>");
	add_cells(out, row);
	add_notes(out, row);
	text_add(out, "</tr>\n");
	if (!row->what)
		return;
	text_addf(out, "<tr class=\"what\"><td colspan=\"%d\">", COLUMNS_ALL);
	text_add_html(out, row->what);
	text_add(out, "</td></tr>\n");
}

static void add_group(struct text *out, const struct view *view, const struct view_group *group)
{
	text_addf(out, "<tbody>\n<tr><th scope=\"rowgroup\" colspan=\"%d\">", COLUMNS_ALL);
	text_add_html(out, group->title);
	text_add(out, "</th></tr>\n");
	for (size_t i = 0; i < group->count; i++)
		add_row(out, &view->rows[group->first + i]);
	text_add(out, "</tbody>\n");
}

void html_add_results(struct text *out, const struct view *view)
{
	text_add(out, "<div class=\"scroll\"><table class=\"results\">\n<thead><tr><th "
		      "class=\"l\">case</th>");
	for (size_t c = 0; c < COLUMNS; c++)
		text_addf(out, "<th>%s</th>", columns[c].title);
	text_add(out, "<th class=\"l\">events/op</th><th class=\"l\">notes</th></tr></thead>\n");
	for (size_t g = 0; g < view->group_n; g++)
		add_group(out, view, &view->groups[g]);
	text_add(out, "</table></div>\n");
	if (view->note_n == 0)
		return;
	text_add(out, "<ol class=\"notes\">\n");
	for (size_t i = 0; i < view->note_n; i++) {
		text_addf(out, "<li id=\"note-%zu\">", i + 1);
		text_add_html(out, view->notes[i]);
		text_add(out, "</li>\n");
	}
	text_add(out, "</ol>\n");
}

static void add_percent(struct text *out, double share)
{
	if (isfinite(share))
		text_addf(out, "<td>%.1f%%</td>", 100 * share);
	else
		text_add(out, "<td>–</td>");
}

static void add_plain(struct text *out, double value, const char *format)
{
	text_add(out, "<td>");
	if (!isfinite(value))
		text_add(out, "–");
	else if (format[0] == '2')
		text_addf(out, "%.2f", value);
	else
		text_addf(out, "%.0f", value);
	text_add(out, "</td>");
}

static void add_statistics(struct text *out, const struct view *view)
{
	text_add(out,
		 "<details><summary>Statistics of each case</summary>\n"
		 "<div class=\"scroll\"><table class=\"plain\"><thead><tr><th class=\"l\">case</th>"
		 "<th>processes</th><th>samples</th><th>modes</th><th>correlation within "
		 "processes</th>"
		 "<th>effective samples</th><th>drift</th><th>overhead taken off</th></tr></thead>"
		 "<tbody>\n");
	for (size_t i = 0; i < view->row_n; i++) {
		const struct record_summary_row *f = view->rows[i].figure;

		text_add(out, "<tr><th scope=\"row\">");
		text_add_html(out, view->rows[i].label);
		text_addf(out, "</th><td>%llu</td><td>%llu</td>", (unsigned long long)f->processes,
			  (unsigned long long)f->samples);
		add_plain(out, f->modes ? (double)f->modes : NAN, "0");
		add_plain(out, f->icc, "2");
		add_plain(out, f->ess, "0");
		add_percent(out, f->drift);
		add_percent(out, f->overhead);
		text_add(out, "</tr>\n");
	}
	text_add(out, "</tbody></table></div></details>\n");
}

/* Whether an earlier row has named this counter. */
static bool is_new(const struct record_summary *summary, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (strcmp(summary->rows[k].metric, summary->rows[i].metric) == 0)
			return false;
	return strcmp(summary->rows[i].metric, "time") != 0;
}

static size_t collect(const struct record_summary *summary, const char **names)
{
	size_t n = 0;

	for (size_t i = 0; i < summary->row_n; i++)
		if (is_new(summary, i))
			names[n++] = summary->rows[i].metric;
	return n;
}

static void add_silent(struct text *out, const struct record_summary *summary)
{
	struct text words = { 0 };

	silent_add_words(&words, summary);
	if (words.length) {
		text_add(out, "<p class=\"soft\">");
		html_move(out, &words);
		text_add(out, "</p>\n");
	}
	text_free(&words);
}

static void add_counters(struct text *out, const struct record_summary *summary,
			 const struct view *view, const char *const *names, size_t n)
{
	text_add(out, "<details><summary>Counters per operation</summary>\n"
		      "<div class=\"scroll\"><table class=\"plain\"><thead><tr><th "
		      "class=\"l\">case</th>");
	for (size_t c = 0; c < n; c++) {
		text_add(out, "<th>");
		text_add_html(out, names[c]);
		text_add(out, "</th>");
	}
	text_add(out, "</tr></thead><tbody>\n");
	for (size_t i = 0; i < view->row_n; i++) {
		const struct view_row *row = &view->rows[i];

		if (!row->info || !view_has_figures(row))
			continue;
		text_add(out, "<tr><th scope=\"row\">");
		text_add_html(out, row->label);
		text_add(out, "</th>");
		for (size_t c = 0; c < n; c++) {
			const struct record_summary_row *r =
				record_find_summary_row(summary, row->figure->name,
							row->figure->param, names[c], "events/op");

			text_add(out, "<td>");
			unit_add_count(out, r ? r->median : NAN);
			text_add(out, "</td>");
		}
		text_add(out, "</tr>\n");
	}
	text_add(out, "</tbody></table></div>\n");
	add_silent(out, summary);
	text_add(out, "</details>\n");
}

void html_add_details(struct text *out, const struct record_summary *summary,
		      const struct view *view)
{
	const char **names = malloc((summary->row_n + 1) * sizeof(*names));
	size_t n = 0;

	if (!names) {
		out->failed = true;
		return;
	}
	n = collect(summary, names);
	add_statistics(out, view);
	if (n > 0)
		add_counters(out, summary, view, names, n);
	free(names);
}
