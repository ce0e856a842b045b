/* CSV for Apache Otava (change points): a row for each run, a column for each figure, and the
 * configuration that names them.
 *
 * What its importer asks for (apache/otava, otava/importer.py, otava/test_config.py): every value of
 * a metric is a number, so an empty cell is an error there, and only figures that all runs have
 * become columns; direction -1 is "less is better". */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "csv.h"
#include "export.h"
#include "json.h"

struct dated {
	const struct export_run *run;
	struct tm tm;
	time_t time;
	size_t index;
};

static int compare_dates(const void *a, const void *b)
{
	const struct dated *x = a, *y = b;

	if (x->time != y->time)
		return x->time < y->time ? -1 : 1;
	return x->index < y->index ? -1 : 1;
}

/* In the order of time; NULL with *rc set. The caller frees it. */
static struct dated *sort_runs(const struct export_source *s, int *rc, struct record_error *err)
{
	struct dated *d = calloc(s->run_n, sizeof(*d));

	*rc = d ? 0 : -ENOMEM;
	for (size_t i = 0; d && *rc == 0 && i < s->run_n; i++) {
		d[i].run = &s->runs[i];
		d[i].index = i;
		if (!export_date(d[i].run, &d[i].tm))
			*rc = record_fail(err, -EBADMSG,
					  "%.100s: machine.tsv has no date that can be used: "
					  "the rows are in the order of time",
					  text_str(&s->runs[i].name));
		else
			d[i].time = timegm(&d[i].tm);
	}
	if (*rc) {
		free(d);
		return NULL;
	}
	qsort(d, s->run_n, sizeof(*d), compare_dates);
	return d;
}

static const struct record_summary_row *find_row(const struct export_run *r,
						 const struct record_summary_row *like)
{
	const struct record_summary_row *row = record_find_summary_row(
		&r->summary, like->name, like->param, like->metric, like->unit);

	return row && export_has_figures(row) ? row : NULL;
}

/* The row of the first run stands for the column. */
static bool is_column(const struct export_source *s, const struct record_summary_row *row)
{
	if (!export_is_time(row) || !export_has_figures(row))
		return false;
	for (size_t i = 1; i < s->run_n; i++)
		if (!find_row(&s->runs[i], row))
			return false;
	return true;
}

static void add_column_name(struct text *out, const struct record_summary_row *row)
{
	char label[EXPORT_LABEL_SIZE];

	text_add(out, export_label(row, label));
	if (strcmp(row->unit, "cycles") == 0)
		text_add(out, "/cycles");
}

static void add_head(struct csv *c, const struct export_source *s)
{
	const struct export_run *r = &s->runs[0];
	struct text name = { 0 };

	csv_text(c, "time");
	csv_text(c, "commit");
	csv_text(c, "kernel");
	csv_text(c, "run");
	for (size_t i = 0; i < r->row_n; i++) {
		if (!is_column(s, r->rows[i]))
			continue;
		text_clear(&name);
		add_column_name(&name, r->rows[i]);
		csv_text(c, text_str(&name));
	}
	csv_end_row(c);
	text_free(&name);
}

static void add_run(struct csv *c, const struct export_source *s, const struct dated *d)
{
	const struct export_run *first = &s->runs[0];
	char time[32];

	strftime(time, sizeof(time), "%Y-%m-%d %H:%M:%S +0000", &d->tm);
	csv_text(c, time);
	csv_text(c, record_machine_get(&d->run->run, "run.commit"));
	csv_text(c, record_machine_get(&d->run->run, "kernel.release"));
	csv_text(c, text_str(&d->run->name));
	for (size_t i = 0; i < first->row_n; i++)
		if (is_column(s, first->rows[i]))
			csv_number(c, find_row(d->run, first->rows[i])->median);
	csv_end_row(c);
}

static void count_rows(const struct export_source *s, struct export_count *count)
{
	for (size_t k = 0; k < s->run_n; k++)
		for (size_t i = 0; i < s->runs[k].row_n; i++) {
			const struct record_summary_row *row = s->runs[k].rows[i];

			if (!export_takes(row, count))
				continue;
			if (find_row(&s->runs[0], row) && is_column(s, row))
				count->placed++;
			else
				count->others++;
		}
}

static int write(struct text *out, const struct export_source *s, struct export_count *count,
		 struct record_error *err)
{
	struct csv c = { .out = out };
	struct dated *d;
	int rc;

	d = sort_runs(s, &rc, err);
	if (!d)
		return rc;
	add_head(&c, s);
	for (size_t i = 0; i < s->run_n; i++)
		add_run(&c, s, &d[i]);
	count_rows(s, count);
	free(d);
	return 0;
}

/* Strings of JSON are strings of YAML. */
static void add_string(struct text *out, const char *before, const char *value, const char *after)
{
	struct json j = { .out = out };

	text_add(out, before);
	json_string(&j, value);
	text_add(out, after);
}

static int write_config(struct text *out, const struct export_source *s, struct record_error *err)
{
	const struct export_run *r = &s->runs[0];
	struct text name = { 0 };

	(void)err;
	text_add(out, "tests:\n  oscost:\n    type: csv\n");
	add_string(out, "    file: ", s->out, "\n");
	text_add(out, "    time_column: time\n    attributes: [commit, kernel, run]\n    metrics:\n");
	for (size_t i = 0; i < r->row_n; i++) {
		if (!is_column(s, r->rows[i]))
			continue;
		text_clear(&name);
		add_column_name(&name, r->rows[i]);
		add_string(out, "      ", text_str(&name), ": {direction: -1}\n");
	}
	if (name.failed)
		out->failed = true;
	text_free(&name);
	return 0;
}

const struct export_format export_otava = {
	.name = "otava",
	.what = "CSV, a row for each of one or more runs, and its YAML: Apache Otava",
	.several = true,
	.write = write,
	.write_config = write_config,
};
