/* What was disturbed on either side of a row, and what that leaves of its verdict. */
#include <stdio.h>

#include "causes.h"
#include "comparison_units.h"

/* Sums over the side's runs; the case of the most disturbed run, NULL: there was none. */
static const struct counted_case *count(const struct side *side, const struct comparison_row *row,
					size_t *processes, size_t *disturbed)
{
	const struct counted_case *worst = NULL;

	*processes = *disturbed = 0;
	for (size_t i = 0; i < side->run_n; i++) {
		const struct replicates_row *r = replicates_find(&side->replicates[i], row->name, row->param);

		if (!r || r->n == 0 || !r->worst)
			continue;
		*processes += r->worst->process_n;
		*disturbed += r->worst->unclean_n;
		if (r->worst->unclean_n > (worst ? worst->unclean_n : 0))
			worst = r->worst;
	}
	return worst;
}

static void say(struct text *t, const char *side, size_t disturbed, size_t processes,
		const struct counted_case *worst)
{
	if (disturbed == 0)
		return;
	text_addf(t, "%s%s: %zu of %zu processes were disturbed at every attempt (", t->length ? "; " : "", side,
		  disturbed, processes);
	causes_add_main(t, worst);
	text_add(t, ")");
}

void comparison_add_disturbed(struct text *t, const struct comparison *c, const struct comparison_row *row)
{
	size_t processes, disturbed;
	const struct counted_case *worst = count(c->a, row, &processes, &disturbed);

	say(t, "A", disturbed, processes, worst);
	worst = count(c->b, row, &processes, &disturbed);
	say(t, "B", disturbed, processes, worst);
}

static bool is_most(const struct side *side, const struct comparison_row *row)
{
	size_t processes, disturbed;

	count(side, row, &processes, &disturbed);
	return 2 * disturbed > processes;
}

void comparison_hold_disturbed(const struct comparison *c, struct comparison_row *row)
{
	bool most = is_most(c->a, row) || is_most(c->b, row);
	struct text words = { 0 };

	if (most)
		row->verdict = VERDICT_INCONCLUSIVE;
	else if (row->verdict != VERDICT_REGRESSED && row->verdict != VERDICT_IMPROVED)
		return;
	comparison_add_disturbed(&words, c, row);
	if (words.length > 0)
		snprintf(row->reason, sizeof(row->reason), "%s%s", most ? "no verdict, for most was disturbed: " : "",
			 text_str(&words));
	text_free(&words);
}

void comparison_add_cause(struct text *t, const struct side *side, const struct comparison_row *row)
{
	size_t processes, disturbed;
	const struct counted_case *worst = count(side, row, &processes, &disturbed);

	if (disturbed == 0)
		return;
	text_addf(t, "%zu of %zu processes: ", disturbed, processes);
	causes_add_main(t, worst);
}
