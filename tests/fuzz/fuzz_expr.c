/* Expressions and relations, parted by a form feed, and their values. */
#include <errno.h>
#include <math.h>

#include "fuzz.h"
#include "oscost/relation.h"
#include "record/text.h"

/* Figures that depend on the name, so that all ways of arithmetic are met. */
static double value(void *context, const char *name, const char *param)
{
	size_t n = strlen(name) + (param ? strlen(param) : 0);

	(void)context;
	return n % 7 == 0 ? (double)NAN : n % 7 == 1 ? 0 : n % 7 == 2 ? 1e300 : (double)n - 5;
}

static size_t curve(void *context, const char *name, enum expr_by by, double *x, double *y, size_t max)
{
	size_t n = strlen(name) % 9 * 32;

	(void)context;
	FUZZ_CHECK(by != EXPR_BY_NOTHING && n <= max);
	for (size_t i = 0; i < n; i++) {
		x[i] = n % 64 ? (double)i : 4;
		y[i] = n % 96 ? 3 * (double)i : 1e300 * (double)i;
	}
	return n;
}

static void check_expr(const struct expr *e)
{
	const struct expr_lookup lookup = { NULL, value, curve };
	double v = expr_value(e, &lookup);

	FUZZ_CHECK(isnan(v) || isfinite(v));
	for (size_t i = 0; i < expr_operand_count(e); i++) {
		const struct expr_operand *o = expr_operand(e, i);

		FUZZ_CHECK(record_text_is_case(o->name) && (!o->param[0] || record_text_is_param(o->param)));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct record_error err = { "" };
	struct record_bytes part[2];
	struct relation relation;
	struct expr *e = NULL;
	char *text[2];
	int rc;

	fuzz_parts(data, size, part, 2);
	for (size_t i = 0; i < 2; i++)
		text[i] = fuzz_text((const uint8_t *)part[i].bytes, part[i].size);
	rc = expr_parse(text[0], &e, &err);
	FUZZ_CHECK(rc == 0 ? e != NULL : rc == -EBADMSG && err.text[0]);
	if (rc == 0)
		check_expr(e);
	rc = relation_parse(text[1], rc == 0 ? text[0] : NULL, &relation, &err);
	FUZZ_CHECK(rc == 0 ? relation.n > 0 && relation.n <= RELATION_TESTS_MAX : relation.n == 0);
	for (size_t i = 0; i < relation.n; i++) {
		check_expr(relation.tests[i].expr);
		FUZZ_CHECK(relation_place(&relation.tests[i], (double)NAN, 1) == RELATION_ASTRIDE);
	}
	relation_free(&relation);
	expr_free(rc == 0 || e ? e : NULL);
	free(text[0]);
	free(text[1]);
	return 0;
}
