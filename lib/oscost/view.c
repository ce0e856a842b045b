/* What the table and the page show: rows in the order for reading, grouped, with footnotes. */
#include "view.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "events.h"
#include "exact.h"
#include "mechanism.h"

enum {
	COLORS_OTHER = 6, /* and 7, in turn */
};

static bool is_figure(const struct record_summary_row *row)
{
	return strcmp(row->metric, "time") == 0 && strcmp(row->unit, "cycles") != 0;
}

/* Opens a group for the mechanism of `name`, or continues the last one when the title is the same.
 */
static struct view_group *open_group(struct view *view, const char *name)
{
	size_t m = mechanism_of(name);
	struct view_group *g = view->group_n ? &view->groups[view->group_n - 1] : NULL;

	if (mechanisms[m].prefix && g && strcmp(g->title, mechanisms[m].title) == 0)
		return g;
	g = &view->groups[view->group_n];
	*g = (struct view_group){ .prefix = name,
				  .prefix_length = mechanism_prefix_length(name),
				  .first = view->row_n };
	if (mechanisms[m].prefix) {
		snprintf(g->title, sizeof(g->title), "%s", mechanisms[m].title);
		g->color = mechanisms[m].color;
	} else {
		snprintf(g->title, sizeof(g->title), "%.*s", (int)g->prefix_length, name);
		g->color = COLORS_OTHER + view->group_n % 2;
	}
	view->group_n++;
	return g;
}

static const char *what_of(const struct view *view, const struct view_row *row)
{
	if (row->info)
		return row->info->what;
	for (size_t i = 0; i < view->word_n; i += 2)
		if (strcmp(view->words[i], row->figure->name) == 0)
			return view->words[i + 1];
	return NULL;
}

static void add_row(struct view *view, const struct record_run *run,
		    const struct record_summary *summary, const struct record_summary_row *figure,
		    struct view_group *group)
{
	struct view_row *row = &view->rows[view->row_n++];

	row->figure = figure;
	if (strcmp(figure->unit, "%") != 0)
		row->cycles = record_find_summary_row(summary, figure->name, figure->param, "time",
						      "cycles");
	row->info = record_find_case(run, figure->name, figure->param);
	row->what = what_of(view, row);
	snprintf(row->label, sizeof(row->label), "%s%s%s", figure->name, figure->param ? ":" : "",
		 figure->param ? figure->param : "");
	row->scale = unit_pick(figure->unit, figure->median, figure->lo, figure->hi);
	row->exact = exact_is(run);
	row->group = view->group_n - 1;
	group->count++;
}

/* A derived figure that this machine cannot have: the row of the case that it lacks says why. */
static bool is_echo(const struct record_run *run, const struct record_summary_row *row)
{
	return strcmp(row->status, "SKIPPED") == 0 && !record_find_case(run, row->name, row->param);
}

static void add_rows(struct view *view, const struct record_run *run,
		     const struct record_summary *summary, const char *prefix, size_t length)
{
	struct view_group *group = NULL;

	for (size_t i = 0; i < summary->row_n; i++) {
		const struct record_summary_row *row = &summary->rows[i];

		if (!is_figure(row) || !mechanism_has_prefix(row->name, prefix, length) || is_echo(run, row))
			continue;
		if (!group)
			group = open_group(view, row->name);
		add_row(view, run, summary, row, group);
	}
}

static bool is_shown(const struct view *view, const char *name)
{
	for (size_t i = 0; i < view->group_n; i++)
		if (mechanism_has_prefix(name, view->groups[i].prefix, view->groups[i].prefix_length))
			return true;
	return false;
}

static void arrange(struct view *view, const struct record_run *run,
		    const struct record_summary *summary)
{
	for (size_t m = 0; mechanisms[m].prefix; m++)
		add_rows(view, run, summary, mechanisms[m].prefix, strlen(mechanisms[m].prefix));
	for (size_t i = 0; i < summary->row_n; i++) {
		const char *name = summary->rows[i].name;

		if (!mechanisms[mechanism_of(name)].prefix && is_figure(&summary->rows[i]) &&
		    !is_shown(view, name))
			add_rows(view, run, summary, name, mechanism_prefix_length(name));
	}
}

int view_make(struct view *view, const struct record_run *run, const struct record_summary *summary,
	      const char *derived_path)
{
	int err;

	*view = (struct view){ 0 };
	view->rows = calloc(summary->row_n + 1, sizeof(*view->rows));
	view->groups = calloc(summary->row_n + 1, sizeof(*view->groups));
	err = view->rows && view->groups ? view_read_words(view, derived_path) : -ENOMEM;
	if (err == 0)
		arrange(view, run, summary);
	if (err == 0)
		err = view_make_notes(view);
	if (err)
		view_free(view);
	return err;
}

void view_free(struct view *view)
{
	for (size_t i = 0; view->notes && i < view->note_n; i++)
		free(view->notes[i]);
	for (size_t i = 0; i < view->word_n; i++)
		free(view->words[i]);
	free(view->notes);
	free(view->words);
	free(view->rows);
	free(view->groups);
	*view = (struct view){ 0 };
}

bool view_unstable(const struct view_row *row)
{
	return strcmp(row->figure->status, "UNSTABLE") == 0;
}

bool view_has_figures(const struct view_row *row)
{
	return (strcmp(row->figure->status, "ok") == 0 || view_unstable(row)) &&
	       isfinite(row->figure->median);
}

void view_add_instead(struct text *t, const struct view_row *row)
{
	const struct record_summary_row *f = row->figure;
	const char *reason = f->note;

	if (strcmp(f->status, "ok") == 0 || view_unstable(row)) {
		text_add(t, "no figure");
		return;
	}
	text_addf(t, "%s: ", f->status);
	if (strcmp(f->status, "INVALID") == 0 && f->expected) {
		events_add_mismatch(t, f->expected, f->observed);
		return;
	}
	if (!reason && row->info)
		reason = row->info->reason;
	text_add_clean(t, reason ? reason : "no reason was given");
}

void view_add_interval(struct text *t, const struct view_row *row)
{
	if (!isfinite(row->figure->lo) && row->exact)
		text_add(t, "exact");
	else
		unit_add_interval(t, row->figure->lo, row->figure->hi, &row->scale);
}

void view_add_proof(struct text *t, const struct view_row *row)
{
	if (!row->info)
		text_add(t, "derived");
	else
		events_add_proof(t, row->figure->expected, row->figure->observed);
}
