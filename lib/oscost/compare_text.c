/* A comparison for terminals: what differs, one line a case, the means. */
#include "compare_text.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include "compare_cells.h"
#include "unit.h"

enum {
	NOTE_INDENT = 5,
	/* Places among the columns. */
	INTERVAL = 5,
	THETA = 9,

	THETA_DROP = 9, /* where it differs: behind all others */
};

static const struct grid_column columns[] = {
	{ .title = "case", .gap = 2 },
	{ .title = "A", .right = true, .gap = 2, .drop = 6 },
	{ .title = "B", .right = true, .gap = 2, .drop = 7 },
	{ .title = "", .gap = 1, .drop = 7 },
	{ .title = "change", .right = true, .gap = 2 },
	{ .title = "interval", .right = true, .gap = 2, .drop = 8 },
	{ .title = "verdict", .gap = 2, .brief = "" },
	{ .title = "p", .right = true, .gap = 2, .drop = 4 },
	{ .title = "rounds", .right = true, .gap = 2, .drop = 5 },
	{ .title = "θ", .right = true, .gap = 2, .drop = 1 },
	{ .title = "least", .right = true, .gap = 2, .drop = 2 },
	{ .title = "notes", .gap = 2, .brief = "" },
};

static const char *color_of(enum verdict verdict)
{
	static const char *const colors[VERDICTS] = {
		[VERDICT_REGRESSED] = GRID_RED,
		[VERDICT_IMPROVED] = GRID_GREEN,
		[VERDICT_INCONCLUSIVE] = GRID_YELLOW,
	};

	return colors[verdict];
}

/* Hands the text to the grid and empties it. */
static void cell(struct grid *g, struct text *t)
{
	grid_cell(g, text_str(t), NULL, NULL);
	g->failed = g->failed || t->failed;
	text_clear(t);
}

static void add_judged(struct grid *g, const struct comparison_row *row, size_t note,
		       struct text *t)
{
	compare_add_change(t, row->ratio);
	cell(g, t);
	compare_add_row_interval(t, row);
	cell(g, t);
	grid_cell(g, verdict_word(row->verdict), verdict_mark(row->verdict), color_of(row->verdict));
	compare_add_p(t, row->p);
	cell(g, t);
	compare_add_n(t, row);
	cell(g, t);
	unit_add_share(t, row->theta);
	cell(g, t);
	unit_add_share(t, row->least);
	cell(g, t);
	if (note)
		text_addf(t, "%zu", note);
	cell(g, t);
}

static void add_row(struct grid *g, const struct comparison_row *row, size_t note, struct text *t)
{
	struct text b = { 0 };

	grid_begin_row(g);
	grid_cell(g, row->label, NULL, NULL);
	if (row->verdict == VERDICT_NONE) {
		grid_rest(g, row->reason, GRID_YELLOW);
		return;
	}
	compare_add_medians(t, &b, row);
	cell(g, t);
	cell(g, &b);
	text_free(&b);
	compare_add_unit(t, row);
	cell(g, t);
	add_judged(g, row, note, t);
}

static bool has_shown(const struct comparison *c, const struct comparison_group *g, bool brief)
{
	for (size_t i = g->first; i < g->first + g->count; i++)
		if (compare_is_shown(&c->rows[i], brief))
			return true;
	return false;
}

/* One change may count and a greater one not: a θ of its own belongs beside each. */
static bool thetas_differ(const struct comparison *c)
{
	double least = INFINITY, most = 0;

	for (size_t i = 0; i < c->row_n; i++) {
		if (c->rows[i].verdict == VERDICT_NONE)
			continue;
		least = fmin(least, c->rows[i].theta);
		most = fmax(most, c->rows[i].theta);
	}
	return most > least;
}

static int add_table(struct text *out, const struct comparison *c, const struct grid_style *style,
		     bool brief, struct text *left_out)
{
	struct grid_column own[sizeof(columns) / sizeof(columns[0])];
	struct grid g = { .columns = own, .column_n = sizeof(columns) / sizeof(columns[0]),
			  .brief_from = 3 };
	struct compare_notes notes;
	struct text t = { 0 };
	int rc = compare_notes_make(c, brief, &notes);

	memcpy(own, columns, sizeof(columns));
	if (c->way == COMPARISON_EXACT)
		own[INTERVAL].title = "difference";
	if (thetas_differ(c))
		own[THETA].drop = THETA_DROP;
	for (size_t i = 0; !rc && i + 1 < c->group_n; i++) {
		const struct comparison_group *group = &c->groups[i];

		if (!has_shown(c, group, brief))
			continue;
		grid_heading(&g, group->title);
		for (size_t k = group->first; k < group->first + group->count; k++)
			if (compare_is_shown(&c->rows[k], brief))
				add_row(&g, &c->rows[k], compare_notes_number(&notes, &c->rows[k]), &t);
	}
	if (!rc && g.line_n > 0)
		rc = grid_add(out, &g, style, left_out);
	text_add(out, notes.n ? "\n" : "");
	for (size_t i = 0; i < notes.n; i++) {
		text_addf(out, "%*zu  ", NOTE_INDENT - 2, i + 1);
		grid_add_paragraph(out, notes.note[i], NOTE_INDENT, style);
	}
	compare_notes_free(&notes);
	grid_free(&g);
	text_free(&t);
	return rc;
}

static const struct grid_column mean_columns[] = {
	{ .title = "geometric mean of", .gap = 2 },
	{ .title = "change", .right = true, .gap = 2 },
	{ .title = "95% interval", .right = true, .gap = 2 },
	{ .title = "cases", .right = true, .gap = 2 },
};

static int add_means(struct text *out, const struct comparison *c, const struct grid_style *style)
{
	struct grid g = { .columns = mean_columns,
			  .column_n = sizeof(mean_columns) / sizeof(mean_columns[0]) };
	struct text t = { 0 };
	int rc;

	for (size_t i = 0; i < c->group_n; i++) {
		const struct comparison_group *group = &c->groups[i];

		if (group->n == 0)
			continue;
		grid_begin_row(&g);
		grid_cell(&g, group->title, NULL, NULL);
		compare_add_change(&t, group->ratio);
		cell(&g, &t);
		compare_add_interval(&t, group->lo, group->hi);
		cell(&g, &t);
		text_addf(&t, "%zu", group->n);
		cell(&g, &t);
	}
	rc = grid_add(out, &g, style, NULL);
	grid_free(&g);
	text_free(&t);
	return rc;
}

int compare_text_add(struct text *out, const struct comparison *c, const struct grid_style *style)
{
	struct text words = { 0 }, left_out = { 0 };
	int rc = compare_text_add_head(out, c, 1, true, style);

	if (!rc)
		rc = add_table(out, c, style, false, &left_out);
	text_add(out, "\n");
	compare_add_counts(&words, c);
	text_add(&words, ". ");
	compare_add_least(&words, c, !strstr(text_str(&left_out), "least"));
	if (left_out.length)
		text_addf(&words, " Left out at %u columns: %s.", style->width, text_str(&left_out));
	grid_add_paragraph(out, text_str(&words), 0, style);
	text_add(out, "\n");
	if (!rc)
		rc = add_means(out, c, style);
	out->failed = out->failed || words.failed || left_out.failed;
	text_free(&words);
	text_free(&left_out);
	return rc ? rc : out->failed ? -ENOMEM : 0;
}

/* Whether there is a table in brief. */
static bool has_brief(const struct comparison *c)
{
	for (size_t i = 0; i + 1 < c->group_n; i++)
		if (has_shown(c, &c->groups[i], true))
			return true;
	return false;
}

int compare_text_add_gate(struct text *out, const struct comparison *c, const char *result,
			  const struct grid_style *style)
{
	struct text words = { 0 };
	bool table = has_brief(c);
	int rc;

	grid_add_paragraph(out, result, 2, style);
	text_add(out, "\n");
	rc = compare_text_add_head(out, c, 1, table, style);
	if (!rc && table) {
		rc = add_table(out, c, style, true, NULL);
		text_add(out, "\n");
	}
	compare_add_least(&words, c, false);
	grid_add_paragraph(out, text_str(&words), 0, style);
	out->failed = out->failed || words.failed;
	text_free(&words);
	return rc ? rc : out->failed ? -ENOMEM : 0;
}
