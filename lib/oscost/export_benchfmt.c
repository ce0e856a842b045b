/* The Go benchmark format (https://go.dev/design/14313-benchmark-format), for benchstat: a line for
 * each process, so that benchstat works out its own intervals.
 *
 * What its reader asks for (golang.org/x/perf/benchfmt): names without blanks whose last part does
 * not end in -DIGITS (that would be GOMAXPROCS), /key=value as parts of a name, a whole number of
 * iterations that an int64 holds, lines below 64 KiB; a key without a value deletes the one before.
 */
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "exact.h"
#include "export.h"

enum { VALUE_LONGEST = 4096 }; /* bytes of a configuration value or of a remark */

static const char *go_architecture(const char *machine)
{
	static const char *const names[][2] = {
		{ "x86_64", "amd64" }, { "aarch64", "arm64" }, { "i686", "386" },
		{ "armv7l", "arm" },   { "armv6l", "arm" },    { "loongarch64", "loong64" },
	};

	for (size_t i = 0; machine && i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(machine, names[i][0]) == 0)
			return names[i][1];
	return machine;
}

/* No more bytes than that, whole characters. */
static void add_shortened(struct text *out, const char *value)
{
	size_t n = strnlen(value, VALUE_LONGEST + 1);

	if (n > VALUE_LONGEST)
		for (n = VALUE_LONGEST; ((unsigned char)value[n] & 0xc0) == 0x80; n--)
			;
	text_add_n(out, value, n);
}

/* A key that another run had must be taken back. */
static void add_setting(struct text *out, const char *key, const char *value, bool first)
{
	if (!value && first)
		return;
	text_addf(out, "%s:", key);
	if (value) {
		text_add_char(out, ' ');
		add_shortened(out, value);
	}
	text_add_char(out, '\n');
}

static void add_settings(struct text *out, const struct export_run *r, bool first)
{
	add_setting(out, "goos", "linux", first);
	add_setting(out, "goarch",
		    go_architecture(record_machine_get(&r->run, "cpu.architecture")), first);
	add_setting(out, "run", text_str(&r->name), first);
	for (const struct export_fact *f = export_facts; f->name; f++)
		add_setting(out, f->name, record_machine_get(&r->run, f->key), first);
}

static void add_value(struct text *out, double value, const char *unit)
{
	if (!isfinite(value))
		return;
	text_add_char(out, ' ');
	export_add_number(out, value);
	text_addf(out, " %s", unit);
}

static void add_process(struct text *out, const struct counted_case *c,
			const struct counted_process *p, const struct record_summary_row *row)
{
	text_addf(out, "BenchmarkOscost/case=%s", c->c->name);
	if (c->c->param)
		text_addf(out, "/param=%s", c->c->param);
	text_addf(out, " %" PRIu64, export_operations(c, p));
	add_value(out, p->median[COUNTED_TIME], row->unit[0] == '%'		  ? "%"
						   : exact_is_unit(row->unit) ? EXACT_UNIT "/op"
									      : "ns/op");
	if (row->unit[0] != '%' && !exact_is_unit(row->unit))
		add_value(out, p->median[COUNTED_CYCLES], "cycles/op");
	text_add_char(out, '\n');
}

static void add_case(struct text *out, const struct counted_case *c,
		     const struct record_summary_row *row)
{
	if (strcmp(row->status, "UNSTABLE") == 0) {
		char label[EXPORT_LABEL_SIZE];

		text_addf(out, "# UNSTABLE: %s: ", export_label(row, label));
		add_shortened(out, row->note ? row->note : "");
		text_add_char(out, '\n');
	}
	for (size_t i = 0; i < c->process_n; i++)
		if (isfinite(c->processes[i].median[COUNTED_TIME]))
			add_process(out, c, &c->processes[i], row);
}

static void add_run(struct text *out, const struct export_run *r, struct export_count *count)
{
	for (size_t i = 0; i < r->row_n; i++) {
		const struct record_summary_row *row = r->rows[i];
		const struct counted_case *c = export_case(r, row);

		if (!export_takes(row, count))
			continue;
		if (!c) {
			count->others++; /* derived: the processes have no such figure */
			continue;
		}
		count->placed++;
		if (strcmp(row->unit, "cycles") != 0) /* else on the lines of the time */
			add_case(out, c, row);
	}
}

static int write(struct text *out, const struct export_source *s, struct export_count *count,
		 struct record_error *err)
{
	bool told = false;

	(void)err;
	for (size_t i = 0; i < s->run_n; i++) {
		add_settings(out, &s->runs[i], i == 0);
		if (i == 0)
			text_add(out, "Unit ns/op better=lower\nUnit cycles/op better=lower\n"
				      "Unit % better=lower\n");
		if (exact_is(&s->runs[i].run) && !told) {
			text_add(out, "Unit " EXACT_UNIT "/op better=lower\n");
			told = true;
		}
		add_run(out, &s->runs[i], count);
	}
	return 0;
}

const struct export_format export_benchfmt = {
	.name = "benchfmt",
	.what = "Go benchmark format, a line for each process: benchstat",
	.several = true,
	.write = write,
};
