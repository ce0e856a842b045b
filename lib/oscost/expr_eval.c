/* The value of a parsed expression. */
#include <math.h>

#include "expr_code.h"
#include "stats/stats.h"

/* Two values wait on the stack at each level of nesting, and a function's first argument. */
enum {
	STACK_MAX = 4 * EXPR_DEPTH_MAX
};

static double slope(const struct expr_operand *curve, const struct expr_lookup *lookup)
{
	double x[EXPR_POINTS_MAX], y[EXPR_POINTS_MAX], rise, start;
	size_t n = lookup->curve(lookup->context, curve->name, curve->by, x, y, EXPR_POINTS_MAX), i;

	if (n > EXPR_POINTS_MAX)
		return (double)NAN;
	for (i = 0; i < n; i++) {
		if (!isfinite(x[i]) || !isfinite(y[i]))
			return (double)NAN;
	}
	return stats_slope(x, y, n, &rise, &start) ? (double)NAN : rise;
}

static double push(const struct expr *expr, const struct expr_step *step,
		   const struct expr_lookup *lookup)
{
	const struct expr_operand *operand = &expr->operands[step->operand];

	if (step->op == EXPR_PUSH_NUMBER)
		return step->number;
	if (step->op == EXPR_PUSH_SLOPE)
		return slope(operand, lookup);
	return lookup->value(lookup->context, operand->name,
			     operand->param[0] ? operand->param : NULL);
}

static double apply(enum expr_op op, double a, double b)
{
	switch (op) {
	case EXPR_NEGATE:
		return -a;
	case EXPR_ABS:
		return fabs(a);
	case EXPR_ADD:
		return a + b;
	case EXPR_SUBTRACT:
		return a - b;
	case EXPR_MULTIPLY:
		return a * b;
	case EXPR_DIVIDE:
		return a / b;
	case EXPR_MIN:
		return b < a ? b : a;
	case EXPR_MAX:
		return b > a ? b : a;
	default:
		return (double)NAN;
	}
}

double expr_value(const struct expr *expr, const struct expr_lookup *lookup)
{
	double stack[STACK_MAX];
	size_t n = 0, i;

	if (expr->stack_n > STACK_MAX)
		return (double)NAN;
	for (i = 0; i < expr->step_n; i++) {
		const struct expr_step *step = &expr->steps[i];

		if (step->op <= EXPR_PUSH_SLOPE) {
			stack[n++] = push(expr, step, lookup);
		} else if (step->op < EXPR_ADD) {
			stack[n - 1] = apply(step->op, stack[n - 1], 0);
		} else {
			n--;
			stack[n - 1] = apply(step->op, stack[n - 1], stack[n]);
		}
		/* An infinity could still become a number (1 / x), min and max could drop a NaN. */
		if (!isfinite(stack[n - 1]))
			return (double)NAN;
	}
	return stack[0];
}
