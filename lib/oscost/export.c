/* What the formats share: reading runs, telling rows apart. */
#include "export.h"

#include <errno.h>
#include <fnmatch.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "record/number.h"
#include "summary.h"

const struct export_format *const export_formats[] = {
	&export_benchfmt, &export_gbench,      &export_smaller, &export_bmf, &export_otava,
	&export_openmetrics, &export_junit, &export_csv,     &export_json, NULL,
};

const struct export_fact export_facts[] = {
	{ "host", "host" },
	{ "kernel", "kernel.release" },
	{ "cpu", "cpu.model" },
	{ "microcode", "cpu.microcode" },
	{ "hypervisor", "hypervisor" },
	{ "governor", "cpu.governor" },
	{ "smt", "cpu.smt" },
	{ "clock-source", "kernel.clocksource" },
	{ "preemption", "kernel.preempt" },
	{ "compiler", "compiler" },
	{ "libc", "libc" },
	{ "oscost", "oscost.version" },
	{ "boot-id", "kernel.boot_id" },
	{ "date", "date" },
	{ "commit", "run.commit" },
	{ "under", "run.under" },
	{ "tag", "run.tag" },
	{ NULL, NULL },
};

const struct export_format *export_find(const char *name)
{
	for (size_t i = 0; export_formats[i]; i++)
		if (strcmp(export_formats[i]->name, name) == 0)
			return export_formats[i];
	return NULL;
}

static int take_name(const char *dir, struct export_run *r)
{
	char real[PATH_MAX];
	const char *base;

	if (!realpath(dir, real))
		return -errno;
	base = strrchr(real, '/');
	text_add_clean(&r->name, base && base[1] ? base + 1 : real);
	return r->name.failed ? -ENOMEM : 0;
}

static bool wanted(const struct record_summary_row *row, const char *const *only, bool *matched,
		   size_t only_count)
{
	char label[EXPORT_LABEL_SIZE];
	bool any = only_count == 0;

	export_label(row, label);
	for (size_t i = 0; i < only_count; i++)
		if (fnmatch(only[i], row->name, 0) == 0 || fnmatch(only[i], label, 0) == 0)
			any = matched[i] = true;
	return any;
}

int export_read(const char *dir, const char *derived_path, const char *const *only, bool *matched,
		size_t only_count, struct export_run *r, struct record_error *err)
{
	int bad;

	*r = (struct export_run){ 0 };
	bad = take_name(dir, r);
	if (bad)
		return record_fail(err, bad, "%.150s: %s", dir, strerror(-bad));
	bad = record_read_run(dir, &r->run, err);
	return bad ? bad : export_work_out(r, derived_path, only, matched, only_count, err);
}

int export_work_out(struct export_run *r, const char *derived_path, const char *const *only,
		    bool *matched, size_t only_count, struct record_error *err)
{
	int bad = counted_make(&r->run, COUNTED_TIMED, &r->counted, err);

	if (!bad)
		bad = summary_make(&r->run, derived_path, &r->summary, err);
	if (bad)
		return bad;
	r->rows = calloc(r->summary.row_n + 1, sizeof(const struct record_summary_row *));
	if (!r->rows)
		return record_fail(err, -ENOMEM, "out of memory");
	for (size_t i = 0; i < r->summary.row_n; i++)
		if (wanted(&r->summary.rows[i], only, matched, only_count))
			r->rows[r->row_n++] = &r->summary.rows[i];
	return 0;
}

void export_free(struct export_run *r)
{
	text_free(&r->name);
	free(r->rows);
	counted_free(&r->counted);
	record_free_summary(&r->summary);
	record_free_run(&r->run);
}

bool export_has_figures(const struct record_summary_row *row)
{
	return (strcmp(row->status, "ok") == 0 || strcmp(row->status, "UNSTABLE") == 0) &&
	       !isnan(row->median);
}

bool export_is_time(const struct record_summary_row *row)
{
	return strcmp(row->metric, "time") == 0;
}

bool export_takes(const struct record_summary_row *row, struct export_count *count)
{
	bool cycles = strcmp(row->unit, "cycles") == 0;

	if (!export_is_time(row))
		count->counters++;
	else if (cycles && !export_has_figures(row))
		return false; /* said by the row of the time */
	else if (strcmp(row->status, "INVALID") == 0)
		count->invalid++;
	else if (strcmp(row->status, "FAILED") == 0)
		count->failed++;
	else if (!export_has_figures(row))
		count->skipped++;
	else
		return true;
	return false;
}

const char *export_label(const struct record_summary_row *row, char buf[EXPORT_LABEL_SIZE])
{
	const struct record_case c = { .name = row->name, .param = row->param };

	return record_case_label(&c, buf, EXPORT_LABEL_SIZE);
}

bool export_same_case(const struct record_summary_row *a, const struct record_summary_row *b)
{
	return strcmp(a->name, b->name) == 0 &&
	       strcmp(a->param ? a->param : "", b->param ? b->param : "") == 0;
}

const struct counted_case *export_case(const struct export_run *r,
				       const struct record_summary_row *row)
{
	const struct record_case *c = record_find_case(&r->run, row->name, row->param);

	return c ? &r->counted.cases[c - r->run.cases] : NULL;
}

uint64_t export_operations(const struct counted_case *c, const struct counted_process *p)
{
	uint64_t ops = 0;

	for (size_t i = p->first; i < p->first + p->sample_n; i++) {
		uint64_t more = c->samples[i]->ops;

		ops = more > INT64_MAX - ops ? INT64_MAX : ops + more;
	}
	return ops;
}

bool export_date(const struct export_run *r, struct tm *tm)
{
	const char *date = record_machine_get(&r->run, "date"), *end;
	char again[32];

	*tm = (struct tm){ 0 };
	if (!date)
		return false;
	end = strptime(date, "%Y-%m-%dT%H:%M:%SZ", tm);
	/* strptime takes blanks, signs and 31 February; what is written again must be the same. */
	if (!end || *end || timegm(tm) < 0)
		return false;
	return strftime(again, sizeof(again), "%Y-%m-%dT%H:%M:%SZ", tm) > 0 &&
	       strcmp(again, date) == 0;
}

void export_add_number(struct text *out, double value)
{
	char buf[RECORD_NUMBER_SIZE];

	if (isfinite(value))
		text_add(out, record_format_exact(buf, value));
}
