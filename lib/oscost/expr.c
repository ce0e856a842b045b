/* Parses expressions into steps for a stack, so that a value needs no recursion. */
#include "expr.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "expr_code.h"
#include "expr_lex.h"

struct parser {
	struct expr_lexer lexer;
	struct expr *expr;
	size_t depth, stack_n;
};

static const struct function {
	const char *name;
	size_t arguments;
	enum expr_op op;
} functions[] = {
	{ "min", 2, EXPR_MIN },
	{ "max", 2, EXPR_MAX },
	{ "abs", 1, EXPR_ABS },
};

static int parse_sum(struct parser *p);

static int fail(const struct parser *p, const char *what)
{
	if (p->lexer.token == EXPR_WRONG) /* err is filled */
		return -EBADMSG;
	return record_fail(p->lexer.err, -EBADMSG, "column %zu: %s", p->lexer.column, what);
}

static bool at_symbol(const struct parser *p, char symbol)
{
	return p->lexer.token == EXPR_SYMBOL && p->lexer.symbol == symbol;
}

static int expect_symbol(struct parser *p, char symbol, const char *what)
{
	if (!at_symbol(p, symbol))
		return fail(p, what);
	expr_lex_next(&p->lexer);
	return 0;
}

/* Each step comes from a byte of the text at least, so the arrays have room (see expr_parse). */
static void emit(struct parser *p, enum expr_op op, double number, size_t operand)
{
	p->expr->steps[p->expr->step_n++] =
		(struct expr_step){ .op = op, .number = number, .operand = operand };
	if (op <= EXPR_PUSH_SLOPE)
		p->stack_n++;
	else if (op >= EXPR_ADD)
		p->stack_n--;
	if (p->stack_n > p->expr->stack_n)
		p->expr->stack_n = p->stack_n;
}

static void emit_operand(struct parser *p, enum expr_op op, const struct expr_operand *operand)
{
	p->expr->operands[p->expr->operand_n] = *operand;
	emit(p, op, 0, p->expr->operand_n++);
}

static int parse_slope(struct parser *p)
{
	struct expr_operand curve;
	int rc;

	if (p->lexer.token != EXPR_NAME || p->lexer.operand.param[0])
		return fail(p, "slope needs the name of a case, without a param");
	curve = p->lexer.operand;
	expr_lex_next(&p->lexer);
	rc = expect_symbol(p, ',', "slope needs ', param' or ', signals' after the case");
	if (rc)
		return rc;
	if (p->lexer.token == EXPR_NAME && strcmp(p->lexer.operand.name, "param") == 0)
		curve.by = EXPR_BY_PARAM;
	else if (p->lexer.token == EXPR_NAME && strcmp(p->lexer.operand.name, "signals") == 0)
		curve.by = EXPR_BY_SIGNALS;
	if (curve.by == EXPR_BY_NOTHING || p->lexer.operand.param[0])
		return fail(p, "a slope is taken against param or signals");
	expr_lex_next(&p->lexer);
	emit_operand(p, EXPR_PUSH_SLOPE, &curve);
	return expect_symbol(p, ')', "')' expected");
}

static int parse_arguments(struct parser *p, const struct function *function)
{
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && i < function->arguments; i++) {
		if (i > 0)
			rc = expect_symbol(p, ',', "',' and another argument expected");
		if (rc == 0)
			rc = parse_sum(p);
	}
	if (rc)
		return rc;
	emit(p, function->op, 0, 0);
	return expect_symbol(p, ')', "')' expected");
}

/* A case, or a function where '(' follows. */
static int parse_name(struct parser *p)
{
	struct expr_operand operand = p->lexer.operand;
	size_t column = p->lexer.column, i;

	expr_lex_next(&p->lexer);
	if (!at_symbol(p, '(')) {
		if (p->lexer.token == EXPR_WRONG)
			return -EBADMSG;
		emit_operand(p, EXPR_PUSH_CASE, &operand);
		return 0;
	}
	expr_lex_next(&p->lexer);
	if (strcmp(operand.name, "slope") == 0 && !operand.param[0])
		return parse_slope(p);
	for (i = 0; i < sizeof(functions) / sizeof(functions[0]); i++) {
		if (strcmp(operand.name, functions[i].name) == 0 && !operand.param[0])
			return parse_arguments(p, &functions[i]);
	}
	return record_fail(p->lexer.err, -EBADMSG, "column %zu: unknown function %s", column,
			   operand.name);
}

static int parse_primary(struct parser *p)
{
	int rc;

	if (p->lexer.token == EXPR_NUMBER) {
		emit(p, EXPR_PUSH_NUMBER, p->lexer.number, 0);
		expr_lex_next(&p->lexer);
		return p->lexer.token == EXPR_WRONG ? -EBADMSG : 0;
	}
	if (p->lexer.token == EXPR_NAME)
		return parse_name(p);
	if (!at_symbol(p, '('))
		return fail(p, "a number, a case or '(' expected");
	expr_lex_next(&p->lexer);
	rc = parse_sum(p);
	return rc ? rc : expect_symbol(p, ')', "')' expected");
}

static int parse_unary(struct parser *p)
{
	int rc;

	if (p->depth == EXPR_DEPTH_MAX)
		return fail(p, "nested too deep");
	p->depth++;
	if (at_symbol(p, '-')) {
		expr_lex_next(&p->lexer);
		rc = parse_unary(p);
		if (rc == 0)
			emit(p, EXPR_NEGATE, 0, 0);
	} else {
		rc = parse_primary(p);
	}
	p->depth--;
	return rc;
}

static int parse_product(struct parser *p)
{
	int rc = parse_unary(p);

	while (rc == 0 && (at_symbol(p, '*') || at_symbol(p, '/'))) {
		enum expr_op op = p->lexer.symbol == '*' ? EXPR_MULTIPLY : EXPR_DIVIDE;

		expr_lex_next(&p->lexer);
		rc = parse_unary(p);
		if (rc == 0)
			emit(p, op, 0, 0);
	}
	return rc;
}

static int parse_sum(struct parser *p)
{
	int rc = parse_product(p);

	while (rc == 0 && (at_symbol(p, '+') || at_symbol(p, '-'))) {
		enum expr_op op = p->lexer.symbol == '+' ? EXPR_ADD : EXPR_SUBTRACT;

		expr_lex_next(&p->lexer);
		rc = parse_product(p);
		if (rc == 0)
			emit(p, op, 0, 0);
	}
	return rc;
}

int expr_parse(const char *text, struct expr **expr, struct record_error *err)
{
	size_t most = strnlen(text, EXPR_TEXT_MAX) + 1;
	struct parser p = { .expr = calloc(1, sizeof(*p.expr)) };
	int rc;

	*expr = NULL;
	if (!p.expr)
		return record_fail(err, -ENOMEM, "out of memory");
	p.expr->steps = calloc(most, sizeof(*p.expr->steps));
	p.expr->operands = calloc(most, sizeof(*p.expr->operands));
	if (!p.expr->steps || !p.expr->operands) {
		expr_free(p.expr);
		return record_fail(err, -ENOMEM, "out of memory");
	}
	expr_lex_start(&p.lexer, text, err);
	rc = parse_sum(&p);
	if (rc == 0 && p.lexer.token != EXPR_END)
		rc = fail(&p, "the expression should end here, or go on with + - * /");
	if (rc) {
		expr_free(p.expr);
		return rc;
	}
	*expr = p.expr;
	return 0;
}

void expr_free(struct expr *expr)
{
	if (!expr)
		return;
	free(expr->steps);
	free(expr->operands);
	free(expr);
}

size_t expr_operand_count(const struct expr *expr)
{
	return expr->operand_n;
}

const struct expr_operand *expr_operand(const struct expr *expr, size_t i)
{
	return &expr->operands[i];
}
