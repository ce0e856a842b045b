/* What stands above and beneath the table: the machine and the run, the legend, the footnotes. */
#include "table.h"

#include "facts.h"

enum {
	LABEL_WIDTH = 9,
	NOTE_INDENT = 5,
};

static void add_wrapped(struct text *out, struct text *raw, const struct table_style *style,
			size_t indent)
{
	struct text cell = { 0 };

	table_style_text(&cell, raw, style);
	text_add_wrapped(out, text_str(&cell), style->width, indent);
	out->failed = out->failed || cell.failed;
	text_free(&cell);
}

void table_add_head(struct text *out, const struct record_run *run, const struct table_style *style)
{
	struct text raw = { 0 };

	facts_add_title(&raw, run);
	text_add(out, style->color ? TABLE_BOLD : "");
	add_wrapped(out, &raw, style, 2);
	text_add(out, style->color ? TABLE_PLAIN : "");
	text_add_char(out, '\n');
	for (const struct fact *f = facts; f->label; f++) {
		f->add(&raw, run);
		if (raw.length == 0)
			continue;
		text_addf(out, "%-*s", LABEL_WIDTH, f->label);
		add_wrapped(out, &raw, style, LABEL_WIDTH);
		text_add_char(out, '\n');
	}
	text_add_char(out, '\n');
}

void table_add_notes(struct text *out, const struct view *view, const char *left_out,
		     const struct table_style *style)
{
	struct text raw = { 0 };

	text_add(&raw, "median: over the processes, of each process's median, with its exact 95% "
		       "interval; cycles: of the core; floor: the least sample; p99: over all "
		       "samples; ✓: the events were counted and are those that the case claims; ~: UNSTABLE, the "
		       "interval is wider than 10% to a side, there are too few processes, or most were disturbed.");
	if (*left_out)
		text_addf(&raw, " Left out at %u columns, but in report.txt: %s.", style->width,
			  left_out);
	text_add_char(out, '\n');
	add_wrapped(out, &raw, style, 0);
	text_add_char(out, '\n');
	for (size_t i = 0; i < view->note_n; i++) {
		text_addf(out, "%*zu  ", NOTE_INDENT - 2, i + 1);
		text_add_clean(&raw, view->notes[i]);
		add_wrapped(out, &raw, style, NOTE_INDENT);
		text_add_char(out, '\n');
	}
}
