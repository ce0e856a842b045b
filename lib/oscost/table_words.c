/* What stands above and beneath the table: the machine and the run, the legend, the footnotes. */
#include "facts.h"
#include "table.h"

enum {
	LABEL_WIDTH = 9,
	NOTE_INDENT = 5,
};

void table_add_head(struct text *out, const struct record_run *run, const struct grid_style *style)
{
	struct text words = { 0 };

	facts_add_title(&words, run);
	text_add(out, style->color ? GRID_BOLD : "");
	grid_add_wrapped(out, text_str(&words), 2, style);
	text_add(out, style->color ? GRID_PLAIN "\n" : "\n");
	for (const struct fact *f = facts; f->label; f++) {
		text_clear(&words);
		f->add(&words, run);
		if (words.length == 0)
			continue;
		text_addf(out, "%-*s", LABEL_WIDTH, f->label);
		grid_add_paragraph(out, text_str(&words), LABEL_WIDTH, style);
	}
	text_add_char(out, '\n');
	out->failed = out->failed || words.failed;
	text_free(&words);
}

void table_add_notes(struct text *out, const struct view *view, const char *left_out,
		     const struct grid_style *style)
{
	struct text words = { 0 };

	text_add(&words, "median: over the processes, of each process's median, with its exact 95% "
			 "interval; cycles: of the core; floor: the least sample; p99: over all "
			 "samples; ✓: the events were counted and are those that the case claims; ~: UNSTABLE, "
			 "half of the interval is more than 10% of the median, there are too few processes, or "
			 "most were disturbed.");
	if (*left_out)
		text_addf(&words, " Left out at %u columns, but in report.txt: %s.", style->width, left_out);
	text_add_char(out, '\n');
	grid_add_paragraph(out, text_str(&words), 0, style);
	for (size_t i = 0; i < view->note_n; i++) {
		text_clear(&words);
		text_add_clean(&words, view->notes[i]);
		text_addf(out, "%*zu  ", NOTE_INDENT - 2, i + 1);
		grid_add_paragraph(out, text_str(&words), NOTE_INDENT, style);
	}
	out->failed = out->failed || words.failed;
	text_free(&words);
}
