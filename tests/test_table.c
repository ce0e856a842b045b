/* Numbers, words and columns that a reader sees: units, widths, wrapping, footnotes, the table. */
#include <stdlib.h>

#include "check.h"
#include "oscost/events.h"
#include "oscost/svg.h"
#include "oscost/table.h"
#include "oscost/text.h"
#include "oscost/unit.h"

static char *take(struct text *t)
{
	static char buf[65536];

	snprintf(buf, sizeof(buf), "%s", text_str(t));
	text_free(t);
	return buf;
}

static const char *value(double x, const char *unit)
{
	struct text t = { 0 };

	unit_add_value(&t, x, unit);
	return take(&t);
}

static const char *count(double x)
{
	struct text t = { 0 };

	unit_add_count(&t, x);
	return take(&t);
}

static const char *share(double x)
{
	struct text t = { 0 };

	unit_add_share(&t, x);
	return take(&t);
}

static const char *interval(double lo, double median, double hi)
{
	struct unit_scale scale = unit_pick("ns", median, lo, hi);
	struct text t = { 0 };

	unit_add_interval(&t, lo, hi, &scale);
	text_addf(&t, " %s", scale.name);
	return take(&t);
}

static void test_units(void)
{
	CHECK_STR(share(.03), "3.0%");
	CHECK_STR(share(.0994), "9.9%");
	CHECK_STR(share(.0996), "10%");
	CHECK_STR(share(9.9), "990%");
	CHECK_STR(share(28.8), "×30");
	CHECK_STR(share(NAN), "–");
	CHECK_STR(value(119.24, "ns"), "119.2 ns");
	CHECK_STR(value(1.4032, "ns"), "1.403 ns");
	CHECK_STR(value(0.00001, "ns"), "0.000 ns");
	CHECK_STR(value(-0.00001, "ns"), "0.000 ns");
	CHECK_STR(value(-612.4, "ns"), "-612.4 ns");
	CHECK_STR(value(999.94, "ns"), "999.9 ns");
	CHECK_STR(value(999.96, "ns"), "1.000 µs");
	CHECK_STR(value(16049, "ns"), "16.05 µs");
	CHECK_STR(value(999999.9, "ns"), "1.000 ms");
	CHECK_STR(value(4e6, "ns"), "4.000 ms");
	CHECK_STR(value(2.5e9, "ns"), "2.500 s");
	CHECK_STR(value(.5123, "%"), "0.512 %");
	CHECK_STR(value(NAN, "ns"), "–");
	CHECK_STR(value(INFINITY, "ns"), "–");
	CHECK_STR(count(450.23), "450.2");
	CHECK_STR(count(1.4), "1.40");
	CHECK_STR(count(2), "2");
	CHECK_STR(count(9999), "9999");
	CHECK_STR(count(9999.7), "10.00k");
	CHECK_STR(count(64210), "64.21k");
	CHECK_STR(count(100000), "100k");
	CHECK_STR(count(1234567), "1.235M");
	CHECK_STR(count(NAN), "–");
}

static void test_intervals(void)
{
	CHECK_STR(interval(118.71, 119.24, 119.9), "118.7–119.9 ns");
	/* Narrower than four digits show, but not nothing. */
	CHECK_STR(interval(3999990, 4e6, 4000010), "3.99999–4.00001 ms");
	CHECK_STR(interval(4e6, 4e6, 4e6), "4.000–4.000 ms");
	CHECK_STR(interval(-3.1, 1, 2.4), "-3.100 to 2.400 ns");
	CHECK_STR(interval(NAN, 1, NAN), "– ns");
}

static void test_clean(void)
{
	struct text t = { 0 };

	text_add_clean(&t, "a\033[31mb\tc\xff\xc0\xaf\xe2\x80\xae-µ");
	CHECK_STR(take(&t), "a?[31mb?c" "???" "?-µ");
	text_add_html(&t, "<a href='x' title=\"y\">&\033");
	CHECK_STR(take(&t), "&lt;a href=&#39;x&#39; title=&quot;y&quot;&gt;&amp;?");
	text_add_ascii(&t, "1.2–3.4 µs ✓ ±1 世");
	CHECK_STR(take(&t), "1.2-3.4 us ok +/-1 ?");
	/* Cut in the middle of a character. */
	text_add_clean(&t, "\xe2\x80");
	CHECK_STR(take(&t), "??");
}

static void test_once(void)
{
	struct text t = { 0 };

	text_add_once(&t, "; ", "its PID: 4711");
	text_add_once(&t, "; ", "PID: 471");
	text_add_once(&t, "; ", "its PID: 4711");
	text_add_once(&t, "; ", "PID: 471");
	CHECK_STR(take(&t), "its PID: 4711; PID: 471");
}

static void test_width(void)
{
	struct text t = { 0 };

	CHECK_EQ(text_width("µs ✓ – ±"), 8u);
	CHECK_EQ(text_width("e\xcc\x81"), 1u); /* e and a combining accent */
	CHECK_EQ(text_width("世界"), 4u);
	CHECK_EQ(text_width("😀"), 2u);
	CHECK_EQ(text_width(""), 0u);
	text_add_wrapped(&t, "one two  three µµµµ", 9, 2);
	CHECK_STR(take(&t), "one two\n  three\n  µµµµ");
	text_add_wrapped(&t, "averyveryverylongword x", 5, 0);
	CHECK_STR(take(&t), "averyveryverylongword\nx");
	text_add_wrapped(&t, "", 5, 0);
	CHECK_STR(take(&t), "");
}

static const char *proof(const char *expected, const char *observed)
{
	struct text t = { 0 };

	events_add_proof(&t, expected, observed);
	return take(&t);
}

static const char *mismatch(const char *expected, const char *observed)
{
	struct text t = { 0 };

	events_add_mismatch(&t, expected, observed);
	return take(&t);
}

static void test_events(void)
{
	CHECK_STR(proof("switches=2 faults=0", "switches=2.0001 faults=0"), "2 switches ✓");
	CHECK_STR(proof("switches=2", "switches=2.01"), "2.01 switches ✓");
	CHECK_STR(proof("children=1 switches=1", "children=1 switches=1"), "1 child, 1 switch ✓");
	CHECK_STR(proof("switches=0 faults=0", "switches=0.0001 faults=0"), "none ✓");
	CHECK_STR(proof("signals_hz=100000", "signals_hz=99990"), "99.99k signals/s ✓");
	CHECK_STR(proof("switches=2", "-"), "2 switches, not counted");
	CHECK_STR(proof(NULL, NULL), "–");
	CHECK_STR(proof("nonsense =3 switches=", NULL), "–");
	CHECK_STR(mismatch("switches=2 faults=0", "switches=1.02 faults=0"),
		  "1.02 switches per op, expected 2");
	CHECK_STR(mismatch("children=1 faults=0", "children=0 faults=3"),
		  "0 children per op, expected 1; 3 page faults per op, expected 0");
}

static void test_svg(void)
{
	static const char raw[] =
		"<?xml version='1.0'?>\n<svg id=\"a\"><title>Gnuplot</title><use xlink:href='#p'/>"
		"<g id='p'><title>plot_1</title><text> id='q' </text></g></svg>\n";
	struct text t = { 0 };

	CHECK_EQ(svg_tidy(&t, raw, "x", "A <b>"), 0);
	CHECK_STR(take(&t), "<svg id=\"x-a\"><title>A &lt;b&gt;</title><use xlink:href='#x-p'/>"
			    "<g id='x-p'><text> id='q' </text></g></svg>\n");
	CHECK(svg_tidy(&t, "no picture", "x", "A") < 0);
	CHECK(svg_tidy(&t, "<svg>", "x", "A") < 0);
	text_free(&t);
}

static void add_row(struct record_summary *s, const char *name, const char *unit, double median,
		    const char *status, const char *note)
{
	bool known = strcmp(status, "ok") == 0 || strcmp(status, "UNSTABLE") == 0;
	struct record_summary_row row = { .name = (char *)name,
					  .metric = (char *)"time",
					  .unit = (char *)unit,
					  .status = (char *)status,
					  .processes = 20,
					  .samples = 600,
					  .floor = known ? median * .9 : NAN,
					  .median = known ? median : NAN,
					  .lo = known ? median * .99 : NAN,
					  .hi = known ? median * 1.01 : NAN,
					  .p95 = known ? median * 1.2 : NAN,
					  .p99 = known ? median * 1.4 : NAN,
					  .note = (char *)note };

	CHECK_EQ(record_add_summary_row(s, &row), 0);
}

static void make_summary(struct record_summary *s)
{
	add_row(s, "zoo.animal", "ns", 3e9, "ok", NULL);
	add_row(s, "process.fork", "ns", 97500, "ok", "drift of +2.1% from the first third");
	add_row(s, "process.fork", "cycles", 341000, "ok", NULL);
	add_row(s, "process.wait", "ns", 1900, "UNSTABLE", "drift of -3.0% from the first third");
	add_row(s, "call.function", "ns", 1.4, "ok", "made up; drift of +2.1% from the first third");
	add_row(s, "clock.vdso", "ns", 21.4, "ok", "made up");
	add_row(s, "timer.tick.share", "%", .5, "ok", NULL);
	/* Derived from what is skipped: not shown. */
	add_row(s, "timer.echo", "ns", 0, "SKIPPED", "timer.tick.cost is SKIPPED");
	add_row(s, "timer.tick.cost", "ns", 0, "SKIPPED",
		"the tick is stopped on this PU, so there is nothing to be seen of it here");
}

static void test_view(const struct view *view)
{
	CHECK_EQ(view->group_n, 4u);
	CHECK_STR(view->groups[0].title, "Floors (no kernel entry)");
	CHECK_EQ(view->groups[0].count, 2u);
	CHECK_STR(view->rows[0].label, "call.function");
	CHECK_STR(view->rows[1].label, "clock.vdso");
	CHECK_STR(view->groups[3].title, "zoo"); /* what nobody knows comes last */
	CHECK_STR(view->rows[view->row_n - 1].label, "zoo.animal");
	/* Words that differ in one number share a footnote. */
	CHECK_EQ(view->note_n, 2u);
	CHECK_STR(view->notes[0], "made up");
	CHECK_STR(view->notes[1], "drift of +2.1% (call.function, process.fork), -3.0% (process.wait) "
				  "from the first third");
	CHECK_EQ(view->rows[0].note_n, 2u);
	CHECK_EQ(view->rows[1].note_n, 1u);
}

/* No line is wider than it may be, whatever the width, and no figure is cut. */
static void test_table(const struct record_run *run, const struct record_summary *s,
		       const struct view *view)
{
	unsigned without_notes = 0;

	for (unsigned width = 44; width <= 130; width++) {
		struct grid_style style = { .width = width, .utf8 = width % 2 };
		struct text t = { 0 };
		const char *left_out, *interval;
		char *line;

		CHECK_EQ(table_add(&t, run, s, view, &style), 0);
		CHECK(strstr(text_str(&t), "97.50 ") && strstr(text_str(&t), "3.000 s"));
		CHECK(strstr(text_str(&t), "SKIPPED: "));
		CHECK(!strstr(text_str(&t), "timer.echo"));
		CHECK(!strchr(text_str(&t), '\033'));
		/* The references to notes make room for the interval, and come back where that does not help. */
		left_out = strstr(text_str(&t), "Left out at");
		interval = strstr(left_out ? left_out : "", "interval");
		CHECK(!interval || !strstr(left_out, "notes"));
		without_notes += !interval && left_out && strstr(left_out, "notes");
		for (line = strtok(take(&t), "\n"); line; line = strtok(NULL, "\n")) {
			CHECK(text_width(line) <= width);
			for (char *c = line; !style.utf8 && *c; c++)
				CHECK((unsigned char)*c < 0x80);
		}
	}
	CHECK(without_notes > 0);
}

int main(void)
{
	struct record_run run = { 0 };
	struct record_summary summary = { 0 };
	struct view view;
	const struct record_case skipped = { .name = "timer.tick.cost", .unit = "ns" };

	test_units();
	test_intervals();
	test_clean();
	test_once();
	test_width();
	test_events();
	test_svg();
	make_summary(&summary);
	CHECK_EQ(record_add_case(&run, &skipped, NULL), 0);
	CHECK_EQ(view_make(&view, &run, &summary, NULL), 0);
	test_view(&view);
	test_table(&run, &summary, &view);
	view_free(&view);
	record_free_summary(&summary);
	record_free_run(&run);
	return check_done();
}
