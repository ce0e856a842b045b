/* A parsed expression: steps on a stack of numbers. For expr.c and expr_eval.c alone. */
#ifndef OSCOST_EXPR_CODE_H
#define OSCOST_EXPR_CODE_H

#include "expr.h"

enum expr_op {
	EXPR_PUSH_NUMBER,
	EXPR_PUSH_CASE,
	EXPR_PUSH_SLOPE,
	/* One operand. */
	EXPR_NEGATE,
	EXPR_ABS,
	/* Two operands. */
	EXPR_ADD,
	EXPR_SUBTRACT,
	EXPR_MULTIPLY,
	EXPR_DIVIDE,
	EXPR_MIN,
	EXPR_MAX,
};

struct expr_step {
	enum expr_op op;
	double number;
	size_t operand; /* index */
};

struct expr {
	struct expr_step *steps;
	size_t step_n;
	struct expr_operand *operands;
	size_t operand_n;
	size_t stack_n; /* the most numbers that lie on the stack at once */
};

#endif
