/* The proof of events in words: what a case claims per operation, and what was counted. */
#ifndef OSCOST_EVENTS_H
#define OSCOST_EVENTS_H

#include <stdbool.h>

#include "text.h"

/*
 * expected and observed are the columns of summary.tsv, words such as `switches=2 faults=0`; NULL
 * and
 * "" where nothing is claimed or counted. Untrusted: what comes out is clean.
 */

/* "2 switches ✓", "1 child, 1 switch ✓", "1000 signals/s ✓", "none ✓"; "–" where nothing is
 * claimed. */
void events_add_proof(struct text *t, const char *expected, const char *observed);
/* "1.02 switches per op, expected 2"; only the kinds that differ by more than 2% where any does. */
void events_add_mismatch(struct text *t, const char *expected, const char *observed);

#endif
