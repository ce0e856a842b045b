/* How a gate ended: in one line, and as an exit status. */
#include "cli.h"
#include "gate_parts.h"

enum { NAMED_MOST = 3 };

static size_t judged(const struct gate *gate)
{
	return gate->c.row_n - gate->c.verdicts[VERDICT_NONE];
}

static const char *s(size_t n)
{
	return n == 1 ? "" : "s";
}

int gate_status(const struct gate *gate, bool strict)
{
	if (gate->c.verdicts[VERDICT_REGRESSED])
		return CLI_FAILED;
	return strict && gate->c.verdicts[VERDICT_INCONCLUSIVE] ? CLI_INCONCLUSIVE : CLI_OK;
}

static void add_passed(struct text *t, const struct gate *gate)
{
	size_t n = judged(gate);

	text_add(t, "PASSED");
	if (gate->unconfirmed)
		text_addf(t, ", but %zu case%s that looked REGRESSED could not be confirmed", gate->unconfirmed,
			  s(gate->unconfirmed));
	else if (gate->c.verdicts[VERDICT_INCONCLUSIVE] == n)
		text_add(t, ", but nothing could be judged");
	text_addf(t, ": no case of %zu REGRESSED", n);
}

static void add_missing(struct text *t, const struct gate *gate)
{
	size_t n = 0;

	text_addf(t, "; %zu case%s of the baseline %s not in this run: ", gate->missing, s(gate->missing),
		  gate->missing == 1 ? "is" : "are");
	for (size_t i = 0; i < gate->c.row_n && n < NAMED_MOST; i++)
		if (gate_is_missing(&gate->c.rows[i]))
			text_addf(t, "%s%s", n++ ? ", " : "", gate->c.rows[i].label);
	if (gate->missing > n)
		text_addf(t, " and %zu more", gate->missing - n);
}

/* How to get enough boots: with one RUN there is no verdict. */
static void add_boots(struct text *t, const struct gate *gate)
{
	size_t a = side_boots(&gate->baseline), b = side_boots(&gate->run);

	if (gate->c.way == COMPARISON_BOOTS && (a < COMPARISON_BOOTS_LEAST || b < COMPARISON_BOOTS_LEAST))
		text_addf(t, "; between kernels a verdict takes runs of %d boots of each, here are %zu and %zu: "
			     "“oscost check RUN,RUN,…” takes several",
			  COMPARISON_BOOTS_LEAST, a, b);
}

void gate_add_result(struct text *t, const struct gate *gate, bool strict)
{
	const size_t *n = gate->c.verdicts;
	const char *seen = gate->second.run_n		     ? " (confirmed)"
			   : gate->c.way == COMPARISON_EXACT ? " (exact)"
			   : gate->flagged		     ? " (not measured again)"
							     : "";

	if (n[VERDICT_REGRESSED])
		text_addf(t, "FAILED: %zu of %zu cases REGRESSED%s", n[VERDICT_REGRESSED], judged(gate), seen);
	else if (strict && n[VERDICT_INCONCLUSIVE])
		text_addf(t, "INCONCLUSIVE: %zu of %zu cases", n[VERDICT_INCONCLUSIVE], judged(gate));
	else
		add_passed(t, gate);
	text_addf(t, "; %zu IMPROVED, %zu SAME, %zu INCONCLUSIVE", n[VERDICT_IMPROVED],
		  n[VERDICT_SAME], n[VERDICT_INCONCLUSIVE]);
	if (gate->missing)
		add_missing(t, gate);
	add_boots(t, gate);
}
