/* CSV: a row for each figure, for spreadsheets and databases. */
#include <math.h>

#include "csv.h"
#include "export.h"

static const char *const columns[] = {
	"run", "host", "kernel", "date", "case", "param", "metric", "unit", "status",
	"processes", "samples", "floor", "median", "lo", "hi", "p95", "p99", "icc", "modes",
	"expected", "observed", "note", "drift", "ess", "overhead",
};

static void add_row(struct csv *c, const struct export_run *r, const struct record_summary_row *row)
{
	csv_text(c, text_str(&r->name));
	csv_text(c, record_machine_get(&r->run, "host"));
	csv_text(c, record_machine_get(&r->run, "kernel.release"));
	csv_text(c, record_machine_get(&r->run, "date"));
	csv_text(c, row->name);
	csv_text(c, row->param);
	csv_text(c, row->metric);
	csv_text(c, row->unit);
	csv_text(c, row->status);
	csv_uint(c, row->processes);
	csv_uint(c, row->samples);
	csv_number(c, row->floor);
	csv_number(c, row->median);
	csv_number(c, row->lo);
	csv_number(c, row->hi);
	csv_number(c, row->p95);
	csv_number(c, row->p99);
	csv_number(c, row->icc);
	csv_number(c, row->modes ? (double)row->modes : (double)NAN);
	csv_text(c, row->expected);
	csv_text(c, row->observed);
	csv_text(c, row->note);
	csv_number(c, row->drift);
	csv_number(c, row->ess);
	csv_number(c, row->overhead);
	csv_end_row(c);
}

static int write(struct text *out, const struct export_source *s, struct export_count *count,
		 struct record_error *err)
{
	struct csv c = { .out = out };

	(void)err;
	for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++)
		csv_text(&c, columns[i]);
	csv_end_row(&c);
	for (size_t k = 0; k < s->run_n; k++)
		for (size_t i = 0; i < s->runs[k].row_n; i++) {
			add_row(&c, &s->runs[k], s->runs[k].rows[i]);
			count->placed++;
		}
	return 0;
}

const struct export_format export_csv = {
	.name = "csv",
	.what = "CSV, a row for each figure of one or more runs: spreadsheets, databases",
	.several = true,
	.write = write,
};
