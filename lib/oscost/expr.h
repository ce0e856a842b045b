/* Expressions over figures of cases: `ctxsw.pipe.process / 2 - ctxsw.pipe.self`.
 *
 * Numbers, cases (name or name:param), + - * / and unary -, parentheses, min(a, b), max(a, b),
 * abs(a), and slope(CASE, param), slope(CASE, signals): the least-squares slope of the figures of
 * all params of CASE against the param as a number, or against the signals counted per operation.
 * A case that has no value, a division by zero and whatever else is no finite number make the whole
 * expression have no value (NaN). */
#ifndef OSCOST_EXPR_H
#define OSCOST_EXPR_H

#include <stdbool.h>
#include <stddef.h>

#include "record/error.h"

enum {
	EXPR_TEXT_MAX = 4096,  /* bytes of an expression */
	EXPR_DEPTH_MAX = 64,   /* parentheses, functions and signs within each other */
	EXPR_POINTS_MAX = 256, /* params of a curve */
	EXPR_NAME_SIZE = 65,
	EXPR_PARAM_SIZE = 33,
};

enum expr_by {
	EXPR_BY_NOTHING, /* a case, not a slope */
	EXPR_BY_PARAM,
	EXPR_BY_SIGNALS,
};

struct expr_operand {
	char name[EXPR_NAME_SIZE];
	char param[EXPR_PARAM_SIZE]; /* "" for a case without one, and for a curve */
	enum expr_by by;             /* of a curve: what its slope is taken against */
};

struct expr;

/* 0; -EBADMSG: err says what is wrong and where ("column 14: unknown function foo"); -ENOMEM. */
int expr_parse(const char *text, struct expr **expr, struct record_error *err);
void expr_free(struct expr *expr);

/* The cases that it names, in their order, repetitions included. */
size_t expr_operand_count(const struct expr *expr);
const struct expr_operand *expr_operand(const struct expr *expr, size_t i);

/* Where figures come from. */
struct expr_lookup {
	void *context;
	/* The figure of a case; NaN: no value. param NULL: the case without one. */
	double (*value)(void *context, const char *name, const char *param);
	/* The points of a curve, at most max of them; returns how many there are. A point whose x
	 * or y is NaN leaves the slope without a value. */
	size_t (*curve)(void *context, const char *name, enum expr_by by, double *x, double *y,
			size_t max);
};

/* NaN: no value. */
double expr_value(const struct expr *expr, const struct expr_lookup *lookup);

#endif
