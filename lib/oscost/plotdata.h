/*
 * Data files for gnuplot: columns parted by tabs, fixed file names in a private folder.
 *
 * All that comes from a run goes through here: numbers are written by us, labels keep letters,
 * digits and a few marks that mean nothing to gnuplot; no content ever becomes part of a command.
 */
#ifndef OSCOST_PLOTDATA_H
#define OSCOST_PLOTDATA_H

#include <stddef.h>

#include "text.h"

/* One field and its tab; "-" (missing) for what is not finite. */
void plotdata_real(struct text *t, double value);
void plotdata_count(struct text *t, size_t value);
/* Untrusted words: other characters than [A-Za-z0-9 .,:;/_+=%()±µ–×-] become '?'. */
void plotdata_label(struct text *t, const char *label);
void plotdata_end_row(struct text *t);
/* Ends a data set that gnuplot calls by index. */
void plotdata_end_block(struct text *t);

/* Writes dir/name and empties t. 0, -ENOMEM when t failed, or -errno of the file. */
int plotdata_write(const char *dir, const char *name, struct text *t);

#endif
