/* Judges a case: its events, and whether it was measured at all. */
#include "judge.h"

#include <errno.h>
#include <math.h>
#include <string.h>

void judge_free(struct judgement *j)
{
	text_free(&j->expected);
	text_free(&j->observed);
}

/* Sum of what was subtracted / sum of what was left. Without the clock's rate: of its ticks. */
static double overhead_of(const struct counted_case *c, double ns_per_tick)
{
	double overhead = 0, net = 0;
	size_t i;

	for (i = 0; i < c->sample_n; i++) {
		const struct record_sample *s = c->samples[i];

		if (isnan(s->overhead_ticks))
			continue;
		overhead += s->overhead_ticks * (isnan(ns_per_tick) ? 1 : ns_per_tick);
		net += isnan(ns_per_tick) ? (double)s->ticks - s->overhead_ticks : s->ns;
	}
	return overhead == 0 && net != 0 ? 0 : overhead / net;
}

static int judge_events(const struct counted_case *c, double ns_per_tick, struct judgement *j,
			struct record_error *err)
{
	struct proof_count count = { 0 };
	struct proof_claim claim;
	struct record_error why;
	char label[128];
	size_t i;
	int rc = proof_parse(c->c->expected, &claim, &why);

	if (rc)
		return record_fail(err, rc, "cases.tsv: %s: expected: %s",
				   record_case_label(c->c, label, sizeof(label)), why.text);
	for (i = 0; i < c->sample_n; i++)
		proof_add(&count, &claim, c->samples[i], ns_per_tick);
	j->verdict = proof_judge(&claim, &count, &j->expected, &j->observed);
	return j->expected.failed || j->observed.failed ? record_fail(err, -ENOMEM, "out of memory")
							: 0;
}

int judge_case(const struct record_run *run, const struct counted_case *c, struct judgement *j,
	       struct record_error *err)
{
	double ns_per_tick = record_machine_real(run, "clock.ns_per_tick");
	const char *complete = record_machine_get(run, "run.complete");
	int rc;

	*j = (struct judgement){ .status = c->c->status };
	rc = judge_events(c, ns_per_tick, j, err);
	j->overhead = overhead_of(c, ns_per_tick);
	if (strcmp(j->status, "ok") != 0)
		return rc;
	if (c->sample_n == 0)
		j->status = complete && strcmp(complete, "no") == 0 ? "SKIPPED" : "FAILED";
	else if (j->verdict == PROOF_INVALID)
		j->status = "INVALID";
	return rc;
}

const char *judge_reason(const struct counted_case *c, const struct judgement *j)
{
	if (strcmp(j->status, "ok") == 0)
		return "";
	if (strcmp(c->c->status, "ok") != 0)
		return c->c->reason ? c->c->reason : "no reason is recorded";
	if (strcmp(j->status, "SKIPPED") == 0)
		return "the run ended before this case was measured";
	if (strcmp(j->status, "FAILED") == 0)
		return "no sample is in the file";
	return "the events that were counted are not those that the case is about";
}
