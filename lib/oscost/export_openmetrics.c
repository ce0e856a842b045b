/* OpenMetrics text, for Prometheus and for node_exporter's textfile collector.
 *
 * The collector reads the older text format of Prometheus, so only what both know is used: no type
 * but gauge (also for the facts of the machine, which OpenMetrics would call info), no timestamps.
 * To the older format UNIT and EOF are comments. */
#include <string.h>

#include "export.h"

struct family {
	const char *name; /* ends in _UNIT when there is a unit */
	const char *unit; /* in the base units of Prometheus, or NULL */
	const char *help;
	const char *of;	  /* unit of the rows; NULL: counters */
	double divisor;	  /* figure in the file / divisor = figure in the unit */
};

static const struct family families[] = {
	{ "oscost_latency_seconds", "seconds", "Time of one operation.", "ns", 1e9 },
	{ "oscost_latency_cycles", "cycles", "Core cycles of one operation.", "cycles", 1 },
	{ "oscost_path_instructions", "instructions", "Instructions executed for one operation (exact runs).",
	  "instructions", 1 },
	{ "oscost_share_ratio", "ratio", "Share of the time of a PU.", "%", 100 },
	{ "oscost_factor_ratio", "ratio", "How many times longer something takes.", "x", 1 },
	{ "oscost_events_per_operation", NULL, "Counted events in one operation.", NULL, 1 },
};

enum { FAMILIES = sizeof(families) / sizeof(families[0]) };

static bool is_of(const struct family *f, const struct record_summary_row *row)
{
	if (!f->of)
		return !export_is_time(row);
	return export_is_time(row) && strcmp(row->unit, f->of) == 0;
}

static void begin_family(struct text *out, const char *name, const char *unit, const char *help)
{
	text_addf(out, "# HELP %s %s\n# TYPE %s gauge\n", name, help, name);
	if (unit)
		text_addf(out, "# UNIT %s %s\n", name, unit);
}

static void add_label(struct text *out, const char *name, const char *value, bool first)
{
	struct text clean = { 0 };

	text_addf(out, "%s", first ? "" : ",");
	for (; *name; name++)
		text_add_char(out, *name == '-' ? '_' : *name);
	text_add(out, "=\"");
	text_add_clean(&clean, value); /* no newline is left */
	for (const char *s = text_str(&clean); *s; s++) {
		if (*s == '\\' || *s == '"')
			text_add_char(out, '\\');
		text_add_char(out, *s);
	}
	text_add_char(out, '"');
	if (clean.failed)
		out->failed = true;
	text_free(&clean);
}

static void add_case_labels(struct text *out, const struct record_summary_row *row)
{
	add_label(out, "bench", row->name, true);
	if (row->param)
		add_label(out, "param", row->param, false);
	if (!export_is_time(row))
		add_label(out, "event", row->metric, false);
}

static void add_figure(struct text *out, const struct family *f,
		       const struct record_summary_row *row, const char *stat, double value)
{
	if (!(value - value == 0)) /* NaN or infinity */
		return;
	text_addf(out, "%s{", f->name);
	add_case_labels(out, row);
	add_label(out, "stat", stat, false);
	text_add(out, "} ");
	export_add_number(out, value / f->divisor);
	text_add_char(out, '\n');
}

static void add_family(struct text *out, const struct export_run *r, const struct family *f)
{
	bool begun = false;

	for (size_t i = 0; i < r->row_n; i++) {
		const struct record_summary_row *row = r->rows[i];

		if (!is_of(f, row) || !export_has_figures(row))
			continue;
		if (!begun)
			begin_family(out, f->name, f->unit, f->help);
		begun = true;
		add_figure(out, f, row, "median", row->median);
		add_figure(out, f, row, "lo", row->lo);
		add_figure(out, f, row, "hi", row->hi);
		add_figure(out, f, row, "floor", row->floor);
		add_figure(out, f, row, "p99", row->p99);
	}
}

static void add_info(struct text *out, const struct export_run *r)
{
	struct tm tm;

	begin_family(out, "oscost_run_info", NULL, "The machine and the run.");
	text_add(out, "oscost_run_info{");
	add_label(out, "run", text_str(&r->name), true);
	for (const struct export_fact *f = export_facts; f->name; f++) {
		const char *value = record_machine_get(&r->run, f->key);

		if (value)
			add_label(out, f->name, value, false);
	}
	text_add(out, "} 1\n");
	if (!export_date(r, &tm))
		return;
	begin_family(out, "oscost_run_timestamp_seconds", "seconds", "When the run began.");
	text_addf(out, "oscost_run_timestamp_seconds %lld\n", (long long)timegm(&tm));
}

/* What became of the cases and derived figures: those without figures are only here. */
static void add_statuses(struct text *out, const struct export_run *r)
{
	begin_family(out, "oscost_result_status", NULL,
		     "1 for what became of a case: ok, UNSTABLE (do not compare), INVALID, FAILED, "
		     "SKIPPED.");
	for (size_t i = 0; i < r->row_n; i++) {
		const struct record_summary_row *row = r->rows[i];

		if (!export_is_time(row) || strcmp(row->unit, "cycles") == 0)
			continue;
		text_add(out, "oscost_result_status{");
		add_case_labels(out, row);
		add_label(out, "status", row->status, false);
		text_add(out, "} 1\n");
	}
}

static void count_rows(const struct export_run *r, struct export_count *count)
{
	for (size_t i = 0; i < r->row_n; i++) {
		const struct record_summary_row *row = r->rows[i];
		size_t f = 0;

		while (f < FAMILIES && !is_of(&families[f], row))
			f++;
		if (f == FAMILIES)
			count->others++;
		else
			count->placed++;
	}
}

static int write(struct text *out, const struct export_source *s, struct export_count *count,
		 struct record_error *err)
{
	const struct export_run *r = &s->runs[0];

	(void)err;
	add_info(out, r);
	add_statuses(out, r);
	for (size_t f = 0; f < FAMILIES; f++)
		add_family(out, r, &families[f]);
	text_add(out, "# EOF\n");
	count_rows(r, count);
	return 0;
}

const struct export_format export_openmetrics = {
	.name = "openmetrics",
	.what = "OpenMetrics text: Prometheus, node_exporter's textfile collector",
	.write = write,
};
