/* Judges every case of a run and adds its rows. */
#include "summary.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "counted.h"
#include "derived.h"
#include "figures.h"
#include "notes.h"
#include "proof.h"

/* What is known of a case before its figures. */
struct judgement {
	const char *status; /* "ok", or why there are no figures */
	enum proof_verdict verdict;
	struct text expected, observed;
	double overhead;
};

static void free_judgement(struct judgement *j)
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

static int judge(const struct record_run *run, const struct counted_case *c, struct judgement *j,
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

static void note_no_figures(struct text *notes, const struct counted_case *c,
			    const struct judgement *j)
{
	if (strcmp(c->c->status, "ok") != 0)
		notes_add(notes, "%s", c->c->reason ? c->c->reason : "no reason is recorded");
	else if (strcmp(j->status, "SKIPPED") == 0)
		notes_add(notes, "the run ended before this case was measured");
	else if (strcmp(j->status, "FAILED") == 0)
		notes_add(notes, "no sample is in the file");
	else
		notes_add(notes,
			  "the events that were counted are not those that the case is about");
}

static void note_events(struct text *notes, const struct judgement *j)
{
	if (j->verdict == PROOF_UNKNOWN)
		notes_add(notes, "not all of the expected events could be counted (%s)",
			  text_str(&j->expected));
}

/* Where a row belongs. */
struct place {
	const struct counted_case *c;
	const struct judgement *j;
	const char *metric, *unit;
	size_t figure;
};

static const char *note_row(struct text *notes, const struct place *at, const struct figures *f)
{
	/* A rare event has a wide interval by nature. */
	bool rare = at->figure >= COUNTED_COUNTERS && f->processes >= FIGURES_LEAST_PROCESSES;
	const char *status = !rare && notes_unstable(notes, f, "processes") ? "UNSTABLE" : "ok";

	if (at->figure >= COUNTED_COUNTERS)
		return status;
	notes_modes(notes, f, at->unit);
	notes_figures(notes, f, "samples");
	if (at->figure != COUNTED_TIME)
		return status;
	notes_overhead(notes, at->j->overhead);
	notes_disturbed(notes, at->c);
	note_events(notes, at->j);
	return status;
}

/* status becomes that of the row. */
static int add_row(struct record_summary *out, const struct place *at, const char **status)
{
	struct text notes = { 0 };
	struct record_summary_row row;
	struct figures f;
	int rc = figures_make(at->c, at->figure, &f);

	if (rc)
		return rc;
	*status = at->j->status;
	if (strcmp(*status, "ok") == 0) {
		*status = note_row(&notes, at, &f);
	} else {
		note_no_figures(&notes, at->c, at->j);
		figures_clear(&f);
	}
	figures_fill_row(&f, &row);
	row.name = at->c->c->name;
	row.param = at->c->c->param;
	row.metric = at->metric;
	row.unit = at->unit;
	row.status = *status;
	row.expected = text_str(&at->j->expected);
	row.observed = text_str(&at->j->observed);
	row.note = text_str(&notes);
	if (strcmp(at->j->status, "ok") == 0 && at->figure < COUNTED_COUNTERS)
		row.overhead = at->j->overhead;
	rc = notes.failed ? -ENOMEM : record_add_summary_row(out, &row);
	text_free(&notes);
	return rc;
}

static bool has_figure(const struct counted_case *c, size_t figure)
{
	size_t i;

	for (i = 0; i < c->sample_n; i++) {
		if (!isnan(counted_figure(c->c, c->samples[i], figure)))
			return true;
	}
	return false;
}

/* Events per ns of a watched time are no figure, so a share in percent has its one row. */
static int add_rows(const struct record_run *run, const struct counted_case *c,
		    const struct counted_case *apart, const struct judgement *j,
		    struct record_summary *out, const char **status)
{
	bool measured = strcmp(j->status, "ok") == 0 || strcmp(j->status, "INVALID") == 0;
	struct place at = { c, j, "time", c->c->unit, COUNTED_TIME };
	const char *ignored;
	int rc = add_row(out, &at, status);

	if (c->c->unit[0] == '%' || !measured)
		return rc;
	for (at.figure = COUNTED_CYCLES; rc == 0 && at.figure < COUNTED_COUNTERS + run->counter_n;
	     at.figure++) {
		if (at.figure == COUNTED_COUNTERS && apart->sample_n > 0)
			at.c = apart;
		if (!has_figure(at.c, at.figure))
			continue;
		at.metric = at.figure == COUNTED_CYCLES
				    ? "time"
				    : run->counters[at.figure - COUNTED_COUNTERS];
		at.unit = at.figure == COUNTED_CYCLES ? "cycles" : "events/op";
		rc = add_row(out, &at, &ignored);
	}
	return rc;
}

static int add_cases(const struct counted *counted, const struct counted *apart,
		     struct record_summary *out,
		     const char **statuses, struct record_error *err)
{
	struct judgement j;
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && i < counted->run->case_n; i++) {
		rc = judge(counted->run, &counted->cases[i], &j, err);
		if (rc == 0) {
			rc = add_rows(counted->run, &counted->cases[i], &apart->cases[i], &j, out,
				      &statuses[i]);
			if (rc)
				record_fail(err, rc, "summary: %s", strerror(-rc));
		}
		free_judgement(&j);
	}
	return rc;
}

static int add_derived(const char *path, const struct counted *counted, const char *const *statuses,
		       struct record_summary *out, struct record_error *err)
{
	struct derived_list list;
	int rc;

	if (!path)
		return 0;
	rc = derived_read(path, &list, err);
	if (rc)
		return rc;
	rc = derived_add_rows(&list, counted, statuses, out, err);
	derived_free(&list);
	return rc;
}

int summary_make(const struct record_run *run, const char *derived_path, struct record_summary *out,
		 struct record_error *err)
{
	const char **statuses;
	struct counted counted, apart;
	int rc;

	*out = (struct record_summary){ 0 };
	rc = counted_make(run, COUNTED_TIMED, &counted, err);
	if (rc)
		return rc;
	rc = counted_make(run, COUNTED_APART, &apart, err);
	if (rc) {
		counted_free(&counted);
		return rc;
	}
	statuses = calloc(run->case_n + 1, sizeof(*statuses));
	rc = statuses ? add_cases(&counted, &apart, out, statuses, err)
		      : record_fail(err, -ENOMEM, "out of memory");
	if (rc == 0)
		rc = add_derived(derived_path, &counted, statuses, out, err);
	free(statuses);
	counted_free(&counted);
	counted_free(&apart);
	if (rc)
		record_free_summary(out);
	return rc;
}
