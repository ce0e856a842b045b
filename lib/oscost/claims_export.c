/* Claims and verdicts for other programs: tables and JSON. */
#include <errno.h>
#include <string.h>

#include "claims_show.h"
#include "json.h"
#include "record/number.h"

static void add_field(struct text *out, const char *value, char end)
{
	if (value && *value)
		text_add_clean(out, value);
	else
		text_add_char(out, '-');
	text_add_char(out, end);
}

static void add_real(struct text *out, double value, char end)
{
	char number[RECORD_NUMBER_SIZE];

	add_field(out, record_format_exact(number, value), end);
}

/* One row for each claim and run. */
int claims_add_tsv(struct text *out, const struct claims_show *show)
{
	text_add(out, "# oscost verdicts 1\nid\trun\tverdict\tunit\tmedian\tlo\thi\trounds\twhy\tseen\tunstable\tno_figure\n");
	for (size_t i = 0; i < show->claims->row_n; i++) {
		for (size_t k = 0; k < show->run_n; k++) {
			const struct claim_answer *a = &show->runs[k].answers[i];

			add_field(out, show->claims->rows[i].id, '\t');
			add_field(out, show->runs[k].label, '\t');
			add_field(out, claim_verdict_name(a->verdict), '\t');
			add_field(out, show->claims->rows[i].unit, '\t');
			add_real(out, a->median, '\t');
			add_real(out, a->lo, '\t');
			add_real(out, a->hi, '\t');
			add_real(out, (double)a->rounds, '\t');
			add_field(out, text_str(&a->why), '\t');
			add_field(out, text_str(&a->seen), '\t');
			add_field(out, text_str(&a->unstable), '\t');
			add_field(out, text_str(&a->no_figure), '\n');
		}
	}
	return out->failed ? -ENOMEM : 0;
}

static void add_answer(struct json *j, const struct claims_run *run, const struct claim *claim,
		       const struct claim_answer *a)
{
	json_begin_object(j);
	json_put_string(j, "run", *run->label ? run->label : NULL);
	json_put_string(j, "verdict", claim_verdict_name(a->verdict));
	if (a->why.length > 0)
		json_put_string(j, "why", text_str(&a->why));
	if (claim->figure) {
		json_put_number(j, "median", a->median);
		json_put_number(j, "lo", a->lo);
		json_put_number(j, "hi", a->hi);
		json_put_uint(j, "rounds", a->rounds);
	}
	if (a->unstable.length > 0)
		json_put_string(j, "unstable", text_str(&a->unstable));
	if (a->no_figure.length > 0)
		json_put_string(j, "no_figure", text_str(&a->no_figure));
	if (a->seen.length > 0)
		json_put_string(j, "seen", text_str(&a->seen));
	if (a->left_out.length > 0)
		json_put_string(j, "without", text_str(&a->left_out));
	json_end_object(j);
}

static void add_claim(struct json *j, const struct claims_show *show, size_t i)
{
	static const char *const changes[] = { "flip", "differ", "same" };
	const struct claim *claim = &show->claims->rows[i];

	json_begin_object(j);
	json_put_string(j, "id", claim->id);
	json_put_string(j, "section", claim->section);
	json_put_string(j, "claim", claim->words);
	json_put_string(j, "document", claim->document);
	json_put_string(j, "heading", claim->heading);
	json_put_string(j, "figure", claim->figure_text);
	json_put_string(j, "unit", claim->unit);
	json_put_string(j, "relation", claim->relation_text);
	json_put_number(j, "published_lo", claim->published_lo);
	json_put_number(j, "published_hi", claim->published_hi);
	if (show->run_n > 1)
		json_put_string(j, "change", changes[claims_change(show, i)]);
	json_key(j, "answers");
	json_begin_array(j);
	for (size_t k = 0; k < show->run_n; k++)
		add_answer(j, &show->runs[k], claim, &show->runs[k].answers[i]);
	json_end_array(j);
	json_end_object(j);
}

static void add_run(struct json *j, const struct claims_run *run)
{
	static const char *const keys[] = { "host", "date", "kernel.release", "cpu.model", "run.tag" };

	json_begin_object(j);
	json_put_string(j, "run", *run->label ? run->label : NULL);
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		json_put_string(j, keys[i], record_machine_get(run->run, keys[i]));
	json_end_object(j);
}

int claims_add_json(struct text *out, const struct claims_show *show)
{
	struct json j = { .out = out };

	json_begin_object(&j);
	json_key(&j, "runs");
	json_begin_array(&j);
	for (size_t k = 0; k < show->run_n; k++)
		add_run(&j, &show->runs[k]);
	json_end_array(&j);
	json_key(&j, "claims");
	json_begin_array(&j);
	for (size_t i = 0; i < show->claims->row_n; i++)
		add_claim(&j, show, i);
	json_end_array(&j);
	json_end_object(&j);
	return out->failed ? -ENOMEM : 0;
}
