/* The JSON of Google Benchmark, for its compare.py, Bencher (cpp_google) and others.
 *
 * Written as its own reporter does (google/benchmark, src/json_reporter.cc). compare.py compares
 * entries of equal name and pools them for its U test, hence an entry for each process; the
 * aggregate has a name of its own, NAME_median. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "export.h"
#include "json.h"

/* The number before " PU" in "1 package, 2 cores, 2 PUs, 1 NUMA node"; 0: not known. */
static uint64_t count_pus(const char *topology)
{
	const char *end = topology ? strstr(topology, " PU") : NULL, *start = end;

	while (start && start > topology && start[-1] >= '0' && start[-1] <= '9')
		start--;
	return start && end - start > 0 && end - start < 10 ? strtoull(start, NULL, 10) : 0;
}

static void put_build(struct json *j, const struct record_run *run)
{
	const char *flags = record_machine_get(run, "cflags");

	if (flags)
		json_put_string(j, "library_build_type",
				strstr(flags, "-O") && !strstr(flags, "-O0") ? "release" : "debug");
}

static void put_context(struct json *j, const struct export_run *r)
{
	const struct record_run *run = &r->run;
	const char *governor = record_machine_get(run, "cpu.governor");
	uint64_t pus = count_pus(record_machine_get(run, "cpu.topology"));
	double hz = record_machine_real(run, "core.hz");

	json_key(j, "context");
	json_begin_object(j);
	json_put_string(j, "date", record_machine_get(run, "date"));
	json_put_string(j, "host_name", record_machine_get(run, "host"));
	json_put_string(j, "executable", "oscost");
	if (pus > 0)
		json_put_uint(j, "num_cpus", pus);
	if (isfinite(hz))
		json_put_number(j, "mhz_per_cpu", hz / 1e6);
	if (governor)
		json_put_bool(j, "cpu_scaling_enabled", strcmp(governor, "performance") != 0);
	json_key(j, "caches");
	json_begin_array(j);
	json_end_array(j);
	put_build(j, run);
	json_put_uint(j, "json_schema_version", 1);
	json_put_string(j, "cpu_time", "the same as real_time: elapsed time is what is measured");
	json_put_string(j, "run", text_str(&r->name));
	for (const struct export_fact *f = export_facts; f->name; f++)
		if (strcmp(f->name, "date") != 0 && strcmp(f->name, "host") != 0 &&
		    record_machine_get(run, f->key))
			json_put_string(j, f->name, record_machine_get(run, f->key));
	json_end_object(j);
}

static void begin_entry(struct json *j, const char *label, const char *suffix, const char *type)
{
	char name[EXPORT_LABEL_SIZE + 16];

	snprintf(name, sizeof(name), "%s%s", label, suffix);
	json_begin_object(j);
	json_put_string(j, "name", name);
	json_put_string(j, "run_name", label);
	json_put_string(j, "run_type", type);
}

static void put_time(struct json *j, uint64_t iterations, double ns)
{
	json_put_uint(j, "threads", 1);
	json_put_uint(j, "iterations", iterations);
	json_put_number(j, "real_time", ns);
	json_put_number(j, "cpu_time", ns);
	json_put_string(j, "time_unit", "ns");
}

static void put_process(struct json *j, const char *label, const struct counted_case *c, size_t at)
{
	const struct counted_process *p = &c->processes[at];

	begin_entry(j, label, "", "iteration");
	json_put_uint(j, "repetitions", c->process_n);
	json_put_uint(j, "repetition_index", at);
	put_time(j, export_operations(c, p), p->median[COUNTED_TIME]);
	if (isfinite(p->median[COUNTED_CYCLES]))
		json_put_number(j, "cycles", p->median[COUNTED_CYCLES]);
	json_end_object(j);
}

static void put_note(struct json *j, const struct record_summary_row *row)
{
	struct text label = { 0 };

	if (strcmp(row->status, "UNSTABLE") != 0)
		return;
	text_addf(&label, "UNSTABLE: %s", row->note ? row->note : "");
	json_put_string(j, "label", text_str(&label));
	text_free(&label);
}

/* cycles: the row of the same figure in cycles, or NULL. */
static void put_median(struct json *j, const char *label, const struct record_summary_row *row,
		       const struct record_summary_row *cycles)
{
	begin_entry(j, label, "_median", "aggregate");
	json_put_uint(j, "repetitions", row->processes);
	json_put_string(j, "aggregate_name", "median");
	json_put_string(j, "aggregate_unit", "time");
	put_time(j, row->processes, row->median);
	if (cycles)
		json_put_number(j, "cycles", cycles->median);
	put_note(j, row);
	json_end_object(j);
}

static bool is_error(const struct record_summary_row *row)
{
	return strcmp(row->status, "INVALID") == 0 || strcmp(row->status, "FAILED") == 0;
}

/* As its own reporter writes errors, but in another unit than the figures: compare.py leaves such a
 * pair out, where it would else find an improvement of 100%. What a machine lacks is no error, and a
 * row of zeros would cost compare.py its geometric mean. */
static void put_error(struct json *j, const char *label, const struct record_summary_row *row)
{
	struct text message = { 0 };

	text_addf(&message, "%s: %s", row->status, row->note ? row->note : "");
	begin_entry(j, label, "", "iteration");
	json_put_uint(j, "repetitions", 1);
	json_put_uint(j, "repetition_index", 0);
	json_put_bool(j, "error_occurred", true);
	json_put_string(j, "error_message", text_str(&message));
	json_put_uint(j, "threads", 1);
	json_put_uint(j, "iterations", 0);
	json_put_uint(j, "real_time", 0);
	json_put_uint(j, "cpu_time", 0);
	json_put_string(j, "time_unit", "s");
	json_end_object(j);
	text_free(&message);
}

/* The figure in cycles goes into the entries of that in ns, which stands before it. */
static const struct record_summary_row *cycles_of(const struct export_run *r, size_t at)
{
	const struct record_summary_row *next = at + 1 < r->row_n ? r->rows[at + 1] : NULL;

	return next && export_same_case(r->rows[at], next) && strcmp(next->unit, "cycles") == 0 &&
			       export_has_figures(next)
		       ? next
		       : NULL;
}

static void put_row(struct json *j, const struct export_run *r, size_t at,
		    struct export_count *count)
{
	const struct record_summary_row *row = r->rows[at];
	const struct counted_case *c = export_case(r, row);
	char label[EXPORT_LABEL_SIZE];

	export_label(row, label);
	if (export_is_time(row) && is_error(row)) {
		count->placed++;
		if (strcmp(row->unit, "cycles") != 0)
			put_error(j, label, row);
		return;
	}
	if (!export_takes(row, count))
		return;
	if (strcmp(row->unit, "ns") != 0) {
		*(strcmp(row->unit, "cycles") == 0 ? &count->placed : &count->others) += 1;
		return;
	}
	count->placed++;
	for (size_t i = 0; c && i < c->process_n; i++)
		if (isfinite(c->processes[i].median[COUNTED_TIME]))
			put_process(j, label, c, i);
	put_median(j, label, row, cycles_of(r, at));
}

static int write(struct text *out, const struct export_source *s, struct export_count *count,
		 struct record_error *err)
{
	struct json j = { .out = out };

	(void)err;
	json_begin_object(&j);
	put_context(&j, &s->runs[0]);
	json_key(&j, "benchmarks");
	json_begin_array(&j);
	for (size_t i = 0; i < s->runs[0].row_n; i++)
		put_row(&j, &s->runs[0], i, count);
	json_end_array(&j);
	json_end_object(&j);
	return 0;
}

const struct export_format export_gbench = {
	.name = "gbench",
	.what = "JSON of Google Benchmark: its compare.py, Bencher",
	.write = write,
};
