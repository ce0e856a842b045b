/* Has what looks changed measured once more, and keeps what both measurements agree on. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "compare_cells.h"
#include "gate_parts.h"
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

static bool same_text(const struct record_run *a, const struct record_run *b, const char *key)
{
	const char *x = record_machine_get(a, key), *y = record_machine_get(b, key);

	return x && y && strcmp(x, y) == 0;
}

/* A copy too is no second measurement. */
static int check_another(const struct gate *gate, struct record_error *err)
{
	for (size_t i = 0; i < gate->run.run_n; i++)
		for (size_t k = 0; k < gate->second.run_n; k++) {
			const struct record_run *a = &gate->run.runs[i], *b = &gate->second.runs[k];

			if (same_text(a, b, "date") && same_text(a, b, "run.seed") && same_text(a, b, "host"))
				return record_fail(err, -EINVAL,
						   "%.150s is the run itself (same host, date and seed): "
						   "it cannot confirm itself", gate->second.paths[k]);
		}
	return 0;
}

/* Whether the second run is of the same machine, kernel and build as the first, whole, and another. */
static int check_second(const struct gate *gate, struct record_error *err)
{
	struct store_difference d[1];
	int rc = gate_check_complete(&gate->second, err);

	if (!rc)
		rc = check_another(gate, err);
	if (rc || store_key_differences(&gate->run.runs[0], &gate->second.runs[0], d, 1) == 0)
		return rc;
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

/* Why the second measurement has no verdict of its own, or nothing. */
static void add_obstacle(struct text *t, const struct comparison *second,
			 const struct comparison_row *again)
{
	struct text cause = { 0 };

	if (!again || is_change(again) || again->verdict == VERDICT_SAME)
		return;
	comparison_add_cause(&cause, second->b, again);
	if (cause.length > 0)
		text_addf(t, "the second measurement was disturbed (%s)", text_str(&cause));
	else
		text_add(t, again->reason);
	text_free(&cause);
}

static void say(struct comparison_row *row, const struct gate *gate, const struct comparison *second,
		const struct comparison_row *again, bool seen)
{
	bool sure = seen && again->verdict == row->verdict;
	struct text t = { 0 }, why = { 0 };

	add_obstacle(&why, second, again);
	text_add(&t, sure ? "confirmed" : seen ? "seen again, but " : "not confirmed");
	if (seen && !sure)
		text_add(&t, text_str(&why));
	text_add(&t, ": ");
	compare_add_change(&t, row->ratio);
	text_add(&t, " at first, ");
	compare_add_change(&t, again ? again->ratio : NAN);
	text_add(&t, " in the second measurement");
	if (!seen && why.length > 0)
		text_addf(&t, "; %s", text_str(&why));
	text_clear(&why);
	comparison_add_disturbed(&why, &gate->c, row);
	if (why.length > 0)
		text_addf(&t, "; %s", text_str(&why));
	snprintf(row->reason, sizeof(row->reason), "%s", text_str(&t));
	text_free(&t);
	text_free(&why);
}

/* A change that is not seen again is none: both findings are told. */
static void take_second(struct gate *gate, const struct comparison *second)
{
	for (size_t i = 0; i < gate->c.row_n; i++) {
		struct comparison_row *row = &gate->c.rows[i];
		const struct comparison_row *again = row_of(second, row->label);
		bool seen;

		if (!is_change(row))
			continue;
		seen = again && verdict_of(again->lo, again->hi, again->theta) == row->verdict;
		say(row, gate, second, again, seen);
		if (seen && again->verdict == row->verdict) {
			gate->confirmed++;
			continue;
		}
		gate->unconfirmed += row->verdict == VERDICT_REGRESSED &&
				     !(again && (is_change(again) || again->verdict == VERDICT_SAME));
		gate->c.verdicts[row->verdict]--;
		gate->c.verdicts[VERDICT_INCONCLUSIVE]++;
		row->verdict = VERDICT_INCONCLUSIVE;
	}
}

static int compare_second(const struct gate_options *o, struct gate *gate,
			  const char *const *labels, size_t n, struct record_error *err)
{
	struct comparison_rules rules = gate_rules(o, gate);
	struct comparison second;
	int rc = check_second(gate, err);

	if (rc)
		return rc;
	rules.only = labels;
	rules.only_count = n;
	rc = comparison_make(&gate->baseline, &gate->second, &rules, &second);
	if (rc)
		return record_fail(err, rc, "%s", strerror(-rc));
	gate_say_wide(&second);
	take_second(gate, &second);
	comparison_free(&second);
	return 0;
}

/* Between kernels boots are what is repeated: this one's processes cannot confirm anything. */
static bool takes_second(const struct gate_options *o, const struct gate *gate)
{
	return gate->flagged && o->confirming != GATE_NOTHING && gate->c.way != COMPARISON_EXACT &&
	       !(gate->c.way == COMPARISON_BOOTS && o->confirming == GATE_MEASURE);
}

int gate_confirm(const struct gate_options *o, struct gate *gate, struct record_error *err)
{
	const char **labels = list_flagged(gate, &gate->flagged);
	int rc = labels ? 0 : record_fail(err, -ENOMEM, "out of memory");

	if (!rc && takes_second(o, gate)) {
		rc = o->confirming == GATE_RUN ? side_read(o->confirm, &gate->second, err)
					       : measure_again(o, gate, labels, gate->flagged, err);
		if (!rc)
			rc = compare_second(o, gate, labels, gate->flagged, err);
	}
	free(labels);
	return rc;
}
