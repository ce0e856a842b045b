/*
 * What the table and the page show: the rows of a summary in the order for reading, grouped by
 * mechanism, with their scale and their footnotes.
 */
#ifndef OSCOST_VIEW_H
#define OSCOST_VIEW_H

#include <stdbool.h>
#include <stddef.h>

#include "record/record.h"
#include "unit.h"

enum {
	VIEW_NOTES_MOST = 12, /* of one row; what is beyond stays together in the last */
	VIEW_LABEL_SIZE = 100,
};

struct view_row {
	/* Of the summary: the figure in ns or %, and in cycles (NULL: none). */
	const struct record_summary_row *figure, *cycles;
	/* Of the run: NULL for a derived figure. */
	const struct record_case *info;
	const char *what;	     /* a sentence, or NULL */
	char label[VIEW_LABEL_SIZE]; /* name:param */
	struct unit_scale scale;
	/* Numbers of footnotes, from 1. */
	size_t notes[VIEW_NOTES_MOST];
	size_t note_n;
	bool exact;   /* of an exact run: no interval is needed */
	size_t group; /* index into groups */
};

struct view_group {
	char title[VIEW_LABEL_SIZE];
	const char *prefix; /* text of case names before the first dot */
	size_t prefix_length;
	size_t color;	     /* of this mechanism in every figure */
	size_t first, count; /* rows */
};

struct view {
	struct view_row *rows;
	size_t row_n;
	struct view_group *groups;
	size_t group_n;
	char **notes; /* notes[0] is number 1 */
	size_t note_n;
	char **words; /* what derived figures are, in pairs: name, sentence */
	size_t word_n;
};

/*
 * The run and the summary must outlive the view. derived_path: derived.tsv, for its sentences; NULL
 * or a file that cannot be read leaves them out. 0, or -ENOMEM.
 */
int view_make(struct view *view, const struct record_run *run, const struct record_summary *summary,
	      const char *derived_path);
void view_free(struct view *view);

/* Whether the row has figures: its status is ok or UNSTABLE, and there is a median. */
bool view_has_figures(const struct view_row *row);
/* "INVALID: 1.02 switches per op, expected 2", "SKIPPED: reason": what stands in place of figures.
 */
void view_add_instead(struct text *t, const struct view_row *row);
/* "118.7–119.9", "–" where there is none, "exact" where there is nothing to be unsure of. */
void view_add_interval(struct text *t, const struct view_row *row);
/* "2 switches ✓", "derived", "–". */
void view_add_proof(struct text *t, const struct view_row *row);
bool view_unstable(const struct view_row *row);

/* Inside the view: numbers the rows' notes and writes the footnotes. 0, or -ENOMEM. */
int view_make_notes(struct view *view);
/* Inside the view: fills words from derived.tsv; path NULL or not readable leaves them empty. 0, or
 * -ENOMEM. */
int view_read_words(struct view *view, const char *path);

#endif
