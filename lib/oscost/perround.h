/* An expression worked out round by round over a run: what derived figures and claims have in
 * common. */
#ifndef OSCOST_PERROUND_H
#define OSCOST_PERROUND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "counted.h"
#include "derived.h"
#include "expr.h"
#include "text.h"

/* What an expression is worked out over. All of it must outlive the values. */
struct perround_source {
	const struct counted *counted;
	const char *const *statuses;        /* of every case of the run, in its order */
	const struct derived_list *derived; /* figures that may be named like cases; NULL: none */
	bool *named; /* of every case: becomes true where the expression names it; NULL: not asked for */
};

struct perround {
	double *values; /* one for each round that has one, in the order of rounds */
	uint32_t *rounds; /* whose value it is; paired by order: the round of one of the cases */
	size_t n;
	const char *status;   /* "ok", or the worst of the cases that it names */
	struct text reason;   /* of that status */
	const struct record_case *worst; /* that has it; NULL: a curve, or none */
	struct text left_out; /* points of curves that have no figures */
	struct text missing;  /* cases that the run does not have; the values are none then */
};

/*
 * figure: COUNTED_TIME or COUNTED_CYCLES. Round by round, so that what disturbs all operands alike
 * drops out. Where too few rounds have all of them undisturbed, the n-th undisturbed process of each
 * is taken in place of those of one round. An expression that names no case has no values. 0 or
 * -ENOMEM; to be freed in both cases.
 */
int perround_make(const struct expr *expr, const struct perround_source *source, size_t figure,
		  struct perround *out);
void perround_free(struct perround *p);

/* Whether a case of that status has figures: ok or UNSTABLE. */
bool perround_has_figures(const char *status);

#endif
