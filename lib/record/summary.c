/* Summary rows in memory and in summary.tsv. */
#include "summary.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include "columns.h"
#include "grow.h"
#include "text.h"
#include "tsv.h"

enum {
	ROWS_MAX = 1 << 20,
	UNIT_LENGTH = 16
};

enum {
	ROW_CASE,
	ROW_PARAM,
	ROW_METRIC,
	ROW_UNIT,
	ROW_STATUS,
	ROW_PROCESSES,
	ROW_SAMPLES,
	ROW_FLOOR,
	ROW_MEDIAN,
	ROW_LO,
	ROW_HI,
	ROW_P95,
	ROW_P99,
	ROW_ICC,
	ROW_MODES,
	ROW_EXPECTED,
	ROW_OBSERVED,
	ROW_NOTE,
	ROW_DRIFT,
	ROW_ESS,
	ROW_OVERHEAD,
	ROW_COLUMNS
};
static const char *const row_columns[ROW_COLUMNS] = {
	"case",  "param",    "metric",   "unit", "status", "processes", "samples",
	"floor", "median",   "lo",       "hi",   "p95",    "p99",       "icc",
	"modes", "expected", "observed", "note", "drift",  "ess",       "overhead",
};

static int is_status(const char *status)
{
	static const char *const known[] = { "ok", "INVALID", "SKIPPED", "UNSTABLE", "FAILED" };
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (strcmp(status, known[i]) == 0)
			return 1;
	}
	return 0;
}

static const char *row_fault(const struct record_summary_row *row)
{
	if (!row->name || !record_text_is_case(row->name))
		return "column case: not a name of a case";
	if (row->param && *row->param && strcmp(row->param, "-") != 0 &&
	    !record_text_is_param(row->param))
		return "column param: not a param";
	if (!row->metric || !record_text_is_word(row->metric) || strcmp(row->metric, "-") == 0)
		return "column metric: not a word";
	if (!row->unit || !record_text_is_word(row->unit) || strlen(row->unit) > UNIT_LENGTH ||
	    strcmp(row->unit, "-") == 0)
		return "column unit: not a short word";
	if (!row->status || !is_status(row->status))
		return "column status: none of ok, INVALID, SKIPPED, UNSTABLE, FAILED";
	return NULL;
}

int record_add_summary_row(struct record_summary *summary, const struct record_summary_row *row)
{
	struct record_summary_row *grown, *to;
	int failed = 0;

	if (row_fault(row))
		return -EINVAL;
	if (summary->row_n == ROWS_MAX)
		return -E2BIG;
	grown = record_grow(summary->rows, &summary->row_size, summary->row_n, sizeof(*grown));
	if (!grown)
		return -ENOMEM;
	summary->rows = grown;
	to = &grown[summary->row_n++];
	*to = *row;
	to->name = record_copy(row->name, &failed);
	to->param = record_copy(row->param, &failed);
	to->metric = record_copy(row->metric, &failed);
	to->unit = record_copy(row->unit, &failed);
	to->status = record_copy(row->status, &failed);
	to->expected = record_copy(row->expected, &failed);
	to->observed = record_copy(row->observed, &failed);
	to->note = record_copy(row->note, &failed);
	return failed;
}

const struct record_summary_row *record_find_summary_row(const struct record_summary *summary,
							 const char *name, const char *param,
							 const char *metric, const char *unit)
{
	size_t i;

	for (i = 0; i < summary->row_n; i++) {
		const struct record_summary_row *row = &summary->rows[i];

		if (strcmp(row->name, name) == 0 && strcmp(row->metric, metric) == 0 &&
		    strcmp(row->unit, unit) == 0 &&
		    (row->param && param ? strcmp(row->param, param) == 0 : !row->param && !param))
			return row;
	}
	return NULL;
}

static int read_figures(const struct tsv_reader *r, const int *at, struct record_summary_row *row,
			struct record_error *err)
{
	static const int columns[] = { ROW_FLOOR, ROW_MEDIAN, ROW_LO,    ROW_HI,  ROW_P95,
				       ROW_P99,   ROW_ICC,    ROW_DRIFT, ROW_ESS, ROW_OVERHEAD };
	double *const places[] = {
		&row->floor, &row->median, &row->lo,    &row->hi,  &row->p95,
		&row->p99,   &row->icc,    &row->drift, &row->ess, &row->overhead
	};
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && i < sizeof(columns) / sizeof(columns[0]); i++)
		rc = tsv_real_or_nan(r, at[columns[i]], places[i], err);
	return rc;
}

static int read_counts(const struct tsv_reader *r, const int *at, struct record_summary_row *row,
		       struct record_error *err)
{
	int rc = tsv_uint(r, at[ROW_PROCESSES], 0, UINT64_MAX, &row->processes, err);

	if (rc == 0)
		rc = tsv_uint(r, at[ROW_SAMPLES], 0, UINT64_MAX, &row->samples, err);
	if (rc == 0 && !tsv_missing(r, at[ROW_MODES]))
		rc = tsv_uint(r, at[ROW_MODES], 0, UINT64_MAX, &row->modes, err);
	return rc;
}

static int parse_row(const struct tsv_reader *r, const int *at, struct record_summary_row *row,
		     struct record_error *err)
{
	const char *fault;
	int rc;

	*row = (struct record_summary_row){
		.name = r->field[at[ROW_CASE]],
		.param = r->field[at[ROW_PARAM]],
		.metric = r->field[at[ROW_METRIC]],
		.unit = r->field[at[ROW_UNIT]],
		.status = r->field[at[ROW_STATUS]],
		.expected = r->field[at[ROW_EXPECTED]],
		.observed = r->field[at[ROW_OBSERVED]],
		.note = r->field[at[ROW_NOTE]],
	};
	fault = row_fault(row);
	if (fault)
		return tsv_fault(r, -1, err, fault);
	rc = read_figures(r, at, row, err);
	return rc ? rc : read_counts(r, at, row, err);
}

/* Rows of a table that is open; closes it. */
static int scan(struct tsv_reader *r,
		int (*row)(void *context, const struct record_summary_row *row,
			   struct record_error *err),
		void *context, struct record_error *err)
{
	struct record_summary_row parsed;
	int at[ROW_COLUMNS];
	int rc = tsv_find_all(r, row_columns, ROW_COLUMNS, at, err);

	while (rc == 0) {
		rc = tsv_next(r, err);
		if (rc <= 0)
			break;
		rc = parse_row(r, at, &parsed, err);
		if (rc == 0)
			rc = row(context, &parsed, err);
	}
	tsv_close(r);
	return rc;
}

int record_scan_summary(const char *dir,
			int (*row)(void *context, const struct record_summary_row *row,
				   struct record_error *err),
			void *context, struct record_error *err)
{
	struct tsv_reader r;
	int rc = tsv_open(&r, dir, "summary.tsv", "summary", RECORD_VERSION, err);

	return rc ? rc : scan(&r, row, context, err);
}

static int keep_row(void *context, const struct record_summary_row *row, struct record_error *err)
{
	int rc = record_add_summary_row(context, row);

	if (rc == -E2BIG)
		return record_fail(err, -EBADMSG, "summary.tsv: more rows than are read");
	return rc ? record_fail(err, rc, "summary.tsv: out of memory") : 0;
}

int record_read_summary(const char *dir, struct record_summary *summary, struct record_error *err)
{
	int rc;

	*summary = (struct record_summary){ 0 };
	rc = record_scan_summary(dir, keep_row, summary, err);
	if (rc)
		record_free_summary(summary);
	return rc;
}

int record_read_summary_memory(const char *bytes, size_t size, struct record_summary *summary,
			       struct record_error *err)
{
	struct tsv_reader r;
	int rc;

	*summary = (struct record_summary){ 0 };
	rc = tsv_open_memory(&r, "summary.tsv", bytes, size, "summary", RECORD_VERSION, err);
	if (rc == 0)
		rc = scan(&r, keep_row, summary, err);
	if (rc)
		record_free_summary(summary);
	return rc;
}

static void put_row(struct tsv_writer *w, const struct record_summary_row *row)
{
	tsv_put_text(w, row->name);
	tsv_put_text(w, row->param);
	tsv_put_text(w, row->metric);
	tsv_put_text(w, row->unit);
	tsv_put_text(w, row->status);
	tsv_put_uint(w, row->processes);
	tsv_put_uint(w, row->samples);
	tsv_put_real(w, row->floor);
	tsv_put_real(w, row->median);
	tsv_put_real(w, row->lo);
	tsv_put_real(w, row->hi);
	tsv_put_real(w, row->p95);
	tsv_put_real(w, row->p99);
	tsv_put_real(w, row->icc);
	tsv_put_real(w, row->modes ? (double)row->modes : (double)NAN);
	tsv_put_text(w, row->expected);
	tsv_put_text(w, row->observed);
	tsv_put_text(w, row->note);
	tsv_put_real(w, row->drift);
	tsv_put_real(w, row->ess);
	tsv_put_real(w, row->overhead);
	tsv_end_row(w);
}

int record_write_summary(const char *dir, const struct record_summary *summary,
			 struct record_error *err)
{
	struct tsv_writer w;
	size_t i;
	int rc = tsv_create(&w, dir, "summary.tsv", err);

	if (rc)
		return rc;
	tsv_put_header(&w, "summary", RECORD_VERSION, row_columns, ROW_COLUMNS);
	for (i = 0; i < summary->row_n; i++)
		put_row(&w, &summary->rows[i]);
	return tsv_commit(&w, err);
}

void record_free_summary(struct record_summary *summary)
{
	size_t i;

	for (i = 0; i < summary->row_n; i++) {
		struct record_summary_row *row = &summary->rows[i];

		free((char *)row->name);
		free((char *)row->param);
		free((char *)row->metric);
		free((char *)row->unit);
		free((char *)row->status);
		free((char *)row->expected);
		free((char *)row->observed);
		free((char *)row->note);
	}
	free(summary->rows);
	*summary = (struct record_summary){ 0 };
}
