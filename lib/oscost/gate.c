/* The CI gate: compares, holds what went wrong against the run, and has changes confirmed. */
#include "gate.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include "differences.h"
#include "gate_parts.h"

int gate_check_complete(const struct side *side, struct record_error *err)
{
	for (size_t i = 0; i < side->run_n; i++) {
		const char *complete = record_machine_get(&side->runs[i], "run.complete");
		bool damaged = side->runs[i].warning.text[0] != '\0';

		if (damaged || !complete || strcmp(complete, "yes") != 0)
			return record_fail(err, -EINVAL, "%.150s is not complete: a run that was %s is not judged",
					   side->paths[i], damaged ? "cut short" : "interrupted");
	}
	return 0;
}

static int read_run(const struct gate_options *o, struct gate *gate, struct record_error *err)
{
	int rc = side_read(o->run, &gate->run, err);

	return rc ? rc : gate_check_complete(&gate->run, err);
}

struct comparison_rules gate_rules(const struct gate_options *o, const struct gate *gate)
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

static bool begins(const char *s, const char *with)
{
	return strncmp(s, with, strlen(with)) == 0;
}

bool gate_is_missing(const struct comparison_row *row)
{
	return isfinite(row->a) && !isfinite(row->b) &&
	       (begins(row->reason, "B: not measured") || begins(row->reason, "B: SKIPPED"));
}

/* A case that went wrong in the run and not in the baseline is not passed over, nor, where the gate is
 * strict, one that the run lacks. */
static void hold_lost(const struct gate_options *o, struct gate *gate)
{
	struct comparison *c = &gate->c;

	for (size_t i = 0; i < c->row_n; i++) {
		struct comparison_row *row = &c->rows[i];
		bool missing = row->verdict == VERDICT_NONE && gate_is_missing(row);

		gate->missing += missing;
		if (row->verdict != VERDICT_NONE ||
		    !(begins(row->reason, "B: INVALID") || begins(row->reason, "B: FAILED") ||
		      (missing && o->strict)))
			continue;
		row->verdict = VERDICT_INCONCLUSIVE;
		row->theta = NAN;
		c->verdicts[VERDICT_NONE]--;
		c->verdicts[VERDICT_INCONCLUSIVE]++;
	}
}

void gate_say_wide(struct comparison *c)
{
	for (size_t i = 0; i < c->row_n; i++)
		if (c->rows[i].verdict == VERDICT_INCONCLUSIVE && !c->rows[i].reason[0])
			strcpy(c->rows[i].reason, "the interval reaches over the border of θ: too wide for a verdict");
}

static int compare(const struct gate_options *o, struct gate *gate, struct record_error *err)
{
	struct comparison_rules rules = gate_rules(o, gate);
	int rc = comparison_make(&gate->baseline, &gate->run, &rules, &gate->c);

	if (rc)
		return record_fail(err, rc, "%s", strerror(-rc));
	if (gate->c.row_n == 0 && o->only_count > 0)
		return record_fail(err, -EINVAL, "--only matches no case of run and baseline: nothing was judged");
	if (gate->c.family == 0)
		return record_fail(err, -EINVAL,
				   "run and baseline have no case with figures in common: nothing was judged");
	hold_lost(o, gate);
	gate_say_wide(&gate->c);
	return 0;
}

int gate_make(const struct gate_options *o, struct gate *gate, struct record_error *err)
{
	int rc;

	*gate = (struct gate){ 0 };
	rc = read_run(o, gate, err);
	if (!rc)
		rc = gate_choose_baseline(o, gate, err);
	if (!rc)
		rc = noise_read(o->baseline, &gate->run.runs[0], &gate->noise, err);
	if (!rc)
		rc = differences_check(&gate->baseline, &gate->run, err);
	if (!rc)
		rc = compare(o, gate, err);
	if (!rc)
		rc = gate_confirm(o, gate, err);
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
