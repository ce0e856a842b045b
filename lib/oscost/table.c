/* The table for terminals and for report.txt. */
#include "table.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
	INDENT = 2, /* of rows beneath their group's title */
	LEVEL_BRIEF_UNSTABLE = 2,
	LEVEL_BRIEF = 3,
	LEVEL_LAST = 6,
};

#define RED "\033[31m"
#define YELLOW "\033[33m"

static void add_label(struct text *t, const struct view_row *row)
{
	text_add_clean(t, row->label);
}

static void add_median(struct text *t, const struct view_row *row)
{
	unit_add(t, row->figure->median, &row->scale);
}

static void add_unit(struct text *t, const struct view_row *row)
{
	text_add(t, row->scale.name);
}

static void add_cycles(struct text *t, const struct view_row *row)
{
	unit_add_count(t, row->cycles ? row->cycles->median : NAN);
}

static void add_floor(struct text *t, const struct view_row *row)
{
	unit_add(t, row->figure->floor, &row->scale);
}

static void add_p99(struct text *t, const struct view_row *row)
{
	unit_add(t, row->figure->p99, &row->scale);
}

static void add_notes(struct text *t, const struct view_row *row)
{
	for (size_t i = 0; i < row->note_n; i++)
		text_addf(t, "%s%zu", i ? "," : "", row->notes[i]);
}

/* On narrow terminals columns go one by one: level 1 drops those with drop = 1, and so on. */
static const struct column {
	const char *title, *brief_title;
	void (*add)(struct text *t, const struct view_row *row);
	bool right;
	size_t gap; /* spaces before it */
	int drop;   /* 0: never */
} columns[] = {
	{ "case", "case", add_label, false, INDENT, 0 },
	{ "median", "median", add_median, true, 2, 0 },
	{ "", "", add_unit, false, 1, 0 },
	{ "95% interval", "95% interval", view_add_interval, true, 2, 6 },
	{ "cycles", "cycles", add_cycles, true, 2, 4 },
	{ "floor", "floor", add_floor, true, 2, 2 },
	{ "p99", "p99", add_p99, true, 2, 1 },
	{ "events/op", "", view_add_proof, false, 2, 0 },
	{ "notes", "", add_notes, false, 2, 0 },
};

enum {
	COLUMNS = sizeof(columns) / sizeof(columns[0])
};

struct layout {
	const struct table_style *style;
	int level;
	size_t width[COLUMNS]; /* 0: dropped */
};

static const char *title_of(const struct layout *layout, size_t c)
{
	return layout->level >= LEVEL_BRIEF ? columns[c].brief_title : columns[c].title;
}

void table_style_text(struct text *cell, struct text *raw, const struct table_style *style)
{
	text_clear(cell);
	if (style->utf8)
		text_add(cell, text_str(raw));
	else
		text_add_ascii(cell, text_str(raw));
	cell->failed = cell->failed || raw->failed;
	text_free(raw);
}

/* An UNSTABLE row has passed the proof, else it were INVALID: on narrow terminals the word alone
 * will do, or a mark. */
static void shorten_proof(struct text *proof, const struct view_row *row, int level)
{
	bool brief = level >= LEVEL_BRIEF, proven = strstr(text_str(proof), "✓") != NULL;

	if (view_unstable(row)) {
		if (level >= LEVEL_BRIEF_UNSTABLE)
			text_clear(proof);
		text_add(proof, brief ? "~" : level >= LEVEL_BRIEF_UNSTABLE ? "UNSTABLE" : " UNSTABLE");
	} else if (brief) {
		text_clear(proof);
		text_add(proof, proven ? "✓" : " ");
	}
}

static void add_cell(struct text *cell, size_t c, const struct view_row *row,
		     const struct layout *layout)
{
	struct text raw = { 0 };

	columns[c].add(&raw, row);
	if (columns[c].add == view_add_proof)
		shorten_proof(&raw, row, layout->level);
	table_style_text(cell, &raw, layout->style);
}

static size_t measure(struct layout *layout, const struct view *view, struct text *cell)
{
	size_t total = 0;

	for (size_t c = 0; c < COLUMNS; c++) {
		layout->width[c] = 0;
		if (columns[c].drop && columns[c].drop <= layout->level)
			continue;
		layout->width[c] = text_width(title_of(layout, c));
		for (size_t i = 0; i < view->row_n; i++) {
			size_t width;

			if (c > 0 && !view_has_figures(&view->rows[i]))
				continue;
			add_cell(cell, c, &view->rows[i], layout);
			width = text_width(text_str(cell));
			if (width > layout->width[c])
				layout->width[c] = width;
		}
		total += columns[c].gap + layout->width[c];
	}
	return total;
}

static void add_padded(struct text *out, const char *cell, size_t c, const struct layout *layout,
		       const char *color)
{
	size_t width = text_width(cell);
	size_t pad = layout->width[c] > width ? layout->width[c] - width : 0;

	text_add_spaces(out, columns[c].gap + (columns[c].right ? pad : 0));
	text_add(out, color ? color : "");
	text_add(out, cell);
	text_add(out, color ? TABLE_PLAIN : "");
	text_add_spaces(out, columns[c].right ? 0 : pad);
}

static void end_line(struct text *out)
{
	while (out->length > 0 && out->data[out->length - 1] == ' ')
		out->data[--out->length] = '\0';
	text_add_char(out, '\n');
}

static void add_instead(struct text *out, const struct view_row *row, const struct layout *layout,
			struct text *cell)
{
	bool grave = strcmp(row->figure->status, "SKIPPED") != 0;
	size_t indent = columns[0].gap + layout->width[0] + columns[1].gap;
	struct text raw = { 0 };

	view_add_instead(&raw, row);
	for (size_t i = 0; i < row->note_n; i++)
		text_addf(&raw, "%s%zu%s",
			  i		     ? ","
			  : row->note_n == 1 ? " (note "
					     : " (notes ",
			  row->notes[i], i + 1 == row->note_n ? ")" : "");
	table_style_text(cell, &raw, layout->style);
	text_add_spaces(out, columns[1].gap);
	text_add(out, layout->style->color ? grave ? RED : YELLOW : "");
	text_add_wrapped(out, text_str(cell), layout->style->width, indent);
	text_add(out, layout->style->color ? TABLE_PLAIN : "");
	text_add_char(out, '\n');
}

static void add_row(struct text *out, const struct view_row *row, const struct layout *layout,
		    struct text *cell)
{
	add_cell(cell, 0, row, layout);
	add_padded(out, text_str(cell), 0, layout, NULL);
	if (!view_has_figures(row)) {
		add_instead(out, row, layout, cell);
		return;
	}
	for (size_t c = 1; c < COLUMNS; c++) {
		bool warn = columns[c].add == view_add_proof && view_unstable(row);

		if (layout->width[c] == 0 && columns[c].drop && columns[c].drop <= layout->level)
			continue;
		add_cell(cell, c, row, layout);
		add_padded(out, text_str(cell), c, layout,
			   warn && layout->style->color ? YELLOW : NULL);
	}
	end_line(out);
}

static void add_body(struct text *out, const struct view *view, const struct layout *layout,
		     struct text *cell)
{
	for (size_t c = 0; c < COLUMNS; c++)
		if (layout->width[c] > 0)
			add_padded(out, title_of(layout, c), c, layout, NULL);
		else if (!columns[c].drop || columns[c].drop > layout->level)
			text_add_spaces(out, columns[c].gap);
	end_line(out);
	for (size_t g = 0; g < view->group_n; g++) {
		const struct view_group *group = &view->groups[g];

		text_add(out, layout->style->color ? TABLE_BOLD : "");
		text_add_clean(out, group->title);
		text_add(out, layout->style->color ? TABLE_PLAIN : "");
		text_add_char(out, '\n');
		for (size_t i = 0; i < group->count; i++)
			add_row(out, &view->rows[group->first + i], layout, cell);
	}
}

static void add_left_out(struct text *t, const struct layout *layout)
{
	for (size_t c = COLUMNS; c-- > 0;)
		if (columns[c].drop && columns[c].drop <= layout->level)
			text_addf(t, "%s%s", t->length ? ", " : "", columns[c].title);
}

int table_add(struct text *out, const struct record_run *run, const struct record_summary *summary,
	      const struct view *view, const struct table_style *style)
{
	struct layout layout = { .style = style };
	struct text cell = { 0 }, left_out = { 0 };
	bool failed;

	while (measure(&layout, view, &cell) > style->width && !style->all &&
	       layout.level < LEVEL_LAST)
		layout.level++;
	table_add_head(out, run, style);
	add_body(out, view, &layout, &cell);
	add_left_out(&left_out, &layout);
	table_add_notes(out, view, text_str(&left_out), style);
	if (style->all)
		table_add_counters(out, summary, view, style);
	failed = cell.failed || left_out.failed || out->failed;
	text_free(&cell);
	text_free(&left_out);
	return failed ? -ENOMEM : 0;
}
