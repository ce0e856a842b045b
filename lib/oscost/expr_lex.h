/* Tokens of an expression: for expr.c and for other languages around expressions. */
#ifndef OSCOST_EXPR_LEX_H
#define OSCOST_EXPR_LEX_H

#include <stddef.h>

#include "expr.h"

enum expr_token {
	EXPR_END,
	EXPR_NUMBER,
	EXPR_NAME,   /* a case with its param, or a function's name */
	EXPR_SYMBOL, /* one character: + - * / ( ) , */
	EXPR_WRONG,  /* err was filled */
};

struct expr_lexer {
	const char *text;
	size_t at; /* where the next token is looked for */
	/* The token. */
	enum expr_token token;
	size_t column; /* of its first byte, from 1 */
	char symbol;
	double number;
	struct expr_operand operand;
	struct record_error *err;
};

void expr_lex_start(struct expr_lexer *lexer, const char *text, struct record_error *err);
void expr_lex_next(struct expr_lexer *lexer);

#endif
