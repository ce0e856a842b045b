/* Reads a run folder: machine.tsv, cases.tsv and gaps.tsv here, samples.tsv in a file of its own.
 */
#include "run_read.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "columns.h"

int record_read_fault(const struct tsv_reader *r, int rc, struct record_error *err)
{
	if (rc == -ENOMEM)
		return record_fail(err, rc, "%s:%zu: out of memory", r->name, r->line);
	if (rc == -E2BIG)
		return record_fail(err, -EFBIG, "%s:%zu: more different entries than are read",
				   r->name, r->line);
	if (rc == -EEXIST)
		return record_fail(err, -EBADMSG, "%s:%zu: the same entry a second time", r->name,
				   r->line);
	return record_fail(err, -EBADMSG,
			   "%s:%zu: a number beyond 1e30, or a name that is not visible ASCII",
			   r->name, r->line);
}

int record_open(struct tsv_reader *r, const struct record_place *place, const char *file,
		const char *kind, struct record_error *err)
{
	size_t i;

	if (place->dir)
		return tsv_open(r, place->dir, file, kind, RECORD_VERSION, err);
	for (i = 0; i < place->n; i++) {
		const struct record_bytes *f = &place->files[i];

		if (strcmp(f->name, file) == 0)
			return tsv_open_memory(r, file, f->bytes, f->size, kind, RECORD_VERSION,
					       err);
	}
	return record_fail(err, -ENOENT, "%s: %s", file, strerror(ENOENT));
}

void record_read_cut(const struct tsv_reader *r, struct record_run *run)
{
	if (!r->cut)
		return;
	record_fail(&run->warning, 0, "%s:%zu: cut off in the middle of a row, which is dropped",
		    r->name, r->line);
}

static int machine_row(const struct tsv_reader *r, const int *at, struct record_run *run,
		       struct record_error *err)
{
	const char *key = tsv_text(r, at[MACHINE_KEY]);
	size_t before = run->machine_n;
	int rc;

	if (!key)
		return tsv_fault(r, at[MACHINE_KEY], err, "missing");
	rc = record_machine_set(run, key, tsv_text(r, at[MACHINE_VALUE]));
	if (rc == -EINVAL)
		return tsv_fault(r, at[MACHINE_KEY], err, "not a key");
	if (rc == 0 && run->machine_n == before)
		return tsv_fault(r, at[MACHINE_KEY], err, "the same key a second time");
	return rc ? record_read_fault(r, rc, err) : 0;
}

static int case_row(const struct tsv_reader *r, const int *at, struct record_run *run,
		    struct record_error *err)
{
	struct record_case c = {
		.name = r->field[at[CASE_NAME]],
		.param = r->field[at[CASE_PARAM]],
		.unit = r->field[at[CASE_UNIT]],
		.what = r->field[at[CASE_WHAT]],
		.expected = r->field[at[CASE_EXPECTED]],
		.program = r->field[at[CASE_PROGRAM]],
		.status = r->field[at[CASE_STATUS]],
		.reason = r->field[at[CASE_REASON]],
	};
	const char *fault = record_case_fault(&c);
	int rc = 0;

	if (fault)
		return tsv_fault(r, -1, err, fault);
	if (!tsv_missing(r, at[CASE_RERUNS]))
		rc = tsv_uint(r, at[CASE_RERUNS], 0, UINT32_MAX, &c.reruns, err);
	if (rc)
		return rc;
	rc = record_add_case(run, &c, NULL);
	return rc ? record_read_fault(r, rc, err) : 0;
}

static int gap_row(const struct tsv_reader *r, const int *at, struct record_run *run,
		   struct record_error *err)
{
	struct record_gap gap = { 0 };
	const char *kind = r->field[at[GAP_KIND]];
	uint64_t round, process;
	int rc = tsv_uint(r, at[GAP_ROUND], 1, UINT32_MAX, &round, err);

	if (rc == 0)
		rc = tsv_uint(r, at[GAP_PROCESS], 1, UINT32_MAX, &process, err);
	if (rc == 0)
		rc = tsv_real(r, at[GAP_START_NS], &gap.start_ns, err);
	if (rc == 0)
		rc = tsv_real(r, at[GAP_NS], &gap.ns, err);
	if (rc)
		return rc;
	gap.round = (uint32_t)round;
	gap.process = (uint32_t)process;
	gap.tick = strcmp(kind, "tick") == 0;
	if (!gap.tick && strcmp(kind, "other") != 0)
		return tsv_fault(r, at[GAP_KIND], err, "neither tick nor other");
	rc = record_add_gap(run, &gap);
	return rc ? record_read_fault(r, rc, err) : 0;
}

/* One file, row by row. */
struct table {
	const char *file, *kind;
	const char *const *columns;
	size_t column_n;
	int (*row)(const struct tsv_reader *r, const int *at, struct record_run *run,
		   struct record_error *err);
	bool growing; /* written while the run went on: its end may be cut off */
};

static const struct table machine_table = { "machine.tsv",   "machine",   machine_columns,
					    MACHINE_COLUMNS, machine_row, false };
static const struct table case_table = { "cases.tsv",  "cases",  case_columns,
					 CASE_COLUMNS, case_row, false };
static const struct table gap_table = {
	"gaps.tsv", "gaps", gap_columns, GAP_COLUMNS, gap_row, true
};

static int read_table(const struct record_place *place, const struct table *t, struct record_run *run,
		      struct record_error *err)
{
	int at[CASE_COLUMNS]; /* the widest of these tables */
	struct tsv_reader r;
	int rc = record_open(&r, place, t->file, t->kind, err);

	if (rc)
		return rc;
	r.drop_cut_row = t->growing;
	rc = tsv_find_all(&r, t->columns, t->column_n, at, err);
	while (rc == 0) {
		rc = tsv_next(&r, err);
		if (rc <= 0)
			break;
		rc = t->row(&r, at, run, err);
	}
	record_read_cut(&r, run);
	tsv_close(&r);
	return rc;
}

int record_read_machine(const char *dir, struct record_run *run, struct record_error *err)
{
	const struct record_place place = { .dir = dir };
	int rc;

	*run = (struct record_run){ 0 };
	rc = read_table(&place, &machine_table, run, err);
	if (rc)
		record_free_run(run);
	return rc;
}

/* A file that was cut at the end of a row looks whole, but machine.tsv knows how many rounds there were. */
static void check_rounds(struct record_run *run)
{
	const char *complete = record_machine_get(run, "run.complete");
	double rounds = record_machine_real(run, "run.rounds");
	bool measured = false;
	uint32_t last = 0;

	/* What a condensed run keeps of its rounds may end before the last. */
	if (*run->warning.text || !complete || strcmp(complete, "yes") != 0 ||
	    record_machine_get(run, "run.condensed"))
		return;
	for (size_t i = 0; i < run->case_n; i++)
		measured = measured || strcmp(run->cases[i].status, "ok") == 0;
	for (size_t i = 0; i < run->sample_n; i++)
		last = run->samples[i].round > last ? run->samples[i].round : last;
	if (measured && last < rounds)
		record_fail(&run->warning, 0, "samples.tsv: rounds end at %" PRIu32 ", machine.tsv says %.0f: the rest is missing",
			    last, rounds);
}

static int read_run(const struct record_place *place, struct record_run *run,
		    struct record_error *err)
{
	int rc;

	*run = (struct record_run){ 0 };
	rc = read_table(place, &machine_table, run, err);
	if (rc == 0)
		rc = read_table(place, &case_table, run, err);
	if (rc == 0)
		rc = record_read_samples(place, run, err);
	if (rc == 0) {
		rc = read_table(place, &gap_table, run, err);
		if (rc == -ENOENT)
			rc = record_fail(err, 0, "%s", "");
	}
	if (rc == 0)
		check_rounds(run);
	if (rc == 0 && *run->warning.text)
		rc = record_machine_set(run, "run.complete", "no");
	if (rc == -E2BIG)
		rc = record_fail(err, -EFBIG,
				 "machine.tsv: no room for run.complete, as samples.tsv or gaps.tsv is cut off");
	if (rc)
		record_free_run(run);
	return rc;
}

int record_read_run(const char *dir, struct record_run *run, struct record_error *err)
{
	return read_run(&(struct record_place){ .dir = dir }, run, err);
}

int record_read_run_memory(const struct record_bytes *files, size_t n, struct record_run *run,
			   struct record_error *err)
{
	return read_run(&(struct record_place){ .files = files, .n = n }, run, err);
}
