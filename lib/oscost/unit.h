/* Figures for people: a unit chosen for reading, and digits chosen by the figure. */
#ifndef OSCOST_UNIT_H
#define OSCOST_UNIT_H

#include <stdbool.h>

#include "text.h"

/* How the figures of one row are written: all in the same unit with the same decimals. */
struct unit_scale {
	const char *name; /* "ns", "µs", "ms", "s", "%", "instr"; "" for counts */
	double divisor;	  /* figure in the file's unit / divisor = figure as shown */
	unsigned decimals;
};

/*
 * For figures of about `typical` in the file's unit ("ns", "%", "cycles", "instructions", "events/op"): four digits
 * of it, at most three decimals. Where lo and hi differ but would read the same, up to two decimals
 * more. NaN for lo and hi: not known.
 */
struct unit_scale unit_pick(const char *unit, double typical, double lo, double hi);

/* value / divisor with the decimals of the scale, no unit; "–" for NaN. */
void unit_add(struct text *t, double value, const struct unit_scale *scale);
/* "118.7–119.9", "-3.1 to 2.4" where a sign would be taken for the dash, "–" where there is none.
 */
void unit_add_interval(struct text *t, double lo, double hi, const struct unit_scale *scale);
/* "119.2 ns" on its own. */
void unit_add_value(struct text *t, double value, const char *unit);
/* A share as a percentage: "3.0%", "24%", beyond 1000% the factor that it makes, "×24"; "–" for NaN. */
void unit_add_share(struct text *t, double share);
/* A count in few characters: 1.42, 453.2, 64.21k, 1.235M. */
void unit_add_count(struct text *t, double value);

#endif
