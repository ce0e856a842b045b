/* Bencher Metric Format (https://bencher.dev/docs/reference/bencher-metric-format): by benchmark,
 * by measure, a value and its bounds. latency is a measure that Bencher knows, in ns; it makes the
 * others when they first come. */
#include <math.h>
#include <string.h>

#include "export.h"
#include "json.h"

static const char *measure_of(const char *unit)
{
	static const char *const measures[][2] = {
		{ "ns", "latency" },
		{ "cycles", "cycles" },
		{ "%", "share" },
		{ "x", "factor" },
		{ "instructions", "instructions" },
	};

	for (size_t i = 0; i < sizeof(measures) / sizeof(measures[0]); i++)
		if (strcmp(unit, measures[i][0]) == 0)
			return measures[i][1];
	return NULL;
}

static void put_measure(struct json *j, const char *measure, const struct record_summary_row *row)
{
	json_key(j, measure);
	json_begin_object(j);
	json_put_number(j, "value", row->median);
	if (isfinite(row->lo) && isfinite(row->hi)) {
		json_put_number(j, "lower_value", row->lo);
		json_put_number(j, "upper_value", row->hi);
	}
	json_end_object(j);
}

static int write(struct text *out, const struct export_source *s, struct export_count *count,
		 struct record_error *err)
{
	const struct record_summary_row *open = NULL;
	const struct export_run *r = &s->runs[0];
	struct json j = { .out = out };
	char label[EXPORT_LABEL_SIZE];

	(void)err;
	json_begin_object(&j);
	for (size_t i = 0; i < r->row_n; i++) {
		const struct record_summary_row *row = r->rows[i];
		const char *measure = measure_of(row->unit);

		if (!export_takes(row, count))
			continue;
		if (!measure) {
			count->others++;
			continue;
		}
		count->placed++;
		count->unstable += strcmp(row->status, "UNSTABLE") == 0;
		if (!open || !export_same_case(open, row)) {
			if (open)
				json_end_object(&j);
			json_key(&j, export_label(row, label));
			json_begin_object(&j);
			open = row;
		}
		put_measure(&j, measure, row);
	}
	if (open)
		json_end_object(&j);
	json_end_object(&j);
	return 0;
}

const struct export_format export_bmf = {
	.name = "bmf",
	.what = "Bencher Metric Format, JSON: Bencher",
	.write = write,
};
