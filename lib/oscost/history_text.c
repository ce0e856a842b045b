/* The table of change points: for terminals, as TSV, as JSON. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "history.h"
#include "json.h"
#include "record/number.h"

enum {
	WIDTH = 100,
	LABEL_LEAST = 12,
	SHARE_COLUMNS = 8,
	FIGURES_COLUMNS = 24,
};

static void add_padded(struct text *out, const char *s, size_t columns)
{
	size_t width = text_width(s);

	text_add(out, s);
	text_add_spaces(out, width < columns ? columns - width : 0);
}

/* "106.9 → 120.1 ns" */
static void add_figures(struct text *t, const struct history_told *c)
{
	struct unit_scale scale = unit_pick(c->series->unit, c->change->before, c->change->before,
					    c->change->after);

	unit_add(t, c->change->before, &scale);
	text_add(t, " → ");
	unit_add(t, c->change->after, &scale);
	text_addf(t, " %s", scale.name);
}

static void add_share(struct text *t, const struct history_told *c)
{
	double share = history_share(c->change);

	if (isnan(share))
		text_add(t, "–");
	else
		text_addf(t, fabs(share) < 10 ? "%+.1f%%" : "%+.0f%%", 100 * share);
}

/* "a → b", or "a" where nothing changed. */
static void add_word(struct text *t, const char *word)
{
	text_add_clean(t, word);
}

static void add_step(struct text *t, const char *label, const char *before, const char *after,
		     void (*add)(struct text *t, const char *word))
{
	if (!before && !after)
		return;
	text_addf(t, "; %s ", label);
	add(t, before ? before : "-");
	if (before && after && strcmp(before, after) == 0)
		return;
	text_add(t, " → ");
	add(t, after ? after : "-");
}

static void add_told(struct text *out, const struct history_told *c, size_t label_columns)
{
	struct text share = { 0 }, figures = { 0 };

	add_share(&share, c);
	add_figures(&figures, c);
	text_add(out, "  ");
	add_padded(out, c->row->label, label_columns + 2);
	add_padded(out, text_str(&share), SHARE_COLUMNS);
	add_padded(out, text_str(&figures), FIGURES_COLUMNS);
	text_addf(out, "since %s\n      ", c->after->date);
	text_add_clean(out, c->after->name);
	add_step(out, "commit", c->before->commit, c->after->commit, history_add_commit);
	add_step(out, "kernel", c->before->kernel, c->after->kernel, add_word);
	text_add_char(out, '\n');
	out->failed = out->failed || share.failed || figures.failed;
	text_free(&share);
	text_free(&figures);
}

static void add_wrapped(struct text *out, const struct history_machine *m,
			void (*add)(struct text *t, const struct history_machine *m))
{
	struct text words = { 0 };

	add(&words, m);
	text_add(out, "  ");
	text_add_wrapped(out, text_str(&words), WIDTH, 2);
	text_add_char(out, '\n');
	out->failed = out->failed || words.failed;
	text_free(&words);
}

static int add_machine(struct text *out, const struct history_machine *m)
{
	struct history_told *told = history_tell(m);
	size_t n = history_changes(m), columns = LABEL_LEAST, changed = 0;

	if (!told)
		return -ENOMEM;
	history_add_machine(out, m);
	text_add(out, "\n");
	add_wrapped(out, m, history_add_span);
	add_wrapped(out, m, history_add_rule);
	text_add(out, "\n");
	for (size_t i = 0; i < n; i++)
		if (strlen(told[i].row->label) > columns)
			columns = strlen(told[i].row->label);
	for (size_t i = 0; i < n; i++)
		add_told(out, &told[i], columns);
	for (size_t i = 0; i < m->series_n; i++)
		changed += m->series[i].change_n > 0;
	if (n > 0)
		text_addf(out, "\n  %zu change%s in %zu of %zu cases\n", n, n == 1 ? "" : "s", changed, m->series_n);
	else if (m->run_n < HISTORY_RUNS_LEAST)
		text_addf(out, "  %zu case%s, too few runs for a verdict\n", m->series_n, m->series_n == 1 ? "" : "s");
	else
		text_addf(out, "  no change in %zu case%s\n", m->series_n, m->series_n == 1 ? "" : "s");
	free(told);
	return 0;
}

int history_add_text(struct text *out, const struct history *h)
{
	int bad = 0;

	for (size_t i = 0; !bad && i < h->machine_n; i++) {
		text_add(out, i > 0 ? "\n" : "");
		bad = add_machine(out, &h->machines[i]);
	}
	return out->failed ? -ENOMEM : bad;
}

static void add_field(struct text *out, const char *s)
{
	text_add_char(out, '\t');
	if (s && *s)
		text_add_clean(out, s);
	else
		text_add_char(out, '-');
}

static void add_number(struct text *out, double value)
{
	char number[RECORD_NUMBER_SIZE];

	add_field(out, record_format_real(number, value));
}

static void add_tsv_row(struct text *out, const char *machine, const struct history_told *c)
{
	text_add(out, machine);
	add_field(out, c->series->info->name);
	add_field(out, c->series->info->param);
	add_field(out, c->series->unit);
	add_field(out, c->after->name);
	add_field(out, c->after->date);
	add_number(out, c->change->before);
	add_number(out, c->change->after);
	add_number(out, 100 * history_share(c->change));
	add_field(out, c->before->commit);
	add_field(out, c->after->commit);
	add_field(out, c->before->kernel);
	add_field(out, c->after->kernel);
	add_field(out, c->before->name);
	text_add_char(out, '\n');
}

int history_add_tsv(struct text *out, const struct history *h)
{
	text_add(out, "# oscost history 1\nmachine\tcase\tparam\tunit\trun\tdate\tbefore\tafter\tchange_percent\t"
		      "commit_before\tcommit_after\tkernel_before\tkernel_after\trun_before\n");
	for (size_t i = 0; i < h->machine_n; i++) {
		const struct history_machine *m = &h->machines[i];
		struct history_told *told = history_tell(m);
		struct text machine = { 0 };

		if (!told)
			return -ENOMEM;
		history_add_machine(&machine, m);
		for (size_t k = 0; k < history_changes(m); k++)
			add_tsv_row(out, text_str(&machine), &told[k]);
		text_free(&machine);
		free(told);
	}
	return out->failed ? -ENOMEM : 0;
}

static void add_json_change(struct json *j, const struct history_told *c)
{
	json_begin_object(j);
	json_put_string(j, "case", c->series->info->name);
	json_put_string(j, "param", c->series->info->param);
	json_put_string(j, "unit", c->series->unit);
	json_put_string(j, "run", c->after->name);
	json_put_string(j, "date", c->after->date);
	json_put_number(j, "before", c->change->before);
	json_put_number(j, "after", c->change->after);
	json_put_number(j, "change", history_share(c->change));
	json_put_number(j, "theta", c->series->theta);
	json_put_string(j, "run_before", c->before->name);
	json_put_string(j, "commit_before", c->before->commit);
	json_put_string(j, "commit_after", c->after->commit);
	json_put_string(j, "kernel_before", c->before->kernel);
	json_put_string(j, "kernel_after", c->after->kernel);
	json_end_object(j);
}

static void add_json_case(struct json *j, const struct history_series *s)
{
	json_begin_object(j);
	j->flat = true;
	json_put_string(j, "case", s->info->name);
	json_put_string(j, "param", s->info->param);
	json_put_string(j, "unit", s->unit);
	json_put_uint(j, "runs", s->n);
	json_put_number(j, "theta", s->theta);
	json_put_number(j, "last", s->n > 0 ? s->points[s->n - 1].median : (double)NAN);
	json_put_uint(j, "changes", s->change_n);
	json_end_object(j);
	j->flat = false;
}

static int add_json_machine(struct json *j, const struct history_machine *m)
{
	struct history_told *told = history_tell(m);
	const struct store_entry *e = m->run_n > 0 ? m->runs[0] : NULL;

	if (!told)
		return -ENOMEM;
	json_begin_object(j);
	json_put_string(j, "cpu", e ? e->cpu : NULL);
	json_put_string(j, "hypervisor", e ? e->hypervisor : NULL);
	json_put_string(j, "under", e ? e->under : NULL);
	json_put_uint(j, "runs", m->run_n);
	json_put_string(j, "first", e ? e->date : NULL);
	json_put_string(j, "last", e ? m->runs[m->run_n - 1]->date : NULL);
	json_put_uint(j, "noise_runs", m->noise.runs);
	json_put_number(j, "alpha", HISTORY_ALPHA);
	json_key(j, "changes");
	json_begin_array(j);
	for (size_t k = 0; k < history_changes(m); k++)
		add_json_change(j, &told[k]);
	json_end_array(j);
	json_key(j, "cases");
	json_begin_array(j);
	for (size_t i = 0; i < m->view.row_n; i++)
		add_json_case(j, history_of(m, &m->view.rows[i]));
	json_end_array(j);
	json_end_object(j);
	free(told);
	return 0;
}

int history_add_json(struct text *out, const struct history *h)
{
	struct json j = { .out = out };
	int bad = 0;

	json_begin_object(&j);
	json_key(&j, "machines");
	json_begin_array(&j);
	for (size_t i = 0; !bad && i < h->machine_n; i++)
		bad = add_json_machine(&j, &h->machines[i]);
	json_end_array(&j);
	json_end_object(&j);
	return bad ? bad : out->failed ? -ENOMEM : 0;
}
