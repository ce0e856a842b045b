/* The cells of a comparison's tables in words, the same on terminals and in pages. */
#ifndef OSCOST_COMPARE_CELLS_H
#define OSCOST_COMPARE_CELLS_H

#include "comparison.h"
#include "differences.h"
#include "text.h"

/* Each appends; "–" for what there is not. Changes are shares of A: "+4.6%", "×3.20" from three times. */
void compare_add_medians(struct text *a, struct text *b, const struct comparison_row *row);
/* "ns", "µs", "%": the unit of both. */
void compare_add_unit(struct text *t, const struct comparison_row *row);
void compare_add_change(struct text *t, double log_ratio);
void compare_add_interval(struct text *t, double log_lo, double log_hi);
/* The same of a row; of an exact one the difference in instructions, "+14", "equal". */
void compare_add_row_interval(struct text *t, const struct comparison_row *row);
void compare_add_p(struct text *t, double p);
/* "20/27", or "20" where both are the same. */
void compare_add_n(struct text *t, const struct comparison_row *row);

/* One line: whose run it is, on which kernel, when, how many runs. */
void compare_add_side(struct text *t, const struct side *side);
/* "core cycles, which repeat better here than ns: …": what the changes are of, and why. */
void compare_add_metric(struct text *t, const struct comparison *c);
/* A sentence each: how the change, its interval and the verdict were made. */
void compare_add_way(struct text *t, const struct comparison *c);
/* "3 REGRESSED, 1 IMPROVED, 140 SAME, 8 INCONCLUSIVE of 152 cases; 74 dearer, 78 cheaper". */
void compare_add_counts(struct text *t, const struct comparison *c);
/* What could have been found: the median case and the worst. column: there is one with all of them. */
void compare_add_least(struct text *t, const struct comparison *c, bool column);

/* What is to be said of rows that have a verdict, each text once. */
struct compare_notes {
	char **note;
	size_t n;
	size_t *number; /* private: of each row */
	const struct comparison_row *rows; /* private */
};
/* In brief: what is called changed, and what no verdict was found for. */
bool compare_is_shown(const struct comparison_row *row, bool brief);
/* Of the rows that are shown. 0 or -ENOMEM. */
int compare_notes_make(const struct comparison *c, bool brief, struct compare_notes *out);
void compare_notes_free(struct compare_notes *notes);
/* From 1; 0: none. */
size_t compare_notes_number(const struct compare_notes *notes, const struct comparison_row *row);

#endif
