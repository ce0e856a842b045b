/* Expressions: values, missing operands, messages with their place, hostile text. */
#include "check.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>

#include "oscost/expr.h"

static double value_of(void *context, const char *name, const char *param)
{
	(void)context;
	if (strcmp(name, "a") == 0)
		return param ? (double)NAN : 12;
	if (strcmp(name, "b.c_2") == 0)
		return param && strcmp(param, "64K") == 0 ? 64 : 5;
	if (strcmp(name, "zero") == 0)
		return 0;
	return (double)NAN;
}

/* y = 7 + 3 x against the param, 7 + 300 x against the signals. */
static size_t curve_of(void *context, const char *name, enum expr_by by, double *x, double *y,
		       size_t max)
{
	size_t n;

	(void)context;
	if (strcmp(name, "huge") == 0)
		return max + 1;
	for (n = 0; n < 4 && n < max; n++) {
		x[n] = (double)n / (by == EXPR_BY_SIGNALS ? 100 : 1);
		y[n] = 7 + 3 * (double)n;
	}
	if (strcmp(name, "holed") == 0)
		y[2] = (double)NAN;
	if (strcmp(name, "flat") == 0)
		x[1] = x[2] = x[3] = x[0];
	return strcmp(name, "empty") == 0 ? 0 : strcmp(name, "one") == 0 ? 1 : n;
}

static const struct expr_lookup lookup = { NULL, value_of, curve_of };

static double eval(const char *text)
{
	struct record_error err = { "" };
	struct expr *expr;
	double value;

	if (expr_parse(text, &expr, &err)) {
		fprintf(stderr, "%s: %s\n", text, err.text);
		return -98765;
	}
	value = expr_value(expr, &lookup);
	expr_free(expr);
	return value;
}

static const char *error_of(const char *text)
{
	static struct record_error err;
	struct expr *expr;

	err.text[0] = '\0';
	if (expr_parse(text, &expr, &err) == 0)
		expr_free(expr);
	else if (expr)
		return "not NULL after an error";
	return err.text;
}

static void test_values(void)
{
	CHECK_EQ(eval("1"), 1);
	CHECK_EQ(eval(" 1.5e1 "), 15);
	CHECK_EQ(eval("1+2*3"), 7);
	CHECK_EQ(eval("(1+2)*3"), 9);
	CHECK_EQ(eval("8-2-1"), 5);
	CHECK_EQ(eval("8/2/2"), 2);
	CHECK_EQ(eval("8-2*3+1"), 3);
	CHECK_EQ(eval("-2*-3"), 6);
	CHECK_EQ(eval("--2"), 2);
	CHECK_EQ(eval("2--2"), 4);
	CHECK_EQ(eval("-(1-3)"), 2);
	CHECK_EQ(eval("a"), 12);
	CHECK_EQ(eval("a/2-b.c_2"), 1);
	CHECK_EQ(eval("a / 2 - b.c_2:64K"), -58);
	CHECK_EQ(eval("min(a, 3)"), 3);
	CHECK_EQ(eval("max(a, 3)"), 12);
	CHECK_EQ(eval("max(min(1, 2), abs(-a) - 1)"), 11);
	CHECK_EQ(eval("2e-1 * 10"), 2);
	CHECK_NEAR(eval("slope(curve, param)"), 3, 1e-12);
	CHECK_NEAR(eval("slope(curve, signals) - (a - b.c_2)"), 293, 1e-12);
	/* A case that is named like a function is a case. */
	CHECK(isnan(eval("min")) && isnan(eval("slope:1")));
}

static void test_no_value(void)
{
	static const char *const texts[] = {
		"absent",
		"a:1",
		"1 + absent",
		"0 * absent",
		"min(1, absent)",
		"max(absent, 1)",
		"1 / 0",
		"0 / 0",
		"1 / zero",
		"1 / (1 / zero)",
		"min(1, 1 / 0)",
		"1e308 * 10",
		"1e308 * 10 / 1e308",
		"slope(holed, param)",
		"slope(flat, param)",
		"slope(empty, signals)",
		"slope(one, param)",
		"slope(huge, param)",
	};
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		CHECK(isnan(eval(texts[i])));
}

static void test_messages(void)
{
	static const char *const cases[][2] = {
		{ "", "column 1: a number, a case or '(' expected" },
		{ "   ", "column 4: a number, a case or '(' expected" },
		{ "1 +", "column 4: a number, a case or '(' expected" },
		{ "1 + * 2", "column 5: a number, a case or '(' expected" },
		{ "a / 2 - 3 * foo(1)", "column 13: unknown function foo" },
		{ "slope:1(a, param)", "column 1: unknown function slope" },
		{ "(1", "column 3: ')' expected" },
		{ "1)", "column 2: the expression should end here, or go on with + - * /" },
		{ "1 2", "column 3: the expression should end here, or go on with + - * /" },
		{ "2a", "column 2: the expression should end here, or go on with + - * /" },
		{ "a b", "column 3: the expression should end here, or go on with + - * /" },
		{ "min(1)", "column 6: ',' and another argument expected" },
		{ "min(1, 2, 3)", "column 9: ')' expected" },
		{ "min()", "column 5: a number, a case or '(' expected" },
		{ "abs(1", "column 6: ')' expected" },
		{ "slope(a)", "column 8: slope needs ', param' or ', signals' after the case" },
		{ "slope(a:1, param)",
		  "column 7: slope needs the name of a case, without a param" },
		{ "slope(1, param)", "column 7: slope needs the name of a case, without a param" },
		{ "slope(a, faults)", "column 10: a slope is taken against param or signals" },
		{ "slope(a, param:1)", "column 10: a slope is taken against param or signals" },
		{ "slope(a, param", "column 15: ')' expected" },
		{ "1.", "column 1: not a number" },
		{ "1..2", "column 1: not a number" },
		{ "1 + 1e999", "column 5: not a number" },
		{ "0x10", "column 2: the expression should end here, or go on with + - * /" },
		{ "nan(1)", "column 1: unknown function nan" },
		{ "a:",
		  "column 1: ':' must be followed by a param (letters, digits, '_' and '.')" },
		{ "a::b",
		  "column 1: ':' must be followed by a param (letters, digits, '_' and '.')" },
		{ "a $ b", "column 3: no expression has such a character here" },
		{ "a\t+ b", "column 2: no expression has such a character here" },
		{ "A", "column 1: no expression has such a character here" },
		{ "1 + \xc3\xa4", "column 5: no expression has such a character here" },
		{ "+1", "column 1: a number, a case or '(' expected" },
		{ "a $", "column 3: no expression has such a character here" },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		CHECK_STR(error_of(cases[i][0]), cases[i][1]);
}

static void test_operands(void)
{
	struct record_error err;
	struct expr *expr;

	CHECK_EQ(expr_parse("slope(timer.preempt, signals) - (a:7 - max(1, b))", &expr, &err), 0);
	CHECK_EQ(expr_operand_count(expr), 3);
	CHECK_STR(expr_operand(expr, 0)->name, "timer.preempt");
	CHECK_EQ(expr_operand(expr, 0)->by, EXPR_BY_SIGNALS);
	CHECK_STR(expr_operand(expr, 1)->name, "a");
	CHECK_STR(expr_operand(expr, 1)->param, "7");
	CHECK_EQ(expr_operand(expr, 1)->by, EXPR_BY_NOTHING);
	CHECK_STR(expr_operand(expr, 2)->name, "b");
	expr_free(expr);
	expr_free(NULL);
}

static char *repeated(const char *piece, size_t times, const char *end)
{
	size_t n = strlen(piece), i;
	char *text = malloc(n * times + strlen(end) + 1);

	for (i = 0; i < times; i++)
		memcpy(text + i * n, piece, n);
	strcpy(text + n * times, end);
	return text;
}

static void check_repeated(const char *piece, size_t times, const char *end, const char *message)
{
	char *text = repeated(piece, times, end);

	CHECK_STR(error_of(text), message);
	free(text);
}

/* No text makes the parser recurse or the value's stack grow without bound. */
static void test_limits(void)
{
	char *text;

	check_repeated("(", 4096, "", "column 65: nested too deep");
	check_repeated("-", 4095, "1", "column 65: nested too deep");
	check_repeated("abs(", 1000, "1", "column 257: nested too deep");
	check_repeated("1+(", 1000, "1", "column 193: nested too deep");
	check_repeated("max(1,-(", 400, "1", "column 173: nested too deep");
	check_repeated("1", 4097, "", "column 1: expression longer than 4096 bytes");
	check_repeated("(", 100000, "", "column 1: expression longer than 4096 bytes");
	check_repeated("1", 65, "", "column 1: not a number");
	check_repeated("a", 65, "", "column 1: name longer than 64 characters");
	check_repeated("a", 64, "", "");
	text = repeated("1+", 2047, "1");
	CHECK_EQ(eval(text), 2048);
	free(text);
	/* The deepest that is allowed, with as many values waiting as can be. */
	text = repeated("1+2*(", 63,
			"3)))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))");
	CHECK(isfinite(eval(text)));
	free(text);
	text = repeated("max(0,1+2*", 63,
			"3)))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))");
	CHECK(isfinite(eval(text)));
	free(text);
}

static void test_rubbish(void)
{
	static const char *const pieces[] = {
		"a",    "b.c_2",  ":64K",  "1",       "2.5",  "e", "(",     ")",
		"+",    "-",      "*",     "/",       ",",    " ", "min(",  "max(",
		"abs(", "slope(", "param", "signals", "\xff", ".", "curve", ")",
	};
	uint64_t state = 2463534242u;
	char text[512];
	int i, k, ended = 0;

	for (i = 0; i < 100000; i++) {
		struct record_error err;
		struct expr *expr;

		text[0] = '\0';
		for (k = 0; k < i % 24; k++) {
			state ^= state << 13;
			state ^= state >> 7;
			state ^= state << 17;
			strcat(text, pieces[(state >> 16) % (sizeof(pieces) / sizeof(pieces[0]))]);
		}
		if (expr_parse(text, &expr, &err) == 0) {
			double value = expr_value(expr, &lookup);

			CHECK(isnan(value) || isfinite(value));
			expr_free(expr);
		}
		ended++;
	}
	CHECK_EQ(ended, 100000);
}

int main(void)
{
	test_values();
	test_no_value();
	test_messages();
	test_operands();
	test_limits();
	test_rubbish();
	return check_done();
}
