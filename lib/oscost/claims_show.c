/* What text, page and the other formats say of claims: the same lines for all. */
#include "claims_show.h"

#include <math.h>
#include <string.h>

#include "unit.h"

#define SAME_FACTOR 1.005 /* a larger one does not read as 1.00 */

enum claims_change claims_change(const struct claims_show *show, size_t i)
{
	size_t of[CLAIM_VERDICTS] = { 0 };

	for (size_t k = 0; k < show->run_n; k++)
		of[show->runs[k].answers[i].verdict]++;
	if (of[CLAIM_HOLDS] > 0 && of[CLAIM_FAILS] > 0)
		return CLAIMS_FLIP;
	return of[show->runs[0].answers[i].verdict] == show->run_n ? CLAIMS_SAME : CLAIMS_DIFFER;
}

static bool has_flip(const struct claims_show *show)
{
	for (size_t i = 0; i < show->claims->row_n; i++)
		if (claims_change(show, i) == CLAIMS_FLIP)
			return true;
	return false;
}

const char *claims_heading(const struct claims_show *show, size_t i)
{
	switch (claims_change(show, i)) {
	case CLAIMS_FLIP:
		return "Claims that flip";
	case CLAIMS_DIFFER:
		return has_flip(show) ? "Other verdicts that differ" : "Verdicts that differ";
	default:
		return show->claims->rows[i].section;
	}
}

void claims_order(const struct claims_show *show, size_t *order)
{
	size_t n = 0;

	for (int change = CLAIMS_FLIP; change < CLAIMS_CHANGES; change++)
		for (size_t i = 0; i < show->claims->row_n; i++)
			if ((int)claims_change(show, i) == change)
				order[n++] = i;
}

static void add_unit(struct text *out, const char *unit, const struct unit_scale *scale)
{
	const char *name = strcmp(unit, "x") == 0	? "times"
			   : strcmp(unit, "cycles") == 0 ? "cycles"
							 : scale->name;

	if (*name)
		text_addf(out, " %s", name);
}

/* As many digits as the source gave. */
static void add_published_value(struct text *out, double value, const char *unit)
{
	struct unit_scale scale = unit_pick(unit, value, (double)NAN, (double)NAN);

	text_addf(out, "%.10g", value / scale.divisor);
	add_unit(out, unit, &scale);
}

void claims_add_figure(struct text *out, const struct claim *claim, const struct claim_answer *answer)
{
	struct unit_scale scale;

	if (!claim->unit || isnan(answer->median)) {
		text_add(out, "–");
		return;
	}
	scale = unit_pick(claim->unit, answer->median, answer->lo, answer->hi);
	unit_add(out, answer->median, &scale);
	add_unit(out, claim->unit, &scale);
	if (answer->rounds == 0 || isnan(answer->lo))
		return;
	text_add(out, " (95% interval ");
	unit_add_interval(out, answer->lo, answer->hi, &scale);
	text_add(out, ")");
}

static void add_unstable(struct text *out, const struct claim_answer *answer)
{
	if (answer->unstable.length == 0)
		return;
	text_add(out, "; UNSTABLE: ");
	text_add_clean(out, text_str(&answer->unstable));
}

/* With what a reader of it must know. */
static void add_figure(struct text *out, const struct claim *claim, const struct claim_answer *answer)
{
	claims_add_figure(out, claim, answer);
	if (answer->no_figure.length > 0) {
		text_add(out, ": ");
		text_add_clean(out, text_str(&answer->no_figure));
	}
	add_unstable(out, answer);
}

void claims_add_verdict(struct text *out, const struct claim_answer *answer)
{
	text_add(out, claim_verdict_words(answer->verdict));
	if (answer->why.length == 0)
		return;
	text_add(out, ": ");
	text_add_clean(out, text_str(&answer->why));
}

static bool facts_decide(const struct claim *claim)
{
	for (size_t i = 0; i < claim->relation.n; i++)
		if (!claim->relation.tests[i].facts)
			return false;
	return claim->relation.n > 0;
}

/* The figure only says what the mechanism costs. */
static bool is_cost(const struct claim *claim)
{
	return facts_decide(claim) && !claim->of_facts;
}

/* For several runs the verdicts stand beside the figures. */
static void add_one(struct text *out, const struct claims_show *show, size_t i, bool cost)
{
	const struct claim *claim = &show->claims->rows[i];
	const struct claim_answer *a = &show->runs[0].answers[i];

	if (show->run_n == 1 && claim->figure && is_cost(claim) == cost &&
	    (!isnan(a->median) || a->no_figure.length > 0))
		add_figure(out, claim, a);
}

static void add_here(struct text *out, const struct claims_show *show, size_t i)
{
	add_one(out, show, i, false);
}

static void add_cost(struct text *out, const struct claims_show *show, size_t i)
{
	add_one(out, show, i, true);
}

static void add_run(struct text *out, const struct claims_show *show, size_t i, size_t k)
{
	const struct claim *claim = &show->claims->rows[i];

	if (show->run_n == 1 || k >= show->run_n)
		return;
	if (claim->figure)
		add_figure(out, claim, &show->runs[k].answers[i]);
	if (facts_decide(claim))
		return;
	text_add(out, claim->figure ? "; " : "");
	claims_add_verdict(out, &show->runs[k].answers[i]);
}

/* Facts are of this machine, whatever the runs are of. */
static void add_this(struct text *out, const struct claims_show *show, size_t i)
{
	if (show->run_n > 1 && facts_decide(&show->claims->rows[i]))
		claims_add_verdict(out, &show->runs[0].answers[i]);
}

static void add_a(struct text *out, const struct claims_show *show, size_t i)
{
	add_run(out, show, i, 0);
}

static void add_b(struct text *out, const struct claims_show *show, size_t i)
{
	add_run(out, show, i, 1);
}

static void add_ratio(struct text *out, const struct claims_show *show, size_t i)
{
	double ratio;

	if (show->run_n != 2)
		return;
	ratio = show->runs[1].answers[i].median / show->runs[0].answers[i].median;
	if (isfinite(ratio))
		unit_add_value(out, ratio, "x");
}

/* Of our figure to the published one. */
static void add_factor(struct text *out, double ratio)
{
	double factor = ratio < 1 ? 1 / ratio : ratio;

	if (!isfinite(factor) || ratio < 0)
		return;
	if (factor < SAME_FACTOR)
		text_add(out, "; here the same");
	else
		text_addf(out, "; here %s by a factor of %.3g", ratio < 1 ? "lower" : "higher", factor);
}

static void add_published(struct text *out, const struct claims_show *show, size_t i)
{
	const struct claim *claim = &show->claims->rows[i];
	double here = show->runs[0].answers[i].median;
	bool one = claim->published_lo == claim->published_hi;

	if (isnan(claim->published_lo))
		return;
	add_published_value(out, claim->published_lo, claim->unit);
	if (!one) {
		text_add(out, " to ");
		add_published_value(out, claim->published_hi, claim->unit);
	} else if (!isnan(here) && show->run_n == 1) {
		add_factor(out, here / claim->published_lo);
	}
}

static void add_seen(struct text *out, const struct claims_show *show, size_t i)
{
	text_add_clean(out, text_str(&show->runs[0].answers[i].seen));
}

static void add_relation(struct text *out, const struct claims_show *show, size_t i)
{
	const struct claim *claim = &show->claims->rows[i];

	if (!claim->relation_text)
		return;
	text_add_clean(out, claim->relation_text);
	if (claim->unit && !is_cost(claim) && strcmp(claim->unit, "count") != 0 &&
	    strcmp(claim->unit, "x") != 0)
		text_addf(out, " (in %s)", claim->unit);
}

static void add_left_out(struct text *out, const struct claims_show *show, size_t i)
{
	for (size_t k = 0; k < show->run_n; k++) {
		const struct claims_run *run = &show->runs[k];

		if (run->answers[i].left_out.length == 0)
			continue;
		text_addf(out, "%s%s%s", out->length ? "; " : "", run->label, *run->label ? ": " : "");
		text_add_clean(out, text_str(&run->answers[i].left_out));
	}
}

const struct claims_line claims_lines[] = {
	{ "here", "figure", add_here },
	{ "run A", "figure", add_a },
	{ "run B", "figure", add_b },
	{ "B / A", "plain", add_ratio },
	{ "said", "plain", add_published },
	{ "seen", "plain", add_seen },
	{ "here", "figure", add_this },
	{ "cost", "plain", add_cost },
	{ "without", "plain", add_left_out },
	{ "holds if", "code", add_relation },
	{ NULL, NULL, NULL },
};
