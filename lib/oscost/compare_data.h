/* Comparisons for programs. */
#ifndef OSCOST_COMPARE_DATA_H
#define OSCOST_COMPARE_DATA_H

#include "comparison.h"
#include "json.h"
#include "text.h"

/* One row a figure of each comparison, under a line with the columns' names: a, b in `unit`; ratio,
 * lo, hi: B / A and its interval; theta, least: shares; `-` for missing. Numbers are unrounded. */
int compare_tsv_add(struct text *out, const struct comparison *c, size_t n);
/* The same as an object, with what differs and the groups' means; null for missing. */
int compare_json_add(struct text *out, const struct comparison *c, size_t n);
/* Inside an object of somebody else: the member comparisons. */
int compare_json_put(struct json *j, const struct comparison *c, size_t n);
/* All: 0 or -ENOMEM. */

/* "paired", "processes", "boots". */
const char *compare_way_word(enum comparison_way way);

#endif
