/* JUnit XML: every case is a test that passes when it has a figure, for CI servers that show tests.
 *
 * There is no standard; elements and attributes are those that Jenkins and GitLab document: a case
 * whose events were not those it is about is a failure, one that went wrong an error. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "condense.h"
#include "export.h"
#include "xml.h"

struct tally {
	size_t tests, failures, errors, skipped;
};

/* A test is a case or a derived figure; its cycles are told with the time. */
static bool is_test(const struct record_summary_row *row)
{
	return export_is_time(row) && strcmp(row->unit, "cycles") != 0;
}

static const char *outcome_of(const struct record_summary_row *row)
{
	if (strcmp(row->status, "INVALID") == 0)
		return "failure";
	if (strcmp(row->status, "FAILED") == 0)
		return "error";
	return export_has_figures(row) ? NULL : "skipped";
}

static struct tally tally_up(const struct export_run *r)
{
	struct tally t = { 0 };

	for (size_t i = 0; i < r->row_n; i++) {
		const char *outcome = outcome_of(r->rows[i]);

		if (!is_test(r->rows[i]))
			continue;
		t.tests++;
		if (!outcome)
			continue;
		t.failures += strcmp(outcome, "failure") == 0;
		t.errors += strcmp(outcome, "error") == 0;
		t.skipped += strcmp(outcome, "skipped") == 0;
	}
	return t;
}

static void put_uint(struct xml *x, const char *name, size_t value)
{
	char buf[32];

	snprintf(buf, sizeof(buf), "%zu", value);
	xml_attribute(x, name, buf);
}

/* The schemas want a decimal without exponent. NaN: not known. */
static void put_seconds(struct xml *x, double seconds)
{
	struct text value = { 0 };

	if (!(seconds >= 0 && seconds < 1e9))
		return;
	text_addf(&value, "%.9f", seconds);
	xml_attribute(x, "time", text_str(&value));
	text_free(&value);
}

static void put_tally(struct xml *x, const struct tally *t)
{
	put_uint(x, "tests", t->tests);
	put_uint(x, "failures", t->failures);
	put_uint(x, "errors", t->errors);
	put_uint(x, "skipped", t->skipped);
}

static void put_properties(struct xml *x, const struct export_run *r)
{
	xml_begin(x, "properties");
	for (size_t i = 0; i < r->run.machine_n; i++) {
		const char *value = record_machine_get(&r->run, r->run.machine[i].key);

		if (!value)
			continue;
		xml_begin(x, "property");
		xml_attribute(x, "name", r->run.machine[i].key);
		xml_attribute(x, "value", value);
		xml_end(x);
	}
	xml_end(x);
}

/* How long the samples took that count; derived figures took none of their own, and what a condensed
 * run keeps are no samples (NaN). */
static double measured_s(const struct export_run *r, const struct counted_case *c)
{
	double ns = 0;

	if (condense_is(&r->run))
		return (double)NAN;
	for (size_t i = 0; c && i < c->sample_n; i++)
		ns += c->c->unit[0] == '%' ? (double)c->samples[i]->ops : c->samples[i]->ns;
	return ns > 0 ? ns / 1e9 : 0;
}

static void add_figures(struct text *out, const struct record_summary_row *row)
{
	text_add(out, "median ");
	export_add_number(out, row->median);
	text_addf(out, " %s", row->unit);
	if (isfinite(row->lo) && isfinite(row->hi)) {
		text_add(out, ", 95% interval ");
		export_add_number(out, row->lo);
		text_add(out, " to ");
		export_add_number(out, row->hi);
	}
}

static void put_output(struct xml *x, const struct export_run *r, size_t at)
{
	const struct record_summary_row *row = r->rows[at];
	struct text words = { 0 };

	if (strcmp(row->status, "UNSTABLE") == 0)
		text_add(&words, "UNSTABLE: ");
	add_figures(&words, row);
	for (size_t i = at + 1; i < r->row_n && export_same_case(row, r->rows[i]); i++) {
		if (!export_is_time(r->rows[i]) || !export_has_figures(r->rows[i]))
			continue;
		text_add(&words, "; ");
		add_figures(&words, r->rows[i]);
	}
	text_addf(&words, "; %llu processes", (unsigned long long)row->processes);
	if (row->note)
		text_addf(&words, "; %s", row->note);
	xml_begin(x, "system-out");
	xml_text(x, text_str(&words));
	xml_end(x);
	text_free(&words);
}

static void put_outcome(struct xml *x, const struct record_summary_row *row, const char *outcome)
{
	struct text message = { 0 };

	text_add(&message, row->note ? row->note : "no figures");
	if (row->expected && strcmp(row->status, "INVALID") == 0)
		text_addf(&message, ": expected %s, observed %s", row->expected,
			  row->observed ? row->observed : "nothing");
	xml_begin(x, outcome);
	xml_attribute(x, "message", text_str(&message));
	if (strcmp(outcome, "skipped") != 0)
		xml_attribute(x, "type", row->status);
	xml_end(x);
	text_free(&message);
}

static void put_test(struct xml *x, const struct export_run *r, size_t at)
{
	const struct record_summary_row *row = r->rows[at];
	const char *outcome = outcome_of(row);
	char label[EXPORT_LABEL_SIZE], class[EXPORT_LABEL_SIZE + 8];

	/* The mechanism: what stands before the first dot. */
	snprintf(class, sizeof(class), "oscost.%.*s", (int)strcspn(row->name, "."), row->name);
	xml_begin(x, "testcase");
	xml_attribute(x, "classname", class);
	xml_attribute(x, "name", export_label(row, label));
	put_seconds(x, measured_s(r, export_case(r, row)));
	if (outcome)
		put_outcome(x, row, outcome);
	else
		put_output(x, r, at);
	xml_end(x);
}

static void put_suite(struct xml *x, const struct export_run *r, const struct tally *t)
{
	char date[32];
	struct tm tm;

	xml_begin(x, "testsuite");
	xml_attribute(x, "name", "oscost");
	put_tally(x, t);
	put_seconds(x, record_machine_real(&r->run, "run.measuring_s"));
	if (export_date(r, &tm) && strftime(date, sizeof(date), "%Y-%m-%dT%H:%M:%S", &tm) > 0)
		xml_attribute(x, "timestamp", date);
	xml_attribute(x, "hostname", record_machine_get(&r->run, "host"));
	put_properties(x, r);
	for (size_t i = 0; i < r->row_n; i++)
		if (is_test(r->rows[i]))
			put_test(x, r, i);
	xml_end(x);
}

static int write(struct text *out, const struct export_source *s, struct export_count *count,
		 struct record_error *err)
{
	const struct export_run *r = &s->runs[0];
	struct tally t = tally_up(r);
	struct xml x = { .out = out };

	(void)err;
	xml_declare(&x);
	xml_begin(&x, "testsuites");
	xml_attribute(&x, "name", text_str(&r->name));
	put_tally(&x, &t);
	put_suite(&x, r, &t);
	xml_end(&x);
	for (size_t i = 0; i < r->row_n; i++)
		*(export_is_time(r->rows[i]) ? &count->placed : &count->counters) += 1;
	return 0;
}

const struct export_format export_junit = {
	.name = "junit",
	.what = "JUnit XML, a test for each case: CI servers",
	.write = write,
};
