/* The page of one or several comparisons with the same first side. */
#ifndef OSCOST_COMPARE_HTML_H
#define OSCOST_COMPARE_HTML_H

#include "comparison.h"
#include "picture.h"

/* verdict: a line that stands above everything, or NULL. pictures: of each comparison, n sets. What
 * comes from runs is escaped. 0 or -ENOMEM. */
int compare_html_add(struct text *out, const struct comparison *c, size_t n,
		     const struct picture_set *pictures, const char *verdict);

#endif
