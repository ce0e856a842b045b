/* One value a process of every figure of a run. */
#include "replicates.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "judge.h"

static int fill_case(const struct record_run *run, const struct counted_case *c,
		     struct replicates_row *row, struct record_error *err)
{
	struct judgement j;
	int rc = judge_case(run, c, &j, err);

	judge_free(&j);
	if (rc)
		return rc;
	*row = (struct replicates_row){
		.name = c->c->name,
		.param = c->c->param,
		.unit = c->c->unit,
		.status = j.status,
		.reason = judge_reason(c, &j),
	};
	if (strcmp(j.status, "ok") != 0)
		return 0;
	row->values = calloc(c->process_n + 1, sizeof(*row->values));
	if (!row->values)
		return record_fail(err, -ENOMEM, "out of memory");
	for (size_t i = 0; i < c->process_n; i++) {
		struct replicate *r = &row->values[row->n];

		r->round = c->processes[i].round;
		memcpy(r->value, c->processes[i].median, sizeof(r->value));
		if (!isnan(r->value[COUNTED_TIME]))
			row->n++;
	}
	return 0;
}

int replicates_make(const struct record_run *run, const char *derived_path, struct replicates *out,
		    struct record_error *err)
{
	int rc;

	(void)derived_path;
	*out = (struct replicates){ 0 };
	rc = counted_make(run, COUNTED_TIMED, &out->counted, err);
	if (rc)
		return rc;
	out->rows = calloc(run->case_n + 1, sizeof(*out->rows));
	if (!out->rows)
		rc = record_fail(err, -ENOMEM, "out of memory");
	for (size_t i = 0; !rc && i < run->case_n; i++, out->row_n++)
		rc = fill_case(run, &out->counted.cases[i], &out->rows[i], err);
	if (rc)
		replicates_free(out);
	return rc;
}

void replicates_free(struct replicates *r)
{
	for (size_t i = 0; i < r->row_n; i++)
		free(r->rows[i].values);
	free(r->rows);
	counted_free(&r->counted);
	*r = (struct replicates){ 0 };
}

const struct replicates_row *replicates_find(const struct replicates *r, const char *name,
					     const char *param)
{
	for (size_t i = 0; i < r->row_n; i++) {
		const struct replicates_row *row = &r->rows[i];

		if (strcmp(row->name, name) == 0 &&
		    (row->param && param ? strcmp(row->param, param) == 0 : row->param == param))
			return row;
	}
	return NULL;
}
