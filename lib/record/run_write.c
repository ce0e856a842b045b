/* Writes a run's files: whole ones, and samples.tsv and gaps.tsv as the run goes on. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "columns.h"
#include "run.h"
#include "tsv.h"

static void put_case(struct tsv_writer *w, const struct record_case *c)
{
	tsv_put_text(w, c->name);
	tsv_put_text(w, c->param);
	tsv_put_text(w, c->unit);
	tsv_put_text(w, c->what);
	tsv_put_text(w, c->expected);
	tsv_put_text(w, c->program);
	tsv_put_text(w, c->status);
	tsv_put_text(w, c->reason);
	tsv_put_uint(w, c->reruns);
	tsv_end_row(w);
}

static void put_sample_header(struct tsv_writer *w, const struct record_run *run)
{
	const char *columns[SAMPLE_COLUMNS + 1 + RECORD_EVENTS + RECORD_COUNTERS_MAX];
	size_t i, n = 0;

	for (i = 0; i < SAMPLE_DISTURBED; i++)
		columns[n++] = sample_columns[i];
	columns[n++] = "core_width";
	for (i = 0; i < RECORD_EVENTS; i++)
		columns[n++] = record_event_name((enum record_event)i);
	columns[n++] = sample_columns[SAMPLE_DISTURBED];
	for (i = 0; i < run->counter_n; i++)
		columns[n++] = run->counters[i];
	tsv_put_header(w, "samples", RECORD_VERSION, columns, n);
}

static void put_sample(struct tsv_writer *w, const struct record_run *run,
		       const struct record_sample *s)
{
	size_t i;

	tsv_put_text(w, run->cases[s->case_index].name);
	tsv_put_text(w, run->cases[s->case_index].param);
	tsv_put_uint(w, s->round);
	tsv_put_uint(w, s->process);
	tsv_put_uint(w, s->sample);
	tsv_put_uint(w, s->ops);
	tsv_put_uint(w, s->ticks);
	tsv_put_real(w, s->ns);
	tsv_put_real(w, s->core_cycles);
	tsv_put_real(w, s->overhead_ticks);
	tsv_put_real(w, s->width > 0 ? s->width : (double)NAN);
	for (i = 0; i < RECORD_EVENTS; i++)
		tsv_put_real(w, s->events[i]);
	tsv_put_text(w, s->disturbed);
	for (i = 0; i < run->counter_n; i++)
		tsv_put_real(w, s->counters[i]);
	tsv_end_row(w);
}

static void put_gap(struct tsv_writer *w, const struct record_gap *gap)
{
	tsv_put_uint(w, gap->round);
	tsv_put_uint(w, gap->process);
	tsv_put_text(w, gap->tick ? "tick" : "other");
	tsv_put_real(w, gap->start_ns);
	tsv_put_real(w, gap->ns);
	tsv_end_row(w);
}

int record_write_machine(const char *dir, const struct record_run *run, struct record_error *err)
{
	struct tsv_writer w;
	size_t i;
	int rc = tsv_create(&w, dir, "machine.tsv", err);

	if (rc)
		return rc;
	tsv_put_header(&w, "machine", RECORD_VERSION, machine_columns, MACHINE_COLUMNS);
	for (i = 0; i < run->machine_n; i++) {
		tsv_put_text(&w, run->machine[i].key);
		tsv_put_text(&w, run->machine[i].value);
		tsv_end_row(&w);
	}
	return tsv_commit(&w, err);
}

int record_write_cases(const char *dir, const struct record_run *run, struct record_error *err)
{
	struct tsv_writer w;
	size_t i;
	int rc = tsv_create(&w, dir, "cases.tsv", err);

	if (rc)
		return rc;
	tsv_put_header(&w, "cases", RECORD_VERSION, case_columns, CASE_COLUMNS);
	for (i = 0; i < run->case_n; i++)
		put_case(&w, &run->cases[i]);
	return tsv_commit(&w, err);
}

int record_write_samples(const char *dir, const struct record_run *run, struct record_error *err)
{
	struct tsv_writer w;
	size_t i;
	int rc = tsv_create(&w, dir, "samples.tsv", err);

	if (rc)
		return rc;
	put_sample_header(&w, run);
	for (i = 0; i < run->sample_n; i++)
		put_sample(&w, run, &run->samples[i]);
	return tsv_commit(&w, err);
}

int record_write_gaps(const char *dir, const struct record_run *run, struct record_error *err)
{
	struct tsv_writer w;
	size_t i;
	int rc = tsv_create(&w, dir, "gaps.tsv", err);

	if (rc)
		return rc;
	tsv_put_header(&w, "gaps", RECORD_VERSION, gap_columns, GAP_COLUMNS);
	for (i = 0; i < run->gap_n; i++)
		put_gap(&w, &run->gaps[i]);
	return tsv_commit(&w, err);
}

int record_open_samples(struct record_appender *a, const char *dir, const struct record_run *run,
			struct record_error *err)
{
	int rc;

	*a = (struct record_appender){ 0 };
	a->samples = calloc(1, sizeof(*a->samples));
	a->gaps = calloc(1, sizeof(*a->gaps));
	if (!a->samples || !a->gaps) {
		free(a->samples);
		free(a->gaps);
		*a = (struct record_appender){ 0 };
		return record_fail(err, -ENOMEM, "samples.tsv: out of memory");
	}
	a->gaps->fd = -1; /* tsv_abandon may meet it before it was created */
	rc = tsv_create_growing(a->samples, dir, "samples.tsv", err);
	if (rc == 0)
		rc = tsv_create_growing(a->gaps, dir, "gaps.tsv", err);
	if (rc == 0) {
		put_sample_header(a->samples, run);
		tsv_put_header(a->gaps, "gaps", RECORD_VERSION, gap_columns, GAP_COLUMNS);
		rc = record_append_round(a, run, err);
	}
	if (rc)
		record_close(a, NULL);
	return rc;
}

int record_append_round(struct record_appender *a, const struct record_run *run,
			struct record_error *err)
{
	int rc;

	for (; a->sample_n < run->sample_n; a->sample_n++)
		put_sample(a->samples, run, &run->samples[a->sample_n]);
	for (; a->gap_n < run->gap_n; a->gap_n++)
		put_gap(a->gaps, &run->gaps[a->gap_n]);
	rc = tsv_flush(a->samples, err);
	return rc ? rc : tsv_flush(a->gaps, err);
}

static int close_one(struct tsv_writer *w, struct record_error *err)
{
	int rc = w->fd >= 0 ? tsv_commit(w, err) : 0;

	tsv_abandon(w);
	free(w);
	return rc;
}

int record_close(struct record_appender *a, struct record_error *err)
{
	int samples, gaps;

	if (!a->samples)
		return 0;
	samples = close_one(a->samples, err);
	gaps = close_one(a->gaps, samples ? NULL : err);
	*a = (struct record_appender){ 0 };
	return samples ? samples : gaps;
}
