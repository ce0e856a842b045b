/* Parses comparisons and places intervals in them. */
#include "relation.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include "expr_lex.h"
#include "record/number.h"
#include "text.h"

/* A piece of the relation's text, with the text before it for the columns of messages. */
struct slice {
	const char *text; /* all of it */
	size_t from, to;
};

struct parser {
	const char *figure;
	struct relation *out;
	struct record_error *err;
};

static int fail(const struct parser *p, size_t at, const char *what)
{
	return record_fail(p->err, -EBADMSG, "column %zu: %s", at + 1, what);
}

static bool is_blank(struct slice s)
{
	while (s.from < s.to && s.text[s.from] == ' ')
		s.from++;
	return s.from == s.to;
}

/* Where the word stands in the slice; s.to when it does not. */
static size_t find(struct slice s, const char *word)
{
	size_t n = strlen(word), i;

	for (i = s.from; i + n <= s.to; i++)
		if (strncmp(s.text + i, word, n) == 0)
			return i;
	return s.to;
}

/* The expression of a slice; NULL when it is none, err says why. Blanks keep the columns right. */
static struct expr *parse_slice(struct parser *p, struct slice s, int *rc)
{
	struct text padded = { 0 };
	struct expr *expr = NULL;

	text_add_spaces(&padded, s.from);
	text_add_n(&padded, s.text + s.from, s.to - s.from);
	*rc = padded.failed ? record_fail(p->err, -ENOMEM, "out of memory")
			    : expr_parse(text_str(&padded), &expr, p->err);
	text_free(&padded);
	return expr;
}

int relation_is_of_facts(const struct expr *expr, bool *facts)
{
	size_t n = expr_operand_count(expr), of_facts = 0, i;

	for (i = 0; i < n; i++)
		of_facts += strncmp(expr_operand(expr, i)->name, "fact.", 5) == 0;
	*facts = of_facts > 0;
	return of_facts > 0 && of_facts < n ? -EBADMSG : 0;
}

/* Adds "first A then B last", of which A and B have been parsed for themselves before. */
static int add_test(struct parser *p, const char *const words[3], struct slice a, struct slice b,
		    struct relation_test test)
{
	struct text t = { 0 };
	bool figure = is_blank(a);
	int rc;

	if (p->out->n == RELATION_TESTS_MAX)
		return fail(p, a.from, "more comparisons than are read");
	text_add(&t, words[0]);
	text_add_n(&t, figure ? p->figure : a.text + a.from,
		   figure ? strlen(p->figure) : a.to - a.from);
	text_add(&t, words[1]);
	text_add_n(&t, b.text + b.from, b.to - b.from);
	text_add(&t, words[2]);
	rc = t.failed ? record_fail(p->err, -ENOMEM, "out of memory")
		      : expr_parse(text_str(&t), &test.expr, p->err);
	text_free(&t);
	if (rc)
		return rc;
	p->out->tests[p->out->n++] = test;
	if (relation_is_of_facts(test.expr, &test.facts))
		return fail(p, a.from, "facts and cases do not mix in one comparison");
	if (expr_operand_count(test.expr) == 0)
		return fail(p, a.from, "compares numbers alone");
	p->out->tests[p->out->n - 1].facts = test.facts;
	return 0;
}

static const char *const difference[] = { "(", ") - (", ")" };
static const char *const quotient[] = { "(", ") / (", ")" };
static const char *const distance[] = { "abs((", ") - (", "))" };

static const struct symbol {
	const char *text; /* the longer ones first */
	const char *const *words;
	double least, most;
	bool strict;
} symbols[] = {
	{ "<=", difference, -INFINITY, 0, false },
	{ ">=", difference, 0, INFINITY, false },
	{ "!=", distance, 0, INFINITY, true },
	{ "<", difference, -INFINITY, 0, true },
	{ ">", difference, 0, INFINITY, true },
	{ "=", difference, 0, 0, false },
	{ "~", quotient, 0, 0, false }, /* the range comes from `within` */
};

enum { SYMBOLS = sizeof(symbols) / sizeof(symbols[0]), NEAR = SYMBOLS - 1 };

static const struct symbol *find_symbol(struct slice s, size_t *at)
{
	*at = s.from + strcspn(s.text + s.from, "<>=!~");
	if (*at >= s.to)
		return NULL;
	for (size_t i = 0; i < SYMBOLS; i++)
		if (strncmp(s.text + *at, symbols[i].text, strlen(symbols[i].text)) == 0)
			return &symbols[i];
	return NULL;
}

/* The left side: an expression, or nothing where there is a figure. */
static int check_side(struct parser *p, struct slice s, bool left)
{
	struct expr *expr;
	int rc;

	if (left && is_blank(s))
		return p->figure ? 0 : fail(p, s.from, "there is no figure for the left side");
	expr = parse_slice(p, s, &rc);
	expr_free(expr);
	return rc;
}

static int check_sides(struct parser *p, struct slice a, struct slice b)
{
	int rc = check_side(p, a, true);

	return rc ? rc : check_side(p, b, false);
}

/* "within 2x", "within 10%": from behind the word to the end of the slice. */
static int parse_within(struct parser *p, struct slice s, double *amount, char *kind)
{
	char number[RECORD_NUMBER_LENGTH + 1];
	size_t n;

	while (s.from < s.to && s.text[s.from] == ' ')
		s.from++;
	while (s.to > s.from && s.text[s.to - 1] == ' ')
		s.to--;
	n = s.to - s.from;
	if (n < 2 || n > sizeof(number))
		return fail(p, s.from, "~ needs 'within 2x' or 'within 10%' behind it");
	*kind = s.text[s.to - 1];
	memcpy(number, s.text + s.from, n - 1);
	number[n - 1] = '\0';
	if ((*kind != 'x' && *kind != '%') || record_parse_real(number, amount))
		return fail(p, s.from, "~ needs 'within 2x' or 'within 10%' behind it");
	if (*kind == 'x' ? *amount < 1 : *amount < 0)
		return fail(p, s.from, "nothing is within that");
	return 0;
}

static int parse_near(struct parser *p, struct slice a, struct slice b)
{
	static const char *const share[] = { "(", ") / (", ") - 1" };
	struct relation_test test = { 0 };
	struct slice rest = b;
	size_t at = find(b, " within ");
	double amount = 1;
	char kind = 'x';
	int rc;

	rest.from = at == b.to ? b.to : at + strlen(" within ");
	b.to = at;
	rc = check_sides(p, a, b);
	if (rc == 0)
		rc = parse_within(p, rest, &amount, &kind);
	if (rc)
		return rc;
	test.least = kind == 'x' ? 1 / amount : -amount / 100;
	test.most = kind == 'x' ? amount : amount / 100;
	return add_test(p, kind == 'x' ? quotient : share, a, b, test);
}

/* The comma between the two ends, outside all parentheses. */
static size_t find_comma(struct slice s)
{
	int depth = 0;
	size_t i;

	for (i = s.from; i < s.to; i++) {
		depth += (s.text[i] == '(') - (s.text[i] == ')');
		if (s.text[i] == ',' && depth == 0)
			break;
	}
	return i;
}

static int parse_range(struct parser *p, struct slice a, struct slice b)
{
	struct slice least, most;
	size_t comma;
	int rc;

	while (b.from < b.to && b.text[b.from] == ' ')
		b.from++;
	while (b.to > b.from && b.text[b.to - 1] == ' ')
		b.to--;
	if (b.to - b.from < 2 || b.text[b.from] != '[' || b.text[b.to - 1] != ']')
		return fail(p, b.from, "'in' needs '[LEAST, MOST]' behind it");
	b.from++;
	b.to--;
	comma = find_comma(b);
	if (comma == b.to)
		return fail(p, b.from, "'in' needs '[LEAST, MOST]' behind it");
	least = (struct slice){ b.text, b.from, comma };
	most = (struct slice){ b.text, comma + 1, b.to };
	rc = check_sides(p, a, least);
	if (rc == 0)
		rc = check_side(p, most, false);
	if (rc == 0)
		rc = add_test(p, difference, a, least,
			      (struct relation_test){ .least = 0, .most = INFINITY });
	if (rc == 0)
		rc = add_test(p, difference, a, most,
			      (struct relation_test){ .least = -INFINITY, .most = 0 });
	return rc;
}

static int parse_comparison(struct parser *p, struct slice s)
{
	size_t at, in = find(s, "in [");
	const struct symbol *symbol = find_symbol(s, &at);
	struct slice a = s, b = s;
	int rc;

	/* "in [" may begin the comparison; behind a name a blank must part them. */
	if (!symbol && in < s.to && (in == s.from || s.text[in - 1] == ' ')) {
		a.to = in;
		b.from = in + 2;
		return parse_range(p, a, b);
	}
	if (!symbol)
		return fail(p, s.from, "no comparison: < <= > >= = != ~ or 'in [LEAST, MOST]'");
	a.to = at;
	b.from = at + strlen(symbol->text);
	if (symbol == &symbols[NEAR])
		return parse_near(p, a, b);
	rc = check_sides(p, a, b);
	if (rc)
		return rc;
	return add_test(p, symbol->words, a, b,
			(struct relation_test){ .least = symbol->least,
						.most = symbol->most,
						.strict = symbol->strict });
}

int relation_parse(const char *text, const char *figure, struct relation *r,
		   struct record_error *err)
{
	struct parser p = { .figure = figure, .out = r, .err = err };
	struct slice rest = { text, 0, strnlen(text, EXPR_TEXT_MAX + 1) };
	int rc = 0;

	*r = (struct relation){ 0 };
	if (rest.to > EXPR_TEXT_MAX)
		return fail(&p, 0, "longer than 4096 bytes");
	while (rc == 0) {
		struct slice one = rest;

		one.to = find(rest, " and ");
		rc = parse_comparison(&p, one);
		if (one.to == rest.to)
			break;
		rest.from = one.to + strlen(" and ");
	}
	if (rc)
		relation_free(r);
	return rc;
}

void relation_free(struct relation *r)
{
	for (size_t i = 0; i < r->n; i++)
		expr_free(r->tests[i].expr);
	*r = (struct relation){ 0 };
}

enum relation_answer relation_place(const struct relation_test *t, double lo, double hi)
{
	if (isnan(lo) || isnan(hi))
		return RELATION_ASTRIDE;
	if (t->strict ? lo > t->least && hi < t->most : lo >= t->least && hi <= t->most)
		return RELATION_INSIDE;
	if (t->strict ? hi <= t->least || lo >= t->most : hi < t->least || lo > t->most)
		return RELATION_OUTSIDE;
	return RELATION_ASTRIDE;
}
