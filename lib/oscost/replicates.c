/* One value a process of every figure of a run. */
#include "replicates.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "exact.h"
#include "judge.h"
#include "perround.h"

static int no_memory(struct record_error *err)
{
	return record_fail(err, -ENOMEM, "out of memory");
}

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
		.unit = exact_unit(run, c->c->unit),
		.status = j.status,
		.reason = judge_reason(c, &j),
		.worst = c,
	};
	if (strcmp(j.status, "ok") != 0)
		return 0;
	row->values = calloc(c->process_n + 1, sizeof(*row->values));
	if (!row->values)
		return no_memory(err);
	for (size_t i = 0; i < c->process_n; i++) {
		struct replicate *r = &row->values[row->n];

		r->round = c->processes[i].round;
		memcpy(r->value, c->processes[i].median, sizeof(r->value));
		if (!isnan(r->value[COUNTED_TIME]))
			row->n++;
	}
	return 0;
}

/* The value of the same round, NaN when there is none; *at moves on. */
static double value_of(const struct perround *p, uint32_t round, size_t *at)
{
	while (*at < p->n && p->rounds[*at] < round)
		++*at;
	return *at < p->n && p->rounds[*at] == round ? p->values[*at] : (double)NAN;
}

static int take_values(const struct perround *time, const struct perround *cycles,
		       struct replicates_row *row)
{
	size_t at = 0;

	row->values = calloc(time->n + 1, sizeof(*row->values));
	if (!row->values)
		return -ENOMEM;
	for (; row->n < time->n; row->n++) {
		struct replicate *r = &row->values[row->n];

		r->round = time->rounds[row->n];
		r->value[COUNTED_TIME] = time->values[row->n];
		r->value[COUNTED_CYCLES] = value_of(cycles, r->round, &at);
	}
	return 0;
}

static double disturbed_share(const struct counted_case *c)
{
	return c && c->process_n ? (double)c->unclean_n / (double)c->process_n : 0;
}

/* Of the cases, or points of curves, that the expression names. */
static const struct counted_case *worst_of(const struct replicates *r, const struct expr *expr)
{
	const struct counted_case *worst = NULL;

	for (size_t i = 0; i < expr_operand_count(expr); i++) {
		const struct expr_operand *o = expr_operand(expr, i);

		for (size_t k = 0; k < r->counted.run->case_n; k++) {
			const struct counted_case *c = &r->counted.cases[k];
			const char *param = c->c->param ? c->c->param : "";

			if (strcmp(c->c->name, o->name) != 0 ||
			    (o->by == EXPR_BY_NOTHING && strcmp(param, o->param) != 0))
				continue;
			if (disturbed_share(c) > disturbed_share(worst))
				worst = c;
		}
	}
	return worst;
}

/* A derived figure whose cases the run does not have is none of its figures. */
static int fill_derived(struct replicates *out, const struct derived *d,
			const char *const *statuses)
{
	struct perround_source source = { .counted = &out->counted, .statuses = statuses };
	struct replicates_row *row = &out->rows[out->row_n];
	struct perround time, cycles;
	int rc = perround_make(d->expr, &source, COUNTED_TIME, &time);

	*row = (struct replicates_row){ .name = d->name, .unit = exact_unit(out->counted.run, d->unit),
					.status = time.status,
					.reason = "a case that it is made of has no figures",
					.derived = true };
	if (rc || time.missing.length > 0) {
		perround_free(&time);
		return rc;
	}
	rc = perround_make(d->expr, &source, COUNTED_CYCLES, &cycles);
	if (!rc && perround_has_figures(time.status)) {
		row->status = "ok";
		row->worst = worst_of(out, d->expr);
		row->reason = "";
		rc = take_values(&time, &cycles, row);
	}
	out->row_n++;
	perround_free(&time);
	perround_free(&cycles);
	return rc;
}

static int add_derived(struct replicates *out, const char *path, struct record_error *err)
{
	const char **statuses = calloc(out->row_n + 1, sizeof(*statuses));
	struct replicates_row *more;
	size_t cases = out->row_n;
	int rc = statuses ? derived_read(path, &out->list, err) : no_memory(err);

	if (rc) {
		free(statuses);
		return rc;
	}
	for (size_t i = 0; i < cases; i++)
		statuses[i] = out->rows[i].status;
	more = reallocarray(out->rows, cases + out->list.row_n + 1, sizeof(*more));
	if (more)
		out->rows = more;
	rc = more ? 0 : -ENOMEM;
	for (size_t i = 0; !rc && i < out->list.row_n; i++)
		rc = fill_derived(out, &out->list.rows[i], statuses);
	free(statuses);
	return rc ? no_memory(err) : 0;
}

int replicates_make(const struct record_run *run, const char *derived_path, struct replicates *out,
		    struct record_error *err)
{
	int rc;

	*out = (struct replicates){ 0 };
	rc = counted_make(run, COUNTED_TIMED, &out->counted, err);
	if (rc)
		return rc;
	out->rows = calloc(run->case_n + 1, sizeof(*out->rows));
	if (!out->rows)
		rc = no_memory(err);
	for (size_t i = 0; !rc && i < run->case_n; i++, out->row_n++)
		rc = fill_case(run, &out->counted.cases[i], &out->rows[i], err);
	if (!rc && derived_path)
		rc = add_derived(out, derived_path, err);
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
	derived_free(&r->list);
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
