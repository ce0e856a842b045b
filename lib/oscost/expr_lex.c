/* Cuts an expression into tokens. */
#include "expr_lex.h"

#include <errno.h>
#include <string.h>

#include "record/number.h"

static const char digits[] = "0123456789";
static const char lower[] = "abcdefghijklmnopqrstuvwxyz";
static const char name_characters[] = "abcdefghijklmnopqrstuvwxyz0123456789_.";
static const char param_characters[] =
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.";

static void wrong(struct expr_lexer *lexer, const char *what)
{
	record_fail(lexer->err, -EBADMSG, "column %zu: %s", lexer->column, what);
	lexer->token = EXPR_WRONG;
}

/* Copies the longest run of characters of the set to place; false when there is none or no room. */
static bool take(struct expr_lexer *lexer, const char *set, char *place, size_t size)
{
	const char *start = lexer->text + lexer->at;
	size_t n = strspn(start, set);

	if (n == 0 || n >= size)
		return false;
	memcpy(place, start, n);
	place[n] = '\0';
	lexer->at += n;
	return true;
}

static size_t number_length(const char *s)
{
	size_t n = strspn(s, "0123456789."), sign;

	if (s[n] != 'e' && s[n] != 'E')
		return n;
	sign = s[n + 1] == '-' || s[n + 1] == '+';
	if (!strchr(digits, s[n + 1 + sign]) || !s[n + 1 + sign])
		return n;
	return n + 1 + sign + strspn(s + n + 1 + sign, digits);
}

static void take_number(struct expr_lexer *lexer)
{
	char number[RECORD_NUMBER_LENGTH + 1];
	size_t n = number_length(lexer->text + lexer->at);

	if (n < sizeof(number)) {
		memcpy(number, lexer->text + lexer->at, n);
		number[n] = '\0';
		lexer->at += n;
		lexer->token = EXPR_NUMBER;
	}
	if (n >= sizeof(number) || record_parse_real(number, &lexer->number))
		wrong(lexer, "not a number");
}

static void take_name(struct expr_lexer *lexer)
{
	lexer->operand = (struct expr_operand){ .by = EXPR_BY_NOTHING };
	lexer->token = EXPR_NAME;
	if (!take(lexer, name_characters, lexer->operand.name, sizeof(lexer->operand.name))) {
		wrong(lexer, "name longer than 64 characters");
		return;
	}
	if (lexer->text[lexer->at] != ':')
		return;
	lexer->at++;
	if (!take(lexer, param_characters, lexer->operand.param, sizeof(lexer->operand.param)))
		wrong(lexer,
		      "':' must be followed by a param (letters, digits, '_' and '.')");
}

void expr_lex_start(struct expr_lexer *lexer, const char *text, struct record_error *err)
{
	*lexer = (struct expr_lexer){ .text = text, .err = err };
	if (strnlen(text, EXPR_TEXT_MAX + 1) > EXPR_TEXT_MAX) {
		lexer->column = 1;
		wrong(lexer, "expression longer than 4096 bytes");
		return;
	}
	expr_lex_next(lexer);
}

void expr_lex_next(struct expr_lexer *lexer)
{
	char c;

	if (lexer->token == EXPR_WRONG)
		return;
	lexer->at += strspn(lexer->text + lexer->at, " ");
	lexer->column = lexer->at + 1;
	c = lexer->text[lexer->at];
	if (c == '\0') {
		lexer->token = EXPR_END;
	} else if (strchr(digits, c)) {
		take_number(lexer);
	} else if (strchr(lower, c)) {
		take_name(lexer);
	} else if (strchr("+-*/(),", c)) {
		lexer->token = EXPR_SYMBOL;
		lexer->symbol = c;
		lexer->at++;
	} else {
		wrong(lexer, "no expression has such a character here");
	}
}
