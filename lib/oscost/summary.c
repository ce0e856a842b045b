/* Judges every case of a run and adds its rows. */
#include "summary.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "condense.h"
#include "counted.h"
#include "derived.h"
#include "exact.h"
#include "figures.h"
#include "judge.h"
#include "notes.h"
#include "silent.h"

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
	bool condensed; /* the run */
	bool exact;
	bool silent; /* the counter */
};

static const char *note_row(struct text *notes, const struct place *at, const struct figures *f)
{
	/* A rare event has a wide interval by nature. */
	bool rare = at->figure >= COUNTED_COUNTERS && f->processes >= FIGURES_LEAST_PROCESSES;
	bool unstable = !rare && !at->exact && notes_unstable(notes, f, NOTES_PROCESSES);
	const char *status = unstable || (!rare && counted_is_disturbed(at->c)) ? "UNSTABLE" : "ok";

	if (at->silent)
		notes_add(notes, SILENT_NOTE);
	if (at->figure >= COUNTED_COUNTERS)
		return status;
	notes_modes(notes, f, at->unit);
	notes_figures(notes, f, at->condensed ? "processes" : "samples");
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
	if (at->condensed)
		figures_forget_samples(&f);
	*status = at->j->status;
	if (strcmp(*status, "ok") == 0) {
		*status = note_row(&notes, at, &f);
	} else {
		notes_add(&notes, "%s", judge_reason(at->c, at->j));
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
	struct place at = { c, j, "time", exact_unit(run, c->c->unit), COUNTED_TIME, condense_is(run),
			    exact_is(run), false };
	const char *ignored;
	int rc = add_row(out, &at, status);

	if (c->c->unit[0] == '%' || !measured)
		return rc;
	for (at.figure = COUNTED_CYCLES; rc == 0 && at.figure < COUNTED_COUNTERS + run->counter_n;
	     at.figure++) {
		if (at.figure == COUNTED_COUNTERS && apart->sample_n > 0)
			at.c = apart;
		if (!has_figure(at.c, at.figure) || (at.exact && at.figure == COUNTED_CYCLES))
			continue;
		at.silent = at.figure >= COUNTED_COUNTERS && silent_counter(run, at.figure - COUNTED_COUNTERS);
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
		rc = judge_case(counted->run, &counted->cases[i], &j, err);
		if (rc == 0) {
			rc = add_rows(counted->run, &counted->cases[i], &apart->cases[i], &j, out,
				      &statuses[i]);
			if (rc)
				record_fail(err, rc, "summary: %s", strerror(-rc));
		}
		judge_free(&j);
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
