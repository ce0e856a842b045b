/* A run as comparisons see it: of every figure, one value a process. */
#ifndef OSCOST_REPLICATES_H
#define OSCOST_REPLICATES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "counted.h"
#include "derived.h"

/* What one process (of a derived figure: one round) says. */
struct replicate {
	uint32_t round;
	double value[COUNTED_COUNTERS]; /* COUNTED_TIME in the row's unit, COUNTED_CYCLES; NaN: none */
};

struct replicates_row {
	const char *name, *param; /* of the run or of the derived figure */
	const char *unit;         /* of COUNTED_TIME: ns, % … */
	const char *status;       /* ok, or why there are no values: as in summary.tsv … */
	const char *reason;       /* … and in words; "" for ok */
	bool derived;
	struct replicate *values; /* by round */
	size_t n;
	const struct counted_case *worst; /* the case behind it of which most processes were disturbed; NULL: none */
};

struct replicates {
	struct replicates_row *rows; /* the run's cases in their order, then the derived figures */
	size_t row_n;
	struct counted counted;   /* the samples behind them */
	struct derived_list list; /* private: holds the names of derived figures */
};

/* The run must outlive it. derived_path: derived.tsv; NULL leaves the derived figures out. 0;
 * -EBADMSG, -ENOMEM, errors of reading derived.tsv: err says what; there is nothing to free then. */
int replicates_make(const struct record_run *run, const char *derived_path, struct replicates *out,
		    struct record_error *err);
void replicates_free(struct replicates *r);

/* NULL when there is no such row. */
const struct replicates_row *replicates_find(const struct replicates *r, const char *name,
					     const char *param);

#endif
