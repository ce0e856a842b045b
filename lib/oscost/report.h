/* What the reader gets of a run: summary.tsv, the table, report.txt, report.html, pictures. */
#ifndef OSCOST_REPORT_H
#define OSCOST_REPORT_H

#include <stdbool.h>

#include "record/record.h"

struct report_options {
	bool pictures; /* start gnuplot */
	bool print;    /* the table to standard output, as wide as the terminal */
};

/*
 * Everything comes from the run, nothing is measured; equal files give equal bytes. The table is
 * printed before anything is written, so that a full disk does not hide it. What is missing
 * (gnuplot) is said in the page and as a message. 0, or -errno with words in err.
 */
int report_make(const char *dir, const struct record_run *run, const struct report_options *options,
		struct record_error *err);

#endif
