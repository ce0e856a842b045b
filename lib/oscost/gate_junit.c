/* The gate's verdicts as JUnit XML. */
#include <errno.h>
#include <math.h>
#include <string.h>

#include "compare_cells.h"
#include "gate.h"
#include "unit.h"
#include "xml.h"

static bool is_failure(const struct comparison_row *row, bool strict)
{
	return row->verdict == VERDICT_REGRESSED || (strict && row->verdict == VERDICT_INCONCLUSIVE);
}

/* "+4.9% [+3.6 to +6.0] against 3%": what a person needs in a list of failures. */
static void add_message(struct text *t, const struct comparison_row *row)
{
	if (isfinite(row->ratio)) {
		compare_add_change(t, row->ratio);
		text_add(t, " [");
		compare_add_row_interval(t, row);
		text_add(t, "] against ");
		unit_add_share(t, row->theta);
	}
	if (row->reason[0])
		text_addf(t, "%s%s", t->length ? "; " : "", row->reason);
}

static void add_detail(struct text *t, const struct comparison_row *row)
{
	struct text a = { 0 }, b = { 0 }, message = { 0 };

	compare_add_medians(&a, &b, row);
	text_addf(t, "%s: %s -> %s ", verdict_word(row->verdict), text_str(&a), text_str(&b));
	compare_add_unit(t, row);
	add_message(&message, row);
	text_addf(t, "%s%s", message.length ? ", " : "", text_str(&message));
	text_free(&a);
	text_free(&b);
	t->failed = t->failed || message.failed;
	text_free(&message);
}

static void add_outcome(struct xml *x, const struct comparison_row *row, bool strict)
{
	struct text message = { 0 }, detail = { 0 };

	add_message(&message, row);
	add_detail(&detail, row);
	if (row->verdict == VERDICT_NONE) {
		xml_begin(x, "skipped");
		xml_attribute(x, "message", row->reason);
	} else if (is_failure(row, strict)) {
		xml_begin(x, "failure");
		xml_attribute(x, "type", verdict_word(row->verdict));
		xml_attribute(x, "message", text_str(&message));
		xml_text(x, text_str(&detail));
	} else {
		xml_begin(x, "system-out");
		xml_text(x, text_str(&detail));
	}
	xml_end(x);
	x->out->failed = x->out->failed || message.failed || detail.failed;
	text_free(&message);
	text_free(&detail);
}

static void add_case(struct xml *x, const struct comparison_row *row, bool strict)
{
	const char *dot = strchr(row->name, '.');
	struct text group = { 0 };

	text_add(&group, "oscost.");
	text_add_n(&group, row->name, dot ? (size_t)(dot - row->name) : strlen(row->name));
	xml_begin(x, "testcase");
	xml_attribute(x, "name", row->label);
	xml_attribute(x, "classname", text_str(&group));
	xml_attribute(x, "time", "0");
	add_outcome(x, row, strict);
	xml_end(x);
	text_free(&group);
}

static void begin_suite(struct xml *x, const char *element, size_t tests, size_t failures)
{
	xml_begin(x, element);
	xml_attribute(x, "name", "oscost check");
	xml_attribute_number(x, "tests", (double)tests);
	xml_attribute_number(x, "failures", (double)failures);
	xml_attribute_number(x, "errors", 0);
}

static size_t failures(const struct comparison *c, bool strict)
{
	return c->verdicts[VERDICT_REGRESSED] + (strict ? c->verdicts[VERDICT_INCONCLUSIVE] : 0);
}

int gate_junit_add(struct text *out, const struct gate *gate, bool strict)
{
	struct xml x = { .out = out };
	const char *date = record_machine_get(&gate->run.runs[0], "date");
	char stamp[20] = "";

	/* The schema has no zone. */
	if (date && strlen(date) >= 19)
		memcpy(stamp, date, 19);
	xml_declare(&x);
	begin_suite(&x, "testsuites", gate->c.row_n, failures(&gate->c, strict));
	begin_suite(&x, "testsuite", gate->c.row_n, failures(&gate->c, strict));
	xml_attribute_number(&x, "skipped", (double)gate->c.verdicts[VERDICT_NONE]);
	xml_attribute(&x, "timestamp", stamp[0] ? stamp : NULL);
	xml_attribute(&x, "hostname", record_machine_get(&gate->run.runs[0], "host"));
	for (size_t i = 0; i < gate->c.row_n; i++)
		add_case(&x, &gate->c.rows[i], strict);
	xml_end(&x);
	xml_end(&x);
	return out->failed ? -ENOMEM : 0;
}

/* One test, which was not made. */
int gate_junit_add_missing(struct text *out, const char *why)
{
	struct xml x = { .out = out };

	xml_declare(&x);
	begin_suite(&x, "testsuites", 1, 0);
	begin_suite(&x, "testsuite", 1, 0);
	xml_attribute_number(&x, "skipped", 1);
	xml_begin(&x, "testcase");
	xml_attribute(&x, "name", "baseline");
	xml_attribute(&x, "classname", "oscost.check");
	xml_attribute(&x, "time", "0");
	xml_begin(&x, "skipped");
	xml_attribute(&x, "message", why);
	xml_end(&x);
	xml_end(&x);
	xml_end(&x);
	xml_end(&x);
	return out->failed ? -ENOMEM : 0;
}
