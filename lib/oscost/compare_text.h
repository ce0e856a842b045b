/* A comparison for terminals. */
#ifndef OSCOST_COMPARE_TEXT_H
#define OSCOST_COMPARE_TEXT_H

#include "comparison.h"
#include "grid.h"

/* What differs, the table, what could have been found, the means. 0 or -ENOMEM. */
int compare_text_add(struct text *out, const struct comparison *c, const struct grid_style *style);

/* For the gate: result stands first, then what changed alone. 0 or -ENOMEM. */
int compare_text_add_gate(struct text *out, const struct comparison *c, const char *result,
			  const struct grid_style *style);

/* Three sides or more: n comparisons of others with the same first side; ratios, side by side. */
int compare_text_add_matrix(struct text *out, const struct comparison *c, size_t n,
			    const struct grid_style *style);

/* Inside: what stands above every table; judged: and how its verdicts come about. */
int compare_text_add_head(struct text *out, const struct comparison *c, size_t n, bool judged,
			  const struct grid_style *style);

#endif
