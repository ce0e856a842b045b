/* Comparisons for programs: TSV and JSON. */
#include "compare_data.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include "differences.h"
#include "json.h"
#include "record/number.h"

const char *compare_way_word(enum comparison_way way)
{
	static const char *const words[] = { "paired", "processes", "boots", "exact" };

	return words[way];
}

static void put_text(struct text *out, const char *value)
{
	text_add(out, "\t");
	text_add_clean(out, value && *value ? value : "-");
}

static void put_real(struct text *out, double value)
{
	char buf[RECORD_NUMBER_SIZE];

	text_add(out, "\t");
	text_add(out, record_format_exact(buf, value));
}

static void add_tsv_row(struct text *out, const struct comparison *c,
			const struct comparison_row *row)
{
	text_add_clean(out, c->a->name);
	put_text(out, c->b->name);
	put_text(out, row->name);
	put_text(out, row->param);
	put_text(out, row->unit);
	put_real(out, row->a);
	put_real(out, row->b);
	put_real(out, exp(row->ratio));
	put_real(out, exp(row->lo));
	put_real(out, exp(row->hi));
	put_text(out, row->verdict == VERDICT_NONE ? "-" : verdict_word(row->verdict));
	put_real(out, row->p);
	text_addf(out, "\t%zu\t%zu", row->n_a, row->n_b);
	put_real(out, row->verdict == VERDICT_NONE ? NAN : row->theta);
	put_real(out, row->least);
	put_text(out, compare_way_word(c->way));
	put_text(out, row->reason);
	text_add(out, "\n");
}

int compare_tsv_add(struct text *out, const struct comparison *c, size_t n)
{
	text_add(out, "# oscost comparison 1\nold\tnew\tcase\tparam\tunit\ta\tb\tratio\tlo\thi\tverdict\tp\t"
		      "n_a\tn_b\ttheta\tleast\tway\treason\n");
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < c[i].row_n; k++)
			add_tsv_row(out, &c[i], &c[i].rows[k]);
	return out->failed ? -ENOMEM : 0;
}

static void put_side(struct json *j, const char *key, const struct side *side)
{
	json_key(j, key);
	json_begin_object(j);
	json_put_string(j, "name", side->name);
	json_put_uint(j, "runs", side->run_n);
	json_put_uint(j, "boots", side_boots(side));
	json_put_string(j, "kernel", record_machine_get(&side->runs[0], "kernel.release"));
	json_put_string(j, "date", record_machine_get(&side->runs[0], "date"));
	json_put_string(j, "commit", record_machine_get(&side->runs[0], "run.commit"));
	json_put_string(j, "under", record_machine_get(&side->runs[0], "run.under"));
	json_end_object(j);
}

static int put_differences(struct json *j, const struct comparison *c)
{
	struct differences d;
	int rc = differences_make(c->a, c->b, &d);

	if (rc)
		return rc;
	json_key(j, "differences");
	json_begin_array(j);
	for (size_t i = 0; i < d.n; i++) {
		j->flat = true;
		json_begin_object(j);
		json_put_string(j, "key", d.item[i].key);
		json_put_string(j, "a", text_str(&d.item[i].a));
		json_put_string(j, "b", text_str(&d.item[i].b));
		json_end_object(j);
		j->flat = false;
	}
	json_end_array(j);
	differences_free(&d);
	return 0;
}

static void put_change(struct json *j, double ratio, double lo, double hi)
{
	json_put_number(j, "ratio", exp(ratio));
	json_put_number(j, "lo", exp(lo));
	json_put_number(j, "hi", exp(hi));
}

static void put_row(struct json *j, const struct comparison_row *row)
{
	json_begin_object(j);
	json_put_string(j, "case", row->name);
	json_put_string(j, "param", row->param);
	json_put_string(j, "unit", row->unit);
	json_put_bool(j, "derived", row->derived);
	json_put_number(j, "a", row->a);
	json_put_number(j, "b", row->b);
	put_change(j, row->ratio, row->lo, row->hi);
	json_put_string(j, "verdict",
			row->verdict == VERDICT_NONE ? NULL : verdict_word(row->verdict));
	json_put_number(j, "p", row->p);
	json_put_uint(j, "n_a", row->n_a);
	json_put_uint(j, "n_b", row->n_b);
	json_put_number(j, "theta", row->verdict == VERDICT_NONE ? NAN : row->theta);
	json_put_number(j, "least", row->least);
	json_put_string(j, "reason", row->reason[0] ? row->reason : NULL);
	json_end_object(j);
}

static void put_rows(struct json *j, const struct comparison *c)
{
	json_key(j, "cases");
	json_begin_array(j);
	for (size_t i = 0; i < c->row_n; i++) {
		j->flat = true;
		put_row(j, &c->rows[i]);
		j->flat = false;
	}
	json_end_array(j);
}

static void put_means(struct json *j, const struct comparison *c)
{
	json_key(j, "geometric_means");
	json_begin_array(j);
	for (size_t i = 0; i < c->group_n; i++) {
		if (c->groups[i].n == 0)
			continue;
		j->flat = true;
		json_begin_object(j);
		json_put_string(j, "group", c->groups[i].title);
		json_put_uint(j, "cases", c->groups[i].n);
		put_change(j, c->groups[i].ratio, c->groups[i].lo, c->groups[i].hi);
		json_end_object(j);
		j->flat = false;
	}
	json_end_array(j);
}

static int put_comparison(struct json *j, const struct comparison *c)
{
	int rc;

	json_begin_object(j);
	put_side(j, "a", c->a);
	put_side(j, "b", c->b);
	json_put_string(j, "way", compare_way_word(c->way));
	json_put_number(j, "alpha", c->alpha);
	rc = put_differences(j, c);
	json_key(j, "counts");
	json_begin_object(j);
	for (size_t i = VERDICT_SAME; i < VERDICTS; i++)
		json_put_uint(j, verdict_word((enum verdict)i), c->verdicts[i]);
	json_put_uint(j, "not compared", c->verdicts[VERDICT_NONE]);
	json_end_object(j);
	put_rows(j, c);
	put_means(j, c);
	json_end_object(j);
	return rc;
}

int compare_json_put(struct json *j, const struct comparison *c, size_t n)
{
	int rc = 0;

	json_key(j, "comparisons");
	json_begin_array(j);
	for (size_t i = 0; !rc && i < n; i++)
		rc = put_comparison(j, &c[i]);
	json_end_array(j);
	return rc;
}

int compare_json_add(struct text *out, const struct comparison *c, size_t n)
{
	struct json j = { .out = out };
	int rc;

	json_begin_object(&j);
	rc = compare_json_put(&j, c, n);
	json_end_object(&j);
	return rc ? rc : out->failed ? -ENOMEM : 0;
}
