/* Reads the series of a store, machine by machine. */
#include "history.h"

#include <errno.h>
#include <fnmatch.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "history_parts.h"
#include "paths.h"
#include "store_folder.h"

static int compare_text(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "");
}

static int compare_machines(const struct store_entry *a, const struct store_entry *b)
{
	int order = compare_text(a->cpu, b->cpu);

	if (!order)
		order = compare_text(a->hypervisor, b->hypervisor);
	return order ? order : compare_text(a->under, b->under);
}

/* The list is in time order, so the place in it is the time. */
static int by_machine(const void *a, const void *b)
{
	const struct store_entry *x = *(const struct store_entry *const *)a;
	const struct store_entry *y = *(const struct store_entry *const *)b;
	int order = compare_machines(x, y);

	return order ? order : (x > y) - (x < y);
}

/* One run being read. */
struct reading {
	const struct history_options *options;
	struct history_machine *m;
	uint32_t run;
};

static bool is_wanted(const struct history_options *o, const struct record_summary_row *row)
{
	char label[VIEW_LABEL_SIZE];
	const struct record_case c = { .name = row->name, .param = row->param };

	record_case_label(&c, label, sizeof(label));
	for (size_t i = 0; i < o->only_n; i++)
		if (fnmatch(o->only[i], row->name, 0) == 0 || fnmatch(o->only[i], label, 0) == 0)
			return true;
	return o->only_n == 0;
}

static int add_series(struct reading *r, const struct record_summary_row *row,
		      struct history_series **series, struct record_error *err)
{
	struct history_machine *m = r->m;
	struct record_case c = { .name = row->name, .param = row->param, .unit = "ns" };
	struct history_series *grown;
	int bad = record_add_case(&m->names, &c, NULL);

	if (bad == -E2BIG)
		return record_fail(err, -EBADMSG, "summary.tsv: more different cases than are read");
	if (bad && bad != -ENOMEM)
		return record_fail(err, -EBADMSG, "summary.tsv: a row that is no case");
	grown = bad ? NULL : reallocarray(m->series, m->series_n + 1, sizeof(*grown));
	if (!grown)
		return record_fail(err, -ENOMEM, "out of memory");
	m->series = grown;
	*series = &grown[m->series_n++];
	**series = (struct history_series){ .unit = strdup(row->unit) };
	return (*series)->unit ? 0 : record_fail(err, -ENOMEM, "out of memory");
}

static int add_point(struct history_series *s, uint32_t run, const struct record_summary_row *row,
		     struct record_error *err)
{
	struct history_point *grown = s->points;
	size_t size = s->size ? 2 * s->size : 64;
	bool interval = row->lo <= row->median && row->median <= row->hi && fabs(row->lo) <= RECORD_FIGURE_MAX &&
			fabs(row->hi) <= RECORD_FIGURE_MAX;

	if (s->n > 0 && s->points[s->n - 1].run == run)
		return record_fail(err, -EBADMSG, "summary.tsv: the same row a second time");
	if (s->n == s->size) {
		grown = reallocarray(grown, size, sizeof(*grown));
		if (!grown)
			return record_fail(err, -ENOMEM, "out of memory");
		s->points = grown;
		s->size = size;
	}
	grown[s->n++] = (struct history_point){
		.run = run,
		.median = row->median,
		.lo = interval ? row->lo : (double)NAN,
		.hi = interval ? row->hi : (double)NAN,
	};
	return 0;
}

/* Of a run: its times in ns or %, as far as they are results. */
static int take_row(void *context, const struct record_summary_row *row, struct record_error *err)
{
	struct reading *r = context;
	struct record_summary_row own = *row;
	const struct record_case *known;
	struct history_series *s = NULL;
	int bad;

	if (strcmp(row->metric, "time") != 0 || strcmp(row->unit, "cycles") == 0 || isnan(row->median) ||
	    (strcmp(row->status, "ok") != 0 && strcmp(row->status, "UNSTABLE") != 0))
		return 0;
	if (fabs(row->median) > RECORD_FIGURE_MAX)
		return record_fail(err, -EBADMSG, "summary.tsv: a median beyond 1e30");
	/* Either is how a file says that there is none. */
	if (!row->param || !*row->param || strcmp(row->param, "-") == 0)
		own.param = NULL;
	known = record_find_case(&r->m->names, own.name, own.param);
	if (known) {
		s = &r->m->series[known - r->m->names.cases];
		return strcmp(s->unit, own.unit) == 0 ? add_point(s, r->run, &own, err) : 0;
	}
	if (!is_wanted(r->options, &own))
		return 0;
	bad = add_series(r, &own, &s, err);
	return bad ? bad : add_point(s, r->run, &own, err);
}

/* What a run left that turned out to be broken. */
static void take_back(struct history_machine *m, uint32_t run)
{
	for (size_t i = 0; i < m->series_n; i++)
		if (m->series[i].n > 0 && m->series[i].points[m->series[i].n - 1].run == run)
			m->series[i].n--;
}

/* -ENOMEM alone is an error. */
static int read_run(struct reading *r, struct store_list *list, const struct store_entry *e)
{
	struct record_error err = { "" };
	int bad;

	r->run = (uint32_t)r->m->run_n;
	bad = record_scan_summary(e->path, take_row, r, &err);
	if (!bad) {
		r->m->runs[r->m->run_n++] = e;
		return 0;
	}
	take_back(r->m, r->run);
	if (bad != -ENOMEM && (bad != -ENOENT || store_is_folder(e->path)))
		store_add_fault(list, e->key, e->name, "%s", err.text);
	return bad == -ENOMEM ? bad : 0;
}

static int read_machine(const struct history_options *o, struct store_list *list,
			const struct store_entry **entries, size_t n, struct history_machine *m)
{
	struct reading r = { .options = o, .m = m };
	int bad;

	m->runs = calloc(n + 1, sizeof(*m->runs));
	bad = m->runs ? 0 : -ENOMEM;
	for (size_t i = 0; !bad && i < n; i++)
		bad = read_run(&r, list, entries[i]);
	/* The names have stopped moving. */
	for (size_t i = 0; i < m->series_n; i++)
		m->series[i].info = &m->names.cases[i];
	return bad;
}

static size_t same_machine(const struct store_entry **sorted, size_t n, size_t first)
{
	size_t end = first + 1;

	while (end < n && compare_machines(sorted[first], sorted[end]) == 0)
		end++;
	return end;
}

/* The runs whose key is asked for, by machine; how many. */
static size_t sort_runs(const struct history_options *o, const struct store_list *list,
			const struct store_entry **sorted)
{
	size_t n = 0;

	for (size_t i = 0; i < list->n; i++)
		if (!o->key || fnmatch(o->key, list->entries[i].key, 0) == 0)
			sorted[n++] = &list->entries[i];
	if (n > 0)
		qsort(sorted, n, sizeof(*sorted), by_machine);
	return n;
}

static int read_all(const struct history_options *o, struct history *h)
{
	const struct store_entry **sorted = calloc(h->list.n + 1, sizeof(*sorted));
	size_t n, end;
	int bad = 0;

	h->machines = calloc(h->list.n + 1, sizeof(*h->machines));
	if (!sorted || !h->machines) {
		free(sorted);
		return -ENOMEM;
	}
	n = sort_runs(o, &h->list, sorted);
	for (size_t i = 0; !bad && i < n; i = end) {
		struct history_machine *m = &h->machines[h->machine_n++];

		end = same_machine(sorted, n, i);
		bad = read_machine(o, &h->list, sorted + i, end - i, m);
		if (!bad)
			bad = history_judge(o->dir, m);
	}
	free(sorted);
	return bad;
}

int history_read(const struct history_options *options, struct history *h, struct record_error *err)
{
	int bad;

	*h = (struct history){ .machines = NULL };
	bad = store_list_read(options->dir, NULL, &h->list, err);
	if (bad)
		return bad;
	bad = read_all(options, h);
	return bad ? record_fail(err, bad, "history: %s", strerror(-bad)) : 0;
}

static void free_machine(struct history_machine *m)
{
	for (size_t i = 0; i < m->series_n; i++) {
		free(m->series[i].unit);
		free(m->series[i].points);
		free(m->series[i].changes);
	}
	free(m->runs);
	free(m->series);
	noise_free(&m->noise);
	view_free(&m->view);
	record_free_summary(&m->last);
	record_free_run(&m->names);
}

void history_free(struct history *h)
{
	for (size_t i = 0; i < h->machine_n; i++)
		free_machine(&h->machines[i]);
	free(h->machines);
	store_list_free(&h->list);
	*h = (struct history){ .machines = NULL };
}
