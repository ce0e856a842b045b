/* CSV for Apache Otava (change points): a row for each run, a column for each figure, and the
 * configuration that names them.
 *
 * What its importer asks for (apache/otava, otava/importer.py, otava/test_config.py): every value of
 * a metric is a number and an empty cell is an error, so only figures that all runs have become
 * columns; direction -1 is "less is better", so derived figures, some of which are savings, are
 * none. */
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

/* Rows of the first run, which stand for columns. */
struct columns {
	const struct record_summary_row **rows;
	size_t n;
};

static bool is_column(const struct export_source *s, const struct record_summary_row *row)
{
	if (!export_is_time(row) || !export_has_figures(row) || !export_case(&s->runs[0], row))
		return false;
	for (size_t i = 1; i < s->run_n; i++)
		if (!find_row(&s->runs[i], row))
			return false;
	return true;
}

/* 0 or -ENOMEM; c->rows is the caller's to free. */
static int pick_columns(const struct export_source *s, struct columns *c)
{
	const struct export_run *r = &s->runs[0];

	*c = (struct columns){
		.rows = calloc(r->row_n + 1, sizeof(const struct record_summary_row *)),
	};
	for (size_t i = 0; c->rows && i < r->row_n; i++)
		if (is_column(s, r->rows[i]))
			c->rows[c->n++] = r->rows[i];
	return c->rows ? 0 : -ENOMEM;
}

static bool has_column(const struct columns *c, const struct record_summary_row *row)
{
	for (size_t i = 0; i < c->n; i++)
		if (export_same_case(c->rows[i], row) && strcmp(c->rows[i]->unit, row->unit) == 0)
			return true;
	return false;
}

static void add_column_name(struct text *out, const struct record_summary_row *row)
{
	char label[EXPORT_LABEL_SIZE];

	text_add(out, export_label(row, label));
	if (strcmp(row->unit, "cycles") == 0)
		text_add(out, "/cycles");
}

static void add_head(struct csv *csv, const struct columns *c)
{
	struct text name = { 0 };

	csv_text(csv, "time");
	csv_text(csv, "commit");
	csv_text(csv, "kernel");
	csv_text(csv, "run");
	for (size_t i = 0; i < c->n; i++) {
		text_clear(&name);
		add_column_name(&name, c->rows[i]);
		csv_text(csv, text_str(&name));
	}
	csv_end_row(csv);
	text_free(&name);
}

static void add_run(struct csv *csv, const struct columns *c, const struct dated *d)
{
	char time[32];

	strftime(time, sizeof(time), "%Y-%m-%d %H:%M:%S +0000", &d->tm);
	csv_text(csv, time);
	csv_text(csv, record_machine_get(&d->run->run, "run.commit"));
	csv_text(csv, record_machine_get(&d->run->run, "kernel.release"));
	csv_text(csv, text_str(&d->run->name));
	for (size_t i = 0; i < c->n; i++)
		csv_number(csv, find_row(d->run, c->rows[i])->median);
	csv_end_row(csv);
}

static void count_rows(const struct export_source *s, const struct columns *c,
		       struct export_count *count)
{
	for (size_t k = 0; k < s->run_n; k++)
		for (size_t i = 0; i < s->runs[k].row_n; i++) {
			const struct record_summary_row *row = s->runs[k].rows[i];

			if (!export_takes(row, count))
				continue;
			if (!has_column(c, row)) {
				count->others++;
				continue;
			}
			count->placed++;
			count->unstable += strcmp(row->status, "UNSTABLE") == 0;
		}
}

static int write(struct text *out, const struct export_source *s, struct export_count *count,
		 struct record_error *err)
{
	struct csv csv = { .out = out };
	struct columns c;
	struct dated *d;
	int rc;

	d = sort_runs(s, &rc, err);
	if (!d)
		return rc;
	rc = pick_columns(s, &c);
	if (rc == 0) {
		add_head(&csv, &c);
		for (size_t i = 0; i < s->run_n; i++)
			add_run(&csv, &c, &d[i]);
		count_rows(s, &c, count);
	}
	free(c.rows);
	free(d);
	return rc;
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
	struct text name = { 0 };
	struct columns c;
	int rc = pick_columns(s, &c);

	(void)err;
	text_add(out, "tests:\n  oscost:\n    type: csv\n");
	add_string(out, "    file: ", s->out, "\n");
	text_add(out, "    time_column: time\n    attributes: [commit, kernel, run]\n    metrics:\n");
	for (size_t i = 0; i < c.n; i++) {
		text_clear(&name);
		add_column_name(&name, c.rows[i]);
		add_string(out, "      ", text_str(&name), ": {direction: -1}\n");
	}
	if (name.failed)
		out->failed = true;
	text_free(&name);
	free(c.rows);
	return rc;
}

const struct export_format export_otava = {
	.name = "otava",
	.what = "CSV, a row for each of one or more runs, and its YAML: Apache Otava",
	.several = true,
	.write = write,
	.write_config = write_config,
};
