/* The independent values of one figure on both sides: for the sources of the comparison alone. */
#ifndef OSCOST_COMPARISON_UNITS_H
#define OSCOST_COMPARISON_UNITS_H

#include "comparison.h"

/* One value, and which process, round or boot it is of: of all figures of a side, those of the same
 * id were measured at the same time. */
struct comparison_unit {
	uint64_t id;
	double log;
};

struct comparison_units {
	struct comparison_unit *unit; /* by id; paired: of log ratios */
	size_t n;
	double median;      /* of all processes, in the row's unit; NaN: none */
	char reason[160];   /* why there is none, or "" */
};

/* The figure's values on one side; figure: COUNTED_TIME or COUNTED_CYCLES. 0 or -ENOMEM. */
int comparison_units_of(const struct side *side, const struct comparison_row *row, size_t figure,
			bool by_boot, struct comparison_units *out);
/* Whether every run of the side that has the figure has it in cycles too. */
bool comparison_has_cycles(const struct side *side, const struct comparison_row *row);
/* pairs becomes log b - log a of the rounds that both have. 0 or -ENOMEM. */
int comparison_units_pair(const struct comparison_units *a, const struct comparison_units *b,
			  struct comparison_units *pairs);
void comparison_units_free(struct comparison_units *u);

/* The logs, ascending; the caller frees. NULL: out of memory. */
double *comparison_units_sorted(const struct comparison_units *u);

/* Shift of b against a as the way has it: row->ratio, lo, hi, p, least, n_a, n_b. pairs: of
 * COMPARISON_PAIRED, else NULL. 0; -ERANGE: too few for an interval; -ENOMEM. */
int comparison_shift(const struct comparison_units *a, const struct comparison_units *b,
		     const struct comparison_units *pairs, double alpha, struct comparison_row *row);

/* Where most of what counts on a side was disturbed there is no verdict; where some was, a change says so. */
void comparison_hold_disturbed(const struct comparison *c, struct comparison_row *row);

/* The verdict of COMPARISON_EXACT on a row whose medians are there on both sides; none on what is no number of
 * instructions. */
void comparison_judge_exact(const struct comparison *c, const struct comparison_units *a,
			    const struct comparison_units *b, struct comparison_row *row);

/* The groups' means over the rows' units: units_a[i], units_b[i] or, paired, pairs[i] are those of
 * row i. 0 or -ENOMEM. */
int comparison_make_groups(struct comparison *c, const struct comparison_units *units_a,
			   const struct comparison_units *units_b,
			   const struct comparison_units *pairs);

#endif
