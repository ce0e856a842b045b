/* What stands in claims, apart from their reading and judging. */
#include "claims.h"

static const struct {
	const char *words, *name;
} verdicts[CLAIM_VERDICTS] = {
	[CLAIM_HOLDS] = { "HOLDS", "holds" },
	[CLAIM_FAILS] = { "DOES NOT HOLD HERE", "fails" },
	[CLAIM_UNDECIDED] = { "UNDECIDED", "undecided" },
	[CLAIM_CANNOT] = { "CANNOT BE MEASURED HERE", "cannot" },
	[CLAIM_SHOWN] = { "FIGURE ONLY", "shown" },
};

const char *claim_verdict_words(enum claim_verdict verdict)
{
	return verdicts[verdict].words;
}

const char *claim_verdict_name(enum claim_verdict verdict)
{
	return verdicts[verdict].name;
}

static int take_names(const struct expr *expr, claims_take_name take, void *context)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && expr && i < expr_operand_count(expr); i++)
		rc = take(context, expr_operand(expr, i));
	return rc;
}

int claims_each_name(const struct claims *claims, claims_take_name take, void *context)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < claims->row_n; i++) {
		const struct relation *r = &claims->rows[i].relation;

		rc = take_names(claims->rows[i].figure, take, context);
		for (size_t k = 0; rc == 0 && k < r->n; k++)
			rc = take_names(r->tests[k].expr, take, context);
	}
	return rc;
}
