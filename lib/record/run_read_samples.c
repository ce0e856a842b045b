/* Reads samples.tsv, the one file of a run that may have a million rows. */
#include <errno.h>
#include <math.h>
#include <string.h>

#include "columns.h"
#include "run_read.h"

struct layout {
	int at[SAMPLE_COLUMNS];
	int events[RECORD_EVENTS]; /* -1: not counted in this file */
	int width;                 /* -1: not in this file */
	size_t first_counter;      /* column; the others follow */
};

static int find_columns(const struct tsv_reader *r, struct layout *layout, struct record_run *run,
			struct record_error *err)
{
	int rc = tsv_find_all(r, sample_columns, SAMPLE_COLUMNS, layout->at, err);
	int disturbed, behind = -1;
	size_t i;

	if (rc)
		return rc;
	disturbed = layout->at[SAMPLE_DISTURBED];
	for (i = 0; i < SAMPLE_COLUMNS; i++)
		behind = layout->at[i] > disturbed ? layout->at[i] : behind;
	layout->width = tsv_find(r, "core_width");
	behind = layout->width > disturbed ? layout->width : behind;
	for (i = 0; i < RECORD_EVENTS; i++) {
		layout->events[i] = tsv_find(r, record_event_name((enum record_event)i));
		behind = layout->events[i] > disturbed ? layout->events[i] : behind;
	}
	if (behind >= 0)
		return tsv_fault(r, behind, err,
				 "stands behind `disturbed`, where only counters may");
	layout->first_counter = (size_t)disturbed + 1;
	for (i = layout->first_counter; i < r->columns; i++) {
		rc = record_add_counter(run, r->column[i]);
		if (rc)
			return record_read_fault(r, rc, err);
	}
	return 0;
}

/* Samples of one process follow each other, so the last case is nearly always the right one. */
static int find_case(const struct tsv_reader *r, const struct layout *layout,
		     const struct record_run *run, uint32_t *index, struct record_error *err)
{
	const char *name = r->field[layout->at[SAMPLE_CASE]];
	const char *param = tsv_text(r, layout->at[SAMPLE_PARAM]);
	const struct record_case *c = run->case_n > 0 ? &run->cases[*index] : NULL;

	if (c && strcmp(c->name, name) == 0 &&
	    (c->param && param ? strcmp(c->param, param) == 0 : c->param == param))
		return 0;
	c = record_find_case(run, name, param);
	if (!c)
		return tsv_fault(r, layout->at[SAMPLE_CASE], err,
				 "no such case (with this param) in cases.tsv");
	*index = (uint32_t)(c - run->cases);
	return 0;
}

static int read_counts(const struct tsv_reader *r, const struct layout *layout,
		       struct record_sample *s, struct record_error *err)
{
	static const int columns[] = { SAMPLE_ROUND, SAMPLE_PROCESS, SAMPLE_NUMBER };
	uint32_t *const places[] = { &s->round, &s->process, &s->sample };
	uint64_t value;
	size_t i;
	int rc;

	for (i = 0; i < sizeof(columns) / sizeof(columns[0]); i++) {
		rc = tsv_uint(r, layout->at[columns[i]], 1, UINT32_MAX, &value, err);
		if (rc)
			return rc;
		*places[i] = (uint32_t)value;
	}
	rc = tsv_uint(r, layout->at[SAMPLE_OPS], 1, UINT64_MAX, &s->ops, err);
	return rc ? rc : tsv_uint(r, layout->at[SAMPLE_TICKS], 0, UINT64_MAX, &s->ticks, err);
}

static int read_figures(const struct tsv_reader *r, const struct layout *layout,
			struct record_sample *s, double *counters, struct record_error *err)
{
	int rc = tsv_real(r, layout->at[SAMPLE_NS], &s->ns, err);
	size_t i;

	if (rc == 0)
		rc = tsv_real_or_nan(r, layout->at[SAMPLE_CORE_CYCLES], &s->core_cycles, err);
	if (rc == 0)
		rc = tsv_real_or_nan(r, layout->at[SAMPLE_OVERHEAD_TICKS], &s->overhead_ticks, err);
	if (rc == 0)
		rc = tsv_real_or_nan(r, layout->width, &s->width, err);
	for (i = 0; rc == 0 && i < RECORD_EVENTS; i++)
		rc = tsv_real_or_nan(r, layout->events[i], &s->events[i], err);
	for (i = layout->first_counter; rc == 0 && i < r->columns; i++)
		rc = tsv_real_or_nan(r, (int)i, &counters[i - layout->first_counter], err);
	return rc;
}

static int read_row(const struct tsv_reader *r, const struct layout *layout, struct record_run *run,
		    uint32_t *case_index, struct record_error *err)
{
	double counters[RECORD_COUNTERS_MAX];
	struct record_sample s = { .counters = counters };
	int rc = find_case(r, layout, run, case_index, err);

	if (rc == 0)
		rc = read_counts(r, layout, &s, err);
	if (rc == 0)
		rc = read_figures(r, layout, &s, counters, err);
	if (rc)
		return rc;
	s.case_index = *case_index;
	s.disturbed = tsv_text(r, layout->at[SAMPLE_DISTURBED]);
	rc = record_add_sample(run, &s);
	return rc ? record_read_fault(r, rc, err) : 0;
}

int record_read_samples(const struct record_place *place, struct record_run *run,
			struct record_error *err)
{
	uint32_t case_index = 0;
	struct layout layout;
	struct tsv_reader r;
	int rc = record_open(&r, place, "samples.tsv", "samples", err);

	if (rc)
		return rc;
	r.drop_cut_row = true;
	rc = find_columns(&r, &layout, run, err);
	while (rc == 0) {
		rc = tsv_next(&r, err);
		if (rc <= 0)
			break;
		rc = read_row(&r, &layout, run, &case_index, err);
	}
	record_read_cut(&r, run);
	tsv_close(&r);
	return rc;
}
