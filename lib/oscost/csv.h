/* Writes CSV (RFC 4180). */
#ifndef OSCOST_CSV_H
#define OSCOST_CSV_H

#include <stdbool.h>
#include <stdint.h>

#include "text.h"

/* Starts as { .out = &text }. */
struct csv {
	struct text *out;
	bool any; /* private: a cell stands in this row */
};

/*
 * NULL: an empty cell. Quoted where need be; control characters and what is not UTF-8 become '?'.
 * A text that begins with = + - or @ gets an apostrophe before it: spreadsheets take such a cell
 * for a formula.
 */
void csv_text(struct csv *c, const char *value);
/* Unrounded, see record_format_exact. NaN and infinity: an empty cell. */
void csv_number(struct csv *c, double value);
void csv_uint(struct csv *c, uint64_t value);
void csv_end_row(struct csv *c);

#endif
