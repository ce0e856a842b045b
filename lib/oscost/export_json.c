/* JSON with everything that is known of runs: the machine, the cases with the medians of their
 * processes, all rows of the summary. */
#include <math.h>
#include <string.h>

#include "exact.h"
#include "export.h"
#include "json.h"

static void put_machine(struct json *j, const struct record_run *run)
{
	json_key(j, "machine");
	json_begin_object(j);
	for (size_t i = 0; i < run->machine_n; i++)
		json_put_string(j, run->machine[i].key,
				record_machine_get(run, run->machine[i].key));
	json_end_object(j);
}

/* Each process on a line of its own. */
static void put_processes(struct json *j, const struct counted_case *c)
{
	json_key(j, "processes");
	json_begin_array(j);
	for (size_t i = 0; i < c->process_n; i++) {
		const struct counted_process *p = &c->processes[i];

		json_begin_object(j);
		j->flat = true;
		json_put_uint(j, "round", p->round);
		json_put_uint(j, "process", p->process);
		json_put_uint(j, "samples", p->sample_n);
		json_put_number(j, "median", p->median[COUNTED_TIME]);
		json_put_number(j, "cycles", p->median[COUNTED_CYCLES]);
		json_end_object(j);
		j->flat = false;
	}
	json_end_array(j);
}

static void put_case(struct json *j, const struct export_run *r,
		     const struct record_summary_row *row)
{
	const struct counted_case *c = export_case(r, row);

	json_begin_object(j);
	json_put_string(j, "case", c->c->name);
	json_put_string(j, "param", c->c->param);
	json_put_string(j, "unit", exact_unit(&r->run, c->c->unit));
	json_put_string(j, "what", c->c->what);
	json_put_string(j, "expected", c->c->expected);
	json_put_string(j, "program", c->c->program);
	json_put_string(j, "status", row->status);
	json_put_string(j, "reason", c->c->reason);
	json_put_uint(j, "reruns", c->c->reruns);
	if (export_has_figures(row))
		put_processes(j, c);
	json_end_object(j);
}

/* The first row of each case is its time. */
static void put_cases(struct json *j, const struct export_run *r)
{
	json_key(j, "cases");
	json_begin_array(j);
	for (size_t i = 0; i < r->row_n; i++)
		if ((i == 0 || !export_same_case(r->rows[i - 1], r->rows[i])) &&
		    export_case(r, r->rows[i]))
			put_case(j, r, r->rows[i]);
	json_end_array(j);
}

static void put_row(struct json *j, const struct record_summary_row *row)
{
	json_begin_object(j);
	json_put_string(j, "case", row->name);
	json_put_string(j, "param", row->param);
	json_put_string(j, "metric", row->metric);
	json_put_string(j, "unit", row->unit);
	json_put_string(j, "status", row->status);
	json_put_uint(j, "processes", row->processes);
	json_put_uint(j, "samples", row->samples);
	json_put_number(j, "floor", row->floor);
	json_put_number(j, "median", row->median);
	json_put_number(j, "lo", row->lo);
	json_put_number(j, "hi", row->hi);
	json_put_number(j, "p95", row->p95);
	json_put_number(j, "p99", row->p99);
	json_put_number(j, "icc", row->icc);
	json_put_number(j, "modes", row->modes ? (double)row->modes : (double)NAN);
	json_put_string(j, "expected", row->expected);
	json_put_string(j, "observed", row->observed);
	json_put_string(j, "note", row->note);
	json_put_number(j, "drift", row->drift);
	json_put_number(j, "ess", row->ess);
	json_put_number(j, "overhead", row->overhead);
	json_end_object(j);
}

static void put_run(struct json *j, const struct export_run *r, struct export_count *count)
{
	const char *complete = record_machine_get(&r->run, "run.complete");

	json_begin_object(j);
	json_put_string(j, "run", text_str(&r->name));
	json_put_bool(j, "complete", complete && strcmp(complete, "yes") == 0);
	if (*r->run.warning.text)
		json_put_string(j, "warning", r->run.warning.text);
	put_machine(j, &r->run);
	put_cases(j, r);
	json_key(j, "summary");
	json_begin_array(j);
	for (size_t i = 0; i < r->row_n; i++) {
		put_row(j, r->rows[i]);
		count->placed++;
	}
	json_end_array(j);
	json_end_object(j);
}

static int write(struct text *out, const struct export_source *s, struct export_count *count,
		 struct record_error *err)
{
	struct json j = { .out = out };

	(void)err;
	json_begin_object(&j);
	json_put_string(&j, "format", "oscost export");
	json_put_uint(&j, "version", 1);
	json_key(&j, "runs");
	json_begin_array(&j);
	for (size_t i = 0; i < s->run_n; i++)
		put_run(&j, &s->runs[i], count);
	json_end_array(&j);
	json_end_object(&j);
	return 0;
}

const struct export_format export_json = {
	.name = "json",
	.what = "JSON with everything that is known of one or more runs: jq, programs of your own",
	.several = true,
	.write = write,
};
