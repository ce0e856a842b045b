/* What stands above and below the tables of a comparison, in words. */
#include "compare_cells.h"

#include <math.h>
#include <stdlib.h>

#include "blind.h"
#include "unit.h"

static const char *machine(const struct record_run *run, const char *key, const char *without)
{
	const char *value = record_machine_get(run, key);

	return value ? value : without;
}

void compare_add_side(struct text *t, const struct side *side)
{
	const struct record_run *first = &side->runs[0], *last = &side->runs[side->run_n - 1];
	const char *under = record_machine_get(first, "run.under");
	const char *tag = record_machine_get(first, "run.tag");

	text_add_clean(t, side->name);
	text_add(t, ": ");
	text_add_clean(t, machine(first, "host", "unknown host"));
	text_add(t, ", Linux ");
	text_add_clean(t, machine(first, "kernel.release", "not known"));
	text_add(t, ", ");
	text_add_clean(t, machine(first, "date", "no date"));
	if (side->run_n > 1) {
		text_add(t, " to ");
		text_add_clean(t, machine(last, "date", "no date"));
		text_addf(t, ", %zu runs of %zu boot%s", side->run_n, side_boots(side),
			  side_boots(side) == 1 ? "" : "s");
	}
	if (under) {
		text_add(t, ", under ");
		text_add_clean(t, under);
	}
	if (tag) {
		text_add(t, ", ");
		text_add_clean(t, tag);
	}
}

static void add_noise(struct text *t, const struct noise *noise)
{
	text_add(t, "half of the cases repeat within ");
	unit_add_share(t, verdict_share(noise->ns_median));
	text_add(t, " in ns");
	if (isfinite(noise->cycles_median)) {
		text_add(t, ", ");
		unit_add_share(t, verdict_share(noise->cycles_median));
		text_add(t, " in core cycles");
	}
	text_addf(t, " (p95 of %zu A/A runs until ", noise->runs);
	text_add_clean(t, noise->date);
	text_add(t, "); θ is each case's own noise, at least 3%");
}

static bool repeats_better(const struct noise *noise, bool cycles)
{
	return cycles == noise->gate_on_cycles &&
	       !noise_is_even(verdict_share(noise->ns_median), verdict_share(noise->cycles_median));
}

static void add_blind(struct text *t, const struct comparison *c)
{
	struct blind blind = { 0 };

	for (size_t i = 0; i < c->row_n; i++)
		if (c->rows[i].verdict != VERDICT_NONE)
			blind_count(&blind, c->rows[i].label, c->rows[i].theta);
	blind_say(t, &blind);
}

/* Where all of it ran faster or slower, time says so of every case. */
static void add_frequencies(struct text *t, const struct comparison *c)
{
	double a = record_machine_real(&c->a->runs[0], "core.hz");
	double b = record_machine_real(&c->b->runs[c->b->run_n - 1], "core.hz");

	if (a > 0 && b > 0 && fabs(log(b / a)) > .01)
		text_addf(t, " The core ran at %.3f GHz in A and at %.3f GHz in B: --metric cycles leaves that out.",
			  a / 1e9, b / 1e9);
}

void compare_add_metric(struct text *t, const struct comparison *c)
{
	const struct noise *noise = c->rules.noise;

	if (c->way == COMPARISON_EXACT) {
		text_add(t, "instructions executed, counted by an emulator: the length of the path, not its cost.");
		return;
	}
	text_add(t, c->rules.cycles ? "core cycles" : "ns");
	if (noise) {
		text_add(t, repeats_better(noise, c->rules.cycles) ? ", what repeats better here: " : ": ");
		add_noise(t, noise);
	} else {
		text_add(t, "; this machine's noise was never measured (“oscost noise” does), so θ is 3% "
			    "for every case");
	}
	text_add(t, ".");
	add_blind(t, c);
	if (!c->rules.cycles)
		add_frequencies(t, c);
}

void compare_add_way(struct text *t, const struct comparison *c)
{
	static const char *const ways[] = {
		[COMPARISON_PAIRED] = "Change: the median over the rounds of the ratio of B to A, which were "
				      "measured in turn; interval: of the sign test",
		[COMPARISON_PROCESSES] = "Change: Hodges and Lehmann's shift between the processes of A and "
					 "of B, of logs; interval: by ranks",
		[COMPARISON_BOOTS] = "The kernels differ, so each boot is one value. Change: Hodges and "
				     "Lehmann's shift between the boots of A and of B, of logs; interval: "
				     "by ranks",
	};

	if (c->way == COMPARISON_EXACT) {
		text_add(t, "Both are exact, so nothing scatters: equal (=), or REGRESSED (▲), IMPROVED (▼) by the "
			    "difference that the table gives in instructions; below half an instruction is equal.");
		return;
	}
	text_addf(t, "%s, %.4g%%", ways[c->way], 100 * (1 - c->alpha));
	if (c->rules.gate)
		text_addf(t, " (Bonferroni over %zu cases)", c->family);
	text_add(t, ". REGRESSED (▲) and IMPROVED (▼): all of the interval is beyond θ; SAME (=): ");
	text_add(t, c->rules.gate ? "all of the plain 95% interval within; "
				      : "all of it within; ");
	text_add(t, "INCONCLUSIVE (?): neither, or most processes of a side were disturbed. p: ");
	text_add(t, c->way == COMPARISON_PAIRED ? "sign test" : "Mann and Whitney");
	text_add(t, c->rules.gate ? "." : "; changes pass Benjamini and Hochberg at 5%.");
}

void compare_add_counts(struct text *t, const struct comparison *c)
{
	static const enum verdict order[] = { VERDICT_REGRESSED, VERDICT_IMPROVED, VERDICT_SAME,
					      VERDICT_INCONCLUSIVE };

	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++)
		text_addf(t, "%s%zu %s", i ? ", " : "", c->verdicts[order[i]], verdict_word(order[i]));
	text_addf(t, " of %zu; %zu dearer, %zu cheaper", c->row_n - c->verdicts[VERDICT_NONE],
		  c->risen, c->fallen);
	if (c->verdicts[VERDICT_NONE])
		text_addf(t, "; %zu not compared", c->verdicts[VERDICT_NONE]);
}

static int by_least(const void *x, const void *y)
{
	const struct comparison_row *a = *(const struct comparison_row *const *)x;
	const struct comparison_row *b = *(const struct comparison_row *const *)y;

	return (a->least > b->least) - (a->least < b->least);
}

void compare_add_least(struct text *t, const struct comparison *c, bool column)
{
	const struct comparison_row **rows = calloc(c->row_n + 1, sizeof(*rows));
	size_t n = 0;

	for (size_t i = 0; rows && i < c->row_n; i++)
		if (isfinite(c->rows[i].least))
			rows[n++] = &c->rows[i];
	t->failed = t->failed || !rows;
	if (c->way == COMPARISON_EXACT) {
		text_add(t, "A change of one instruction is found.");
	} else if (n == 0) {
		text_add(t, "No change could have been found: there is no interval.");
	} else {
		qsort(rows, n, sizeof(*rows), by_least);
		text_add(t, "Least change that would have been found with 80% probability: ");
		unit_add_share(t, rows[n / 2]->least);
		text_add(t, " in the median case, ");
		unit_add_share(t, rows[n - 1]->least);
		text_addf(t, " in the worst (%s)%s", rows[n - 1]->label,
			  column ? "; column “least” has each." : ".");
	}
	free(rows);
}
