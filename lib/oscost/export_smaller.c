/* customSmallerIsBetter of github-action-benchmark: an array of results, each with name, unit and
 * value, and range and extra for people (benchmark-action/github-action-benchmark, README).
 *
 * It raises an alarm when a value rises, so only measured cases are in it, as in `oscost check`:
 * derived figures follow from them, and some are savings. */
#include <math.h>
#include <string.h>

#include "exact.h"
#include "export.h"
#include "json.h"

static void put_name(struct json *j, const struct record_summary_row *row)
{
	char label[EXPORT_LABEL_SIZE];
	struct text name = { 0 };

	text_add(&name, export_label(row, label));
	if (strcmp(row->unit, "cycles") == 0)
		text_add(&name, " (cycles)");
	json_put_string(j, "name", text_str(&name));
	text_free(&name);
}

static void put_unit(struct json *j, const struct record_summary_row *row)
{
	if (strcmp(row->unit, "ns") == 0)
		json_put_string(j, "unit", "ns/op");
	else if (strcmp(row->unit, "cycles") == 0)
		json_put_string(j, "unit", "cycles/op");
	else if (exact_is_unit(row->unit))
		json_put_string(j, "unit", EXACT_UNIT "/op");
	else
		json_put_string(j, "unit", row->unit);
}

/* The longer side of the interval: the format has one figure for both. */
static void put_range(struct json *j, const struct record_summary_row *row)
{
	double side = fmax(row->median - row->lo, row->hi - row->median);
	struct text range = { 0 };

	if (!isfinite(side))
		return;
	text_add(&range, "± ");
	export_add_number(&range, side);
	json_put_string(j, "range", text_str(&range));
	text_free(&range);
}

static void put_extra(struct json *j, const struct record_summary_row *row)
{
	struct text extra = { 0 };

	if (isfinite(row->lo) && isfinite(row->hi)) {
		text_add(&extra, "95% interval ");
		export_add_number(&extra, row->lo);
		text_add(&extra, " to ");
		export_add_number(&extra, row->hi);
		text_add(&extra, ", ");
	}
	text_addf(&extra, "%llu processes", (unsigned long long)row->processes);
	if (strcmp(row->status, "ok") != 0)
		text_addf(&extra, ", %s", row->status);
	if (row->note)
		text_addf(&extra, "; %s", row->note);
	json_put_string(j, "extra", text_str(&extra));
	text_free(&extra);
}

static int write(struct text *out, const struct export_source *s, struct export_count *count,
		 struct record_error *err)
{
	const struct export_run *r = &s->runs[0];
	struct json j = { .out = out };

	(void)err;
	json_begin_array(&j);
	for (size_t i = 0; i < r->row_n; i++) {
		if (!export_takes(r->rows[i], count))
			continue;
		if (!export_case(r, r->rows[i])) {
			count->others++;
			continue;
		}
		count->placed++;
		json_begin_object(&j);
		put_name(&j, r->rows[i]);
		put_unit(&j, r->rows[i]);
		json_put_number(&j, "value", r->rows[i]->median);
		put_range(&j, r->rows[i]);
		put_extra(&j, r->rows[i]);
		json_end_object(&j);
	}
	json_end_array(&j);
	return 0;
}

const struct export_format export_smaller = {
	.name = "smaller-is-better",
	.what = "JSON (customSmallerIsBetter): github-action-benchmark",
	.write = write,
};
