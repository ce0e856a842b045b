/*
 * The comparison of two sides, A (old) and B (new): every figure's change with its interval and
 * verdict (method.md, section 3). Nothing is measured, read or printed here.
 */
#ifndef OSCOST_COMPARISON_H
#define OSCOST_COMPARISON_H

#include <stdbool.h>
#include <stddef.h>

#include "noise.h"
#include "side.h"
#include "text.h"
#include "verdict.h"

/* What is taken for one independent value. */
enum comparison_way {
	/* Both runs were measured together, in turn: the log ratio of the two processes of a round;
	 * its median with the interval of the sign test. */
	COMPARISON_PAIRED,
	/* A process: Hodges and Lehmann's shift of the logs with its rank interval. */
	COMPARISON_PROCESSES,
	/* The kernels differ: what a boot fixes is the same in all its processes, so one value a
	 * boot, the median of its processes; shift and interval as above. */
	COMPARISON_BOOTS,
	/* Both sides are exact runs: nothing scatters, so the medians themselves are held against each
	 * other, and the least change is one instruction. The kernels may differ. */
	COMPARISON_EXACT,
};

/* Between kernels, fewer boots on a side than this can only be inconclusive. */
#define COMPARISON_BOOTS_LEAST 5

struct comparison_rules {
	bool cycles; /* judge core cycles where both sides have them, else ns */
	bool gate;   /* changes by intervals of Bonferroni over the cases, SAME by 95%; else all by 95%, and
		      * Benjamini-Hochberg's 5% */
	bool derived; /* derived figures too */
	const char *const *only; /* globs over labels; none: all */
	size_t only_count;
	const struct noise *noise; /* of this machine; NULL: not measured */
};

struct comparison_row {
	const char *name, *param, *unit; /* of a and b below: ns, cycles, % … */
	char label[100];
	bool derived;
	bool exact;            /* no interval: the figures are equal or they are not */
	double a, b;           /* medians over all processes; NaN: none */
	size_t n_a, n_b;       /* independent values on each side */
	double ratio, lo, hi;  /* log of B / A and its interval; NaN */
	double p;              /* of Mann and Whitney's test, paired: of the sign test */
	double theta;          /* a share: the least change that counts */
	double least;          /* a share: the least change found with 80% power; NaN */
	enum verdict verdict;
	char reason[240];      /* of VERDICT_NONE, where INCONCLUSIVE needs words, and of changes; clean */
};

/* Rows of one mechanism; the last group is all cases. */
struct comparison_group {
	const char *title;
	size_t color;
	size_t first, count;  /* rows */
	size_t n;             /* cases in the mean: with a change, not derived */
	double ratio, lo, hi; /* log of the geometric mean of B / A; the interval may be NaN */
};

struct comparison {
	const struct side *a, *b;
	struct comparison_rules rules;
	enum comparison_way way;
	double alpha;  /* of each interval */
	size_t family; /* rows that were judged */
	struct comparison_row *rows;
	size_t row_n;
	struct comparison_group *groups;
	size_t group_n;
	size_t verdicts[VERDICTS];
	size_t risen, fallen; /* rows by the sign of their change */
};

/* Both sides must outlive it. 0 or -ENOMEM; nothing to free then. */
int comparison_make(const struct side *a, const struct side *b,
		    const struct comparison_rules *rules, struct comparison *out);
void comparison_free(struct comparison *c);

/* "B: 9 of 12 processes were disturbed at every attempt (throttled)", or nothing. */
void comparison_add_disturbed(struct text *t, const struct comparison *c, const struct comparison_row *row);
/* "9 of 12 processes: throttled", of one side, or nothing. */
void comparison_add_cause(struct text *t, const struct side *side, const struct comparison_row *row);

#endif
