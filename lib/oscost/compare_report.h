/* What a comparison leaves in a folder: compare.html, compare.txt, compare.tsv, pictures. */
#ifndef OSCOST_COMPARE_REPORT_H
#define OSCOST_COMPARE_REPORT_H

#include <stdbool.h>

#include "comparison.h"
#include "record/error.h"

/*
 * Makes the folder when it is not there; files of an earlier report there are replaced. verdict: a line
 * for the head of the page, or NULL. A missing gnuplot is said on the page and as a message. 0, or
 * -errno with words in err.
 */
int compare_report_write(const char *dir, const struct comparison *c, size_t n, bool pictures,
			 const char *verdict, struct record_error *err);

/* Where there was nothing to compare: a page and a text that say so. Errors as above. */
int compare_report_write_words(const char *dir, const char *words, struct record_error *err);

#endif
