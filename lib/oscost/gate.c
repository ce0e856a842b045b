/* The CI gate: compares, has what looks changed measured once more, and keeps what both agree on. */
#include "gate.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "compare_cells.h"
#include "differences.h"
#include "measurement.h"
#include "runfolder.h"
#include "store_key.h"

enum {
	CONFIRM_ROUNDS_LEAST = 12,
	CONFIRM_ROUNDS_MOST = 60,
};

static bool is_change(const struct comparison_row *row)
{
	return row->verdict == VERDICT_REGRESSED || row->verdict == VERDICT_IMPROVED;
}

static int read_run(const struct gate_options *o, struct gate *gate, struct record_error *err)
{
	int rc = side_read(o->run, &gate->run, err);

	for (size_t i = 0; !rc && i < gate->run.run_n; i++) {
		const char *complete = record_machine_get(&gate->run.runs[i], "run.complete");

		if (!complete || strcmp(complete, "yes") != 0)
			rc = record_fail(err, -EINVAL,
					 "%.150s is not complete: a run that was interrupted is not judged",
					 gate->run.paths[i]);
	}
	return rc;
}

static struct comparison_rules rules_of(const struct gate_options *o, const struct gate *gate)
{
	const struct noise *noise = gate->noise.runs ? &gate->noise : NULL;

	return (struct comparison_rules){
		.cycles = o->metric == GATE_BY_NOISE ? noise && noise->gate_on_cycles
						     : o->metric == GATE_CYCLES,
		.gate = true,
		.only = o->only,
		.only_count = o->only_count,
		.noise = noise,
	};
}

/* A case that went wrong in the run and not in the baseline is not passed over. */
static void hold_failures(struct comparison *c)
{
	for (size_t i = 0; i < c->row_n; i++) {
		struct comparison_row *row = &c->rows[i];

		if (row->verdict == VERDICT_NONE && (strncmp(row->reason, "B: INVALID", 10) == 0 ||
						     strncmp(row->reason, "B: FAILED", 9) == 0)) {
			row->verdict = VERDICT_INCONCLUSIVE;
			c->verdicts[VERDICT_NONE]--;
			c->verdicts[VERDICT_INCONCLUSIVE]++;
		}
	}
}

/* Labels of what looks changed. They hold no character that means anything in a glob. */
static const char **list_flagged(const struct gate *gate, size_t *n)
{
	const char **labels = calloc(gate->c.row_n + 1, sizeof(*labels));

	*n = 0;
	for (size_t i = 0; labels && i < gate->c.row_n; i++)
		if (is_change(&gate->c.rows[i]))
			labels[(*n)++] = gate->c.rows[i].label;
	return labels;
}

/* Whether what is measured here and now is of the same machine, kernel and build as the run. */
static int check_same(const struct gate *gate, const struct record_run *second,
		      struct record_error *err)
{
	struct store_difference d[1];

	if (store_key_differences(&gate->run.runs[0], second, d, 1) == 0)
		return 0;
	return record_fail(err, -EINVAL,
			   "what changed cannot be confirmed: the second run differs from the first in %s; "
			   "give a second run of the first one's machine with --confirm RUN, or --no-confirm",
			   d[0].field);
}

static int same_prefix(const struct gate_options *o, const struct gate *gate, struct record_error *err)
{
	const char *was = record_machine_get(&gate->run.runs[0], "run.under");
	const char *is = o->under && *o->under ? o->under : NULL;

	if (was == is || (was && is && strcmp(was, is) == 0))
		return 0;
	/* What a run folder says is never started. */
	return record_fail(err, -EINVAL,
			   was ? "the run was made with --under: repeat it here so that changes can be confirmed"
			       : "the run was made without --under: leave it out here too");
}

static int measure_again(const struct gate_options *o, struct gate *gate,
			 const char *const *labels, size_t n, struct record_error *err)
{
	double rounds = record_machine_real(&gate->run.runs[0], "run.rounds");
	double cpu = record_machine_real(&gate->run.runs[0], "run.cpu");
	struct measurement_result result;
	struct measure_options m;
	char out[PATH_MAX];
	const char *path = result.path;
	int rc = same_prefix(o, gate, err);

	if (rc)
		return rc;
	measure_options_init(&m);
	if (runfolder_free_path(o->out, "confirm", out) != 0)
		return record_fail(err, -ENAMETOOLONG, "the name of the folder is too long");
	m.labels = labels;
	m.label_count = n;
	m.rounds = rounds >= CONFIRM_ROUNDS_LEAST ? (uint32_t)fmin(rounds, CONFIRM_ROUNDS_MOST)
						  : CONFIRM_ROUNDS_LEAST;
	m.cpu = cpu >= 0 && cpu < 8192 ? (int)cpu : -1;
	m.under = o->under;
	m.out = out;
	m.title = "confirming";
	m.no_pictures = true;
	cli_note("%zu case%s %s changed and %s measured once more", n, n == 1 ? "" : "s",
		 n == 1 ? "looks" : "look", n == 1 ? "is" : "are");
	rc = measurement_run(&m, &result, err);
	if (rc)
		return rc;
	gate->interrupted = result.interrupted;
	if (result.interrupted)
		return record_fail(err, -EINTR, "interrupted while confirming");
	if (!result.measured)
		return record_fail(err, -EINVAL, "nothing could be measured again here");
	return side_read_paths("second measurement", &path, 1, false, &gate->second, err);
}

static const struct comparison_row *row_of(const struct comparison *c, const char *label)
{
	for (size_t i = 0; i < c->row_n; i++)
		if (strcmp(c->rows[i].label, label) == 0)
			return &c->rows[i];
	return NULL;
}

/* A change that is not seen again is none: both findings are told. */
static void take_second(struct gate *gate, const struct comparison *second)
{
	for (size_t i = 0; i < gate->c.row_n; i++) {
		struct comparison_row *row = &gate->c.rows[i];
		const struct comparison_row *again = is_change(row) ? row_of(second, row->label) : NULL;
		struct text t = { 0 }, words = { 0 };

		if (!is_change(row))
			continue;
		bool seen = again && again->verdict == row->verdict;

		text_add(&t, seen ? "confirmed: " : "not confirmed: ");
		compare_add_change(&t, row->ratio);
		text_add(&t, " at first, ");
		compare_add_change(&t, again ? again->ratio : NAN);
		text_add(&t, " in the second measurement");
		comparison_add_disturbed(&words, &gate->c, row);
		if (words.length > 0)
			text_addf(&t, "; %s", text_str(&words));
		text_free(&words);
		snprintf(row->reason, sizeof(row->reason), "%s", text_str(&t));
		text_free(&t);
		if (seen) {
			gate->confirmed++;
			continue;
		}
		gate->c.verdicts[row->verdict]--;
		gate->c.verdicts[VERDICT_INCONCLUSIVE]++;
		row->verdict = VERDICT_INCONCLUSIVE;
	}
}

static int compare_second(const struct gate_options *o, struct gate *gate,
			  const char *const *labels, size_t n, struct record_error *err)
{
	struct comparison_rules rules = rules_of(o, gate);
	struct comparison second;
	int rc = check_same(gate, &gate->second.runs[0], err);

	if (rc)
		return rc;
	rules.only = labels;
	rules.only_count = n;
	rc = comparison_make(&gate->baseline, &gate->second, &rules, &second);
	if (rc)
		return record_fail(err, rc, "%s", strerror(-rc));
	take_second(gate, &second);
	comparison_free(&second);
	return 0;
}

static int confirm(const struct gate_options *o, struct gate *gate, struct record_error *err)
{
	const char **labels = list_flagged(gate, &gate->flagged);
	int rc = labels ? 0 : record_fail(err, -ENOMEM, "out of memory");

	if (!rc && gate->flagged && o->confirming != GATE_NOTHING && gate->c.way != COMPARISON_EXACT) {
		rc = o->confirming == GATE_RUN ? side_read(o->confirm, &gate->second, err)
					       : measure_again(o, gate, labels, gate->flagged, err);
		if (!rc)
			rc = compare_second(o, gate, labels, gate->flagged, err);
	}
	free(labels);
	return rc;
}

int gate_make(const struct gate_options *o, struct gate *gate, struct record_error *err)
{
	struct comparison_rules rules;
	int rc;

	*gate = (struct gate){ 0 };
	rc = read_run(o, gate, err);
	if (!rc)
		rc = gate_choose_baseline(o, gate, err);
	if (!rc)
		rc = noise_read(o->baseline, &gate->run.runs[0], &gate->noise, err);
	if (!rc)
		rc = differences_check(&gate->baseline, &gate->run, err);
	if (!rc) {
		rules = rules_of(o, gate);
		rc = comparison_make(&gate->baseline, &gate->run, &rules, &gate->c);
		if (rc)
			record_fail(err, rc, "%s", strerror(-rc));
	}
	if (!rc) {
		hold_failures(&gate->c);
		rc = confirm(o, gate, err);
	}
	if (rc) {
		bool interrupted = gate->interrupted;

		gate_free(gate);
		gate->interrupted = interrupted;
	}
	return rc;
}

void gate_free(struct gate *gate)
{
	comparison_free(&gate->c);
	noise_free(&gate->noise);
	side_free(&gate->second);
	side_free(&gate->baseline);
	side_free(&gate->run);
	*gate = (struct gate){ 0 };
}

void gate_add_result(struct text *t, const struct gate *gate, bool strict)
{
	const size_t *n = gate->c.verdicts;
	const char *seen = gate->second.run_n		     ? " (confirmed)"
			   : gate->c.way == COMPARISON_EXACT ? " (exact)"
			   : gate->flagged		     ? " (not measured again)"
							     : "";

	if (n[VERDICT_REGRESSED])
		text_addf(t, "FAILED: %zu of %zu cases REGRESSED%s", n[VERDICT_REGRESSED],
			  gate->c.family, seen);
	else if (strict && n[VERDICT_INCONCLUSIVE])
		text_addf(t, "INCONCLUSIVE: %zu of %zu cases", n[VERDICT_INCONCLUSIVE], gate->c.family);
	else
		text_addf(t, "PASSED: no case of %zu REGRESSED", gate->c.family);
	text_addf(t, "; %zu IMPROVED, %zu SAME, %zu INCONCLUSIVE", n[VERDICT_IMPROVED],
		  n[VERDICT_SAME], n[VERDICT_INCONCLUSIVE]);
}
