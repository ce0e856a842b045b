/* The cells of a comparison's tables in words. */
#include "compare_cells.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "exact.h"
#include "unit.h"

static bool is_count(const char *unit)
{
	return strcmp(unit, "ns") != 0 && strcmp(unit, "%") != 0 && !exact_is_unit(unit);
}

/* Both in the unit of the greater one that there is. */
static struct unit_scale scale_of(const struct comparison_row *row)
{
	double typical = isnan(row->a) ? row->b : isnan(row->b) ? row->a : fmin(row->a, row->b);

	return unit_pick(row->unit, typical, row->a, row->b);
}

static void add_median(struct text *t, double value, const struct comparison_row *row)
{
	struct unit_scale scale = scale_of(row);

	if (is_count(row->unit))
		unit_add_count(t, value);
	else
		unit_add(t, value, &scale);
}

void compare_add_medians(struct text *a, struct text *b, const struct comparison_row *row)
{
	add_median(a, row->a, row);
	add_median(b, row->b, row);
}

void compare_add_unit(struct text *t, const struct comparison_row *row)
{
	if (strcmp(row->unit, "cycles") == 0)
		text_add(t, "cyc");
	else if (is_count(row->unit))
		text_add_clean(t, row->unit);
	else
		text_add(t, scale_of(row).name);
}

static int decimals_of(double percent)
{
	return fabs(percent) < .995 ? 2 : fabs(percent) < 99.95 ? 1 : 0;
}

static void add_signed(struct text *t, double log_ratio, int decimals)
{
	double percent = 100 * verdict_share(log_ratio);

	/* "-0.00" reads as a mistake. */
	if (fabs(percent) < .5 * pow(10, -decimals))
		percent = 0;
	text_addf(t, "%+.*f", decimals, percent);
}

void compare_add_change(struct text *t, double log_ratio)
{
	if (!isfinite(log_ratio)) {
		text_add(t, "–");
	} else if (log_ratio >= log(3)) {
		text_addf(t, "×%.2f", exp(log_ratio));
	} else {
		add_signed(t, log_ratio, decimals_of(100 * verdict_share(log_ratio)));
		text_add(t, "%");
	}
}

void compare_add_interval(struct text *t, double lo, double hi)
{
	double widest = fmax(fabs(verdict_share(lo)), fabs(verdict_share(hi)));

	if (!isfinite(lo) || !isfinite(hi)) {
		text_add(t, "–");
	} else if (lo >= log(3)) {
		text_addf(t, "×%.2f to ×%.2f", exp(lo), exp(hi));
	} else {
		add_signed(t, lo, decimals_of(100 * widest));
		text_add(t, " to ");
		add_signed(t, hi, decimals_of(100 * widest));
	}
}

void compare_add_row_interval(struct text *t, const struct comparison_row *row)
{
	double change = row->b - row->a;

	if (!row->exact)
		compare_add_interval(t, row->lo, row->hi);
	else if (row->verdict == VERDICT_SAME)
		text_add(t, "equal");
	else
		text_addf(t, fabs(change - nearbyint(change)) < .005 ? "%+.0f" : "%+.2f", change);
}

void compare_add_p(struct text *t, double p)
{
	if (!isfinite(p))
		text_add(t, "–");
	else if (p < .001)
		text_add(t, "<.001");
	else if (p > .995)
		text_add(t, "1");
	else
		text_addf(t, p < .1 ? "%.3f" : "%.2f", p);
}

void compare_add_n(struct text *t, const struct comparison_row *row)
{
	text_addf(t, row->n_a == row->n_b ? "%zu" : "%zu/%zu", row->n_a, row->n_b);
}

void compare_add_share(struct text *t, double share)
{
	if (isfinite(share))
		text_addf(t, "%.3g%%", 100 * share);
	else
		text_add(t, "–");
}

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
	text_addf(t, "half of the cases repeat within %.2g%% in ns", 100 * verdict_share(noise->ns_median));
	if (isfinite(noise->cycles_median))
		text_addf(t, ", %.2g%% in core cycles", 100 * verdict_share(noise->cycles_median));
	text_addf(t, " (p95 of %zu A/A runs until ", noise->runs);
	text_add_clean(t, noise->date);
	text_add(t, "); θ is each case's own noise, at least 3%");
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
		text_add(t, c->rules.cycles == noise->gate_on_cycles ? ", what repeats better here: " : ": ");
		add_noise(t, noise);
	} else {
		text_add(t, "; this machine's noise was never measured (“oscost noise” does), so θ is 3% "
			    "for every case");
	}
	text_add(t, ".");
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
		compare_add_share(t, rows[n / 2]->least);
		text_add(t, " in the median case, ");
		compare_add_share(t, rows[n - 1]->least);
		text_addf(t, " in the worst (%s)%s", rows[n - 1]->label, column ? "; column “least” has each." : ".");
	}
	free(rows);
}

int compare_notes_make(const struct comparison *c, struct compare_notes *out)
{
	*out = (struct compare_notes){ .note = calloc(c->row_n + 1, sizeof(*out->note)) };
	for (size_t i = 0; out->note && i < c->row_n; i++) {
		const struct comparison_row *row = &c->rows[i];

		if (row->verdict != VERDICT_NONE && row->reason[0] &&
		    compare_notes_number(out, row) == 0)
			out->note[out->n++] = row->reason;
	}
	return out->note ? 0 : -ENOMEM;
}

void compare_notes_free(struct compare_notes *notes)
{
	free(notes->note);
	*notes = (struct compare_notes){ 0 };
}

size_t compare_notes_number(const struct compare_notes *notes, const struct comparison_row *row)
{
	if (row->verdict == VERDICT_NONE)
		return 0;
	for (size_t i = 0; i < notes->n; i++)
		if (strcmp(notes->note[i], row->reason) == 0)
			return i + 1;
	return 0;
}
