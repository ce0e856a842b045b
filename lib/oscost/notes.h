/* Footnotes of a row of summary.tsv, in plain words, parted by "; ". */
#ifndef OSCOST_NOTES_H
#define OSCOST_NOTES_H

#include "counted.h"
#include "figures.h"
#include "text.h"

/* Appends one note, made as by printf. */
__attribute__((format(printf, 2, 3))) void notes_add(struct text *notes, const char *format, ...);

enum notes_of { NOTES_PROCESSES, NOTES_ROUNDS };

/* What keeps the figures, made of so many of those, from being a result; true when something does. */
bool notes_unstable(struct text *notes, const struct figures *f, enum notes_of of);
/* More than one mode, with their shares. */
void notes_modes(struct text *notes, const struct figures *f, const char *unit);
/* Negative values, and more than 1% of drift. */
void notes_figures(struct text *notes, const struct figures *f, const char *things);
/* overhead: subtracted / net; more than 5% is said. */
void notes_overhead(struct text *notes, double overhead);
/* Processes that were run again, and those that were disturbed to the end. */
void notes_disturbed(struct text *notes, const struct counted_case *c);
/* The latter alone, of which there are some. */
void notes_unclean(struct text *notes, const struct counted_case *c);

#endif
