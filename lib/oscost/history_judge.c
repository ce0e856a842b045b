/* Finds the change points of every series, and words for them. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "history.h"
#include "history_parts.h"
#include "paths.h"
#include "stats/stats.h"
#include "verdict.h"

enum {
	HASH_LEAST = 16, /* digits; dates have fewer */
	HASH_SHOWN = 12,
};

/* Scratch space for the longest series. */
struct scratch {
	double *values, *work;
	size_t *position;
};

static void free_scratch(struct scratch *s)
{
	free(s->values);
	free(s->work);
	free(s->position);
}

static int make_scratch(const struct history_machine *m, struct scratch *s)
{
	*s = (struct scratch){
		.values = calloc(m->run_n + 1, sizeof(*s->values)),
		.work = calloc(m->run_n + 1, sizeof(*s->work)),
		.position = calloc(m->run_n + 1, sizeof(*s->position)),
	};
	if (s->values && s->work && s->position)
		return 0;
	free_scratch(s);
	return -ENOMEM;
}

static double median_between(struct scratch *s, size_t first, size_t end)
{
	memcpy(s->work, s->values + first, (end - first) * sizeof(*s->work));
	stats_sort(s->work, end - first);
	return stats_median_sorted(s->work, end - first);
}

static int judge_series(struct history_series *series, struct scratch *s)
{
	const struct stats_change_rule rule = { HISTORY_ALPHA, series->theta, HISTORY_SEGMENT_LEAST };
	size_t n = 0, first = 0;
	int bad;

	for (size_t i = 0; i < series->n; i++)
		s->values[i] = series->points[i].median;
	bad = stats_change_points(s->values, series->n, &rule, s->work, s->position, &n);
	series->changes = calloc(n + 1, sizeof(*series->changes));
	if (bad || !series->changes)
		return bad ? bad : -ENOMEM;
	series->change_n = n;
	for (size_t i = 0; i < n; i++) {
		size_t end = i + 1 < n ? s->position[i + 1] : series->n;

		series->changes[i].point = s->position[i];
		series->changes[i].before = median_between(s, first, s->position[i]);
		series->changes[i].after = median_between(s, s->position[i], end);
		first = s->position[i];
	}
	return 0;
}

static bool has_noise(const char *dir, const char *key)
{
	struct store_list list;
	bool has = store_list_noise(dir, key, &list, NULL) == 0 && list.n >= NOISE_RUNS_LEAST;

	store_list_free(&list);
	return has;
}

/* The newest key that was measured against itself speaks for the machine. */
static int find_noise(const char *dir, struct history_machine *m)
{
	const char *last = "";
	int bad = 0;

	for (size_t i = m->run_n; !bad && i-- > 0 && m->noise.runs < NOISE_RUNS_LEAST;) {
		struct record_run run;

		if (strcmp(m->runs[i]->key, last) == 0)
			continue;
		last = m->runs[i]->key;
		if (!has_noise(dir, last) || record_read_machine(m->runs[i]->path, &run, NULL) != 0)
			continue;
		noise_free(&m->noise);
		bad = noise_read(dir, &run, &m->noise, NULL) == -ENOMEM ? -ENOMEM : 0;
		record_free_run(&run);
	}
	return bad;
}

/* A summary of the last figures, so that the tables' order and titles are those of a report. */
static int make_view(struct history_machine *m)
{
	static const struct record_run none = { 0 };
	int bad = 0;

	for (size_t i = 0; !bad && i < m->series_n; i++) {
		const struct history_series *s = &m->series[i];
		struct history_point p = { .median = (double)NAN, .lo = (double)NAN, .hi = (double)NAN };
		struct record_summary_row row = { .name = s->info->name, .param = s->info->param,
						  .metric = "time", .unit = s->unit, .status = "ok" };

		if (s->n > 0)
			p = s->points[s->n - 1];
		row.median = p.median;
		row.lo = p.lo;
		row.hi = p.hi;
		bad = record_add_summary_row(&m->last, &row);
	}
	return bad ? bad : view_make(&m->view, &none, &m->last, paths_share("derived.tsv"));
}

int history_judge(const char *dir, struct history_machine *m)
{
	struct scratch s;
	int bad = find_noise(dir, m);

	if (!bad)
		bad = make_scratch(m, &s);
	if (bad)
		return bad;
	for (size_t i = 0; !bad && i < m->series_n; i++) {
		struct history_series *series = &m->series[i];

		series->theta = noise_theta(&m->noise, series->info->name, series->info->param, false);
		bad = judge_series(series, &s);
	}
	free_scratch(&s);
	return bad ? bad : make_view(m);
}

const struct history_series *history_of(const struct history_machine *m, const struct view_row *row)
{
	return &m->series[row->figure - m->last.rows];
}

size_t history_changes(const struct history_machine *m)
{
	size_t n = 0;

	for (size_t i = 0; i < m->series_n; i++)
		n += m->series[i].change_n;
	return n;
}

double history_share(const struct history_change *c)
{
	return c->before > 0 ? c->after / c->before - 1 : (double)NAN;
}

struct history_told *history_tell(const struct history_machine *m)
{
	struct history_told *told = calloc(history_changes(m) + 1, sizeof(*told));
	size_t n = 0;

	for (size_t i = 0; told && i < m->view.row_n; i++) {
		const struct history_series *s = history_of(m, &m->view.rows[i]);

		for (size_t k = 0; k < s->change_n; k++) {
			size_t point = s->changes[k].point;

			told[n++] = (struct history_told){
				.row = &m->view.rows[i],
				.series = s,
				.change = &s->changes[k],
				.before = m->runs[s->points[point - 1].run],
				.after = m->runs[s->points[point].run],
			};
		}
	}
	return told;
}

void history_add_machine(struct text *t, const struct history_machine *m)
{
	const struct store_entry *e = m->run_n > 0 ? m->runs[0] : NULL;

	text_add_clean(t, e && e->cpu ? e->cpu : "a machine of unknown CPU");
	if (e && e->hypervisor && strcmp(e->hypervisor, "none") != 0) {
		text_add(t, ", guest of ");
		text_add_clean(t, e->hypervisor);
	}
	if (e && e->under) {
		text_add(t, ", under '");
		text_add_clean(t, e->under);
		text_add_char(t, '\'');
	}
}

void history_add_span(struct text *t, const struct history_machine *m)
{
	size_t kernels = 0;

	for (size_t i = 0; i < m->run_n; i++)
		kernels += i == 0 || strcmp(m->runs[i]->key, m->runs[i - 1]->key) != 0;
	text_addf(t, "%zu run%s", m->run_n, m->run_n == 1 ? "" : "s");
	if (m->run_n == 0)
		return;
	text_addf(t, ", %s to %s", m->runs[0]->date, m->runs[m->run_n - 1]->date);
	if (kernels > 1)
		text_addf(t, "; kernel, mitigations or build changed %zu time%s", kernels - 1,
			  kernels == 2 ? "" : "s");
}

void history_add_rule(struct text *t, const struct history_machine *m)
{
	if (m->run_n < HISTORY_RUNS_LEAST)
		text_addf(t, "No change can be found in fewer than %d runs. ", HISTORY_RUNS_LEAST);
	text_addf(t, "A change: p < %g by Pettitt's test, at least %d runs on both sides, medians %g%% apart or ",
		  HISTORY_ALPHA, HISTORY_SEGMENT_LEAST, 100 * VERDICT_THETA_LEAST);
	if (m->noise.runs >= NOISE_RUNS_LEAST)
		text_addf(t, "the case's own noise where that is larger (%zu A/A runs until %s)", m->noise.runs,
			  m->noise.date);
	else
		text_add(t, "more; this machine's own noise was never measured (`oscost noise`)");
}

void history_add_commit(struct text *t, const char *commit)
{
	size_t digits = commit ? strspn(commit, "0123456789abcdef") : 0;
	char hash[HASH_SHOWN + 1] = "";

	if (!commit)
		return;
	if (digits >= HASH_LEAST) {
		memcpy(hash, commit, HASH_SHOWN);
		commit += digits;
	}
	text_add(t, hash);
	text_add_clean(t, commit);
}
