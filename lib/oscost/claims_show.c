/* What text, page and the other formats say of claims: the same lines for all. */
#include "claims_show.h"

#include <math.h>
#include <string.h>
#include <sys/utsname.h>

#include "unit.h"

enum claims_change claims_change(const struct claims_show *show, size_t i)
{
	size_t of[CLAIM_VERDICTS] = { 0 };

	for (size_t k = 0; k < show->run_n; k++)
		of[show->runs[k].answers[i].verdict]++;
	if (of[CLAIM_HOLDS] > 0 && of[CLAIM_FAILS] > 0)
		return CLAIMS_FLIP;
	return of[show->runs[0].answers[i].verdict] == show->run_n ? CLAIMS_SAME : CLAIMS_DIFFER;
}

const char *claims_heading(const struct claims_show *show, size_t i)
{
	static const char *const headings[] = { "Claims that flip", "Other verdicts that differ" };
	enum claims_change change = claims_change(show, i);

	return change == CLAIMS_SAME ? show->claims->rows[i].section : headings[change];
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

static void add_value(struct text *out, double value, const char *unit)
{
	struct unit_scale scale = unit_pick(unit, value, (double)NAN, (double)NAN);

	unit_add(out, value, &scale);
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

	if (show->run_n == 1 && claim->figure && is_cost(claim) == cost &&
	    !isnan(show->runs[0].answers[i].median))
		claims_add_figure(out, claim, &show->runs[0].answers[i]);
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
		claims_add_figure(out, claim, &show->runs[k].answers[i]);
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
		text_addf(out, "%.3g times", ratio);
}

static void add_published(struct text *out, const struct claims_show *show, size_t i)
{
	const struct claim *claim = &show->claims->rows[i];
	double here = show->runs[0].answers[i].median;
	bool one = claim->published_lo == claim->published_hi;

	if (isnan(claim->published_lo))
		return;
	add_value(out, claim->published_lo, claim->unit);
	if (!one) {
		text_add(out, " to ");
		add_value(out, claim->published_hi, claim->unit);
	} else if (!isnan(here) && show->run_n == 1) {
		text_addf(out, here < claim->published_lo ? "; here 1/%.3g of it" : "; here %.3g times as much",
			  here < claim->published_lo ? claim->published_lo / here
						     : here / claim->published_lo);
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

void claims_add_count(struct text *out, const struct claims_show *show, size_t run)
{
	static const char *const words[CLAIM_VERDICTS] = {
		[CLAIM_HOLDS] = "hold",
		[CLAIM_FAILS] = "do not hold here",
		[CLAIM_UNDECIDED] = "undecided",
		[CLAIM_CANNOT] = "cannot be measured here",
		[CLAIM_SHOWN] = "without a verdict",
	};
	size_t of[CLAIM_VERDICTS] = { 0 };

	for (size_t i = 0; i < show->claims->row_n; i++)
		of[show->runs[run].answers[i].verdict]++;
	text_addf(out, "%zu claims: ", show->claims->row_n);
	for (int v = 0; v < CLAIM_VERDICTS; v++)
		text_addf(out, "%s%zu %s", v ? ", " : "", of[v], words[v]);
}

static bool is_here(const struct record_run *run, const struct utsname *here)
{
	const char *host = record_machine_get(run, "host");
	const char *kernel = record_machine_get(run, "kernel.release");

	return host && kernel && strcmp(host, here->nodename) == 0 &&
	       strcmp(kernel, here->release) == 0;
}

void claims_add_where(struct text *out, const struct claims_show *show)
{
	struct utsname here;
	bool all = true;

	if (uname(&here) != 0)
		return;
	for (size_t k = 0; k < show->run_n; k++)
		all = all && is_here(show->runs[k].run, &here);
	text_add(out, "Facts of mechanism (“seen”) were tried just now on this machine, ");
	text_add_clean(out, here.nodename);
	text_add(out, " with Linux ");
	text_add_clean(out, here.release);
	text_add(out, all ? "." : show->run_n == 1 ? "; the run is of another one, and so are its figures."
						   : "; not all of the runs are of this one.");
}
