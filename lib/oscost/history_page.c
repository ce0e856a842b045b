/* The page of a history, and its pictures. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "history.h"
#include "html.h"
#include "picture_history.h"
#include "workdir.h"

enum {
	PANELS_MOST = 50,   /* in a picture: a mechanism with more cases has several */
	PICTURES_MOST = 200, /* on the page: a folder from elsewhere may have any number of machines */
	NAME_SIZE = 96,
};

/* A picture of its own name and title, with what it is made from; both outlive the page. */
struct drawing {
	struct picture picture;
	struct history_picture data;
	char name[NAME_SIZE];
	char title[VIEW_LABEL_SIZE + 16];
};

struct page {
	const struct history *h;
	struct picture_place place;
	bool pictures;
	size_t drawn;
	struct text out;
	struct text *missing;
};

/* kind: the cell's classes. */
static void add_cell(struct text *out, const char *s, const char *kind)
{
	text_addf(out, "<td class=\"%s\">", kind);
	text_add_html(out, s ? s : "–");
	text_add(out, "</td>");
}

static void add_word(struct text *t, const char *word)
{
	text_add(t, word);
}

static void add_step(struct text *out, const char *before, const char *after,
		     void (*add)(struct text *t, const char *word))
{
	struct text t = { 0 };

	if (before || after) {
		add(&t, before ? before : "–");
		if (!before || !after || strcmp(before, after) != 0) {
			text_add(&t, " → ");
			add(&t, after ? after : "–");
		}
	}
	add_cell(out, t.length ? text_str(&t) : NULL, "l wrap");
	out->failed = out->failed || t.failed;
	text_free(&t);
}

static void add_figure_cell(struct text *out, const struct history_told *c, double value)
{
	struct unit_scale scale = unit_pick(c->series->unit, c->change->before, c->change->before,
					    c->change->after);
	struct text t = { 0 };

	unit_add(&t, value, &scale);
	text_addf(&t, " %s", scale.name);
	add_cell(out, text_str(&t), "");
	text_free(&t);
}

static void add_told(struct text *out, const struct history_told *c)
{
	double share = history_share(c->change);
	char percent[32];

	text_add(out, "<tr><th scope=\"row\">");
	text_add_html(out, c->row->label);
	text_add(out, "</th>");
	snprintf(percent, sizeof(percent), "%+.1f%%", 100 * share);
	add_cell(out, share == share ? percent : NULL, "");
	add_figure_cell(out, c, c->change->before);
	add_figure_cell(out, c, c->change->after);
	add_cell(out, c->after->date, "l");
	add_cell(out, c->after->name, "l wrap");
	add_step(out, c->before->commit, c->after->commit, history_add_commit);
	add_step(out, c->before->kernel, c->after->kernel, add_word);
	text_add(out, "</tr>\n");
}

static int add_table(struct text *out, const struct history_machine *m)
{
	struct history_told *told = history_tell(m);
	size_t n = history_changes(m);

	if (!told)
		return -ENOMEM;
	if (n == 0 && m->run_n < HISTORY_RUNS_LEAST)
		text_addf(out, "<p>%zu case%s, too few runs for a verdict.</p>\n", m->series_n, m->series_n == 1 ? "" : "s");
	else if (n == 0)
		text_addf(out, "<p>No change in %zu case%s.</p>\n", m->series_n, m->series_n == 1 ? "" : "s");
	else
		text_add(out, "<div class=\"scroll\"><table class=\"plain\"><thead><tr><th class=\"l\">case</th>"
			      "<th>change</th><th>before</th><th>after</th><th class=\"l\">since</th>"
			      "<th class=\"l\">first run</th><th class=\"l\">commit</th><th class=\"l\">kernel</th>"
			      "</tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < n; i++)
		add_told(out, &told[i]);
	if (n > 0)
		text_add(out, "</tbody></table></div>\n");
	free(told);
	return 0;
}

static void add_facts(struct text *out, const struct history_machine *m)
{
	struct text raw = { 0 };

	text_add(out, "<dl><dt>runs</dt><dd>");
	history_add_span(&raw, m);
	html_move(out, &raw);
	text_add(out, "</dd>\n<dt>rule</dt><dd>");
	history_add_rule(&raw, m);
	html_move(out, &raw);
	text_add(out, "</dd></dl>\n");
}

static void name_drawing(struct drawing *d, size_t machine, const struct view_group *g, size_t part)
{
	size_t n;

	n = (size_t)snprintf(d->name, sizeof(d->name) - 8, "history-%zu-%.*s", machine + 1,
			     (int)(g->prefix_length < 64 ? g->prefix_length : 64), g->prefix);
	for (char *c = d->name; *c; c++)
		*c = *c == '_' ? '-' : *c;
	snprintf(d->title, sizeof(d->title), "%s", g->title);
	if (part > 0) {
		snprintf(d->name + n, sizeof(d->name) - n, "-%zu", part + 1);
		snprintf(d->title + strlen(d->title), sizeof(d->title) - strlen(d->title), ", part %zu", part + 1);
	}
	d->picture = picture_history;
	d->picture.name = d->name;
	d->picture.title = d->title;
}

/* As many pictures as the mechanism needs. */
static int draw_group(struct page *p, size_t machine, const struct view_group *g, struct drawing *drawings,
		      struct picture_set *set)
{
	const struct history_machine *m = &p->h->machines[machine];
	int bad = 0;

	for (size_t first = 0; !bad && first < g->count; first += PANELS_MOST) {
		struct drawing *d = &drawings[p->drawn];

		if (p->drawn == PICTURES_MOST) {
			if (set->missing.length == 0)
				text_addf(&set->missing, "pictures are missing: %d are drawn at most",
					  PICTURES_MOST);
			return 0;
		}
		p->drawn++;

		name_drawing(d, machine, g, first / PANELS_MOST);
		d->data = (struct history_picture){
			.machine = m,
			.first = g->first + first,
			.row_n = g->count - first < PANELS_MOST ? g->count - first : PANELS_MOST,
			.color = g->color,
		};
		bad = picture_draw(&p->place, &d->picture, NULL, &d->data, set);
	}
	return bad;
}

static int add_pictures(struct page *p, size_t machine)
{
	const struct view *view = &p->h->machines[machine].view;
	struct drawing *drawings = calloc(PICTURES_MOST + 1, sizeof(*drawings));
	struct picture_set set = { .n = 0 };
	int bad = drawings ? 0 : -ENOMEM;

	for (size_t g = 0; !bad && p->pictures && g < view->group_n; g++)
		bad = draw_group(p, machine, &view->groups[g], drawings, &set);
	if (!bad) {
		html_add_figures(&p->out, "Pictures", &set);
		if (p->missing->length == 0)
			text_add(p->missing, text_str(&set.missing));
	}
	picture_free_set(&set);
	free(drawings);
	return bad;
}

static int add_machine(struct page *p, size_t machine)
{
	const struct history_machine *m = &p->h->machines[machine];
	struct text raw = { 0 };
	int bad;

	text_add(&p->out, "<section>\n<h2>");
	history_add_machine(&raw, m);
	html_move(&p->out, &raw);
	text_add(&p->out, "</h2>\n");
	add_facts(&p->out, m);
	bad = add_table(&p->out, m);
	text_add(&p->out, "</section>\n");
	return bad ? bad : add_pictures(p, machine);
}

static void add_faults(struct text *out, const struct store_list *list)
{
	if (list->fault_n == 0)
		return;
	text_addf(out, "<details class=\"notice\"><summary>%zu stored run%s left out</summary><pre>", list->fault_n,
		  list->fault_n == 1 ? " was" : "s were");
	for (const char *line = text_str(&list->faults), *end; (end = strchr(line, '\n')) != NULL; line = end + 1) {
		struct text one = { 0 };

		text_add_n(&one, line, (size_t)(end - line));
		html_move(out, &one);
		text_add_char(out, '\n');
	}
	text_add(out, "</pre></details>\n");
}

static int make(struct page *p)
{
	char to[PATH_MAX + 32];
	int bad = 0;

	html_begin(&p->out, "history", "What became of the costs over the stored runs", NULL);
	add_faults(&p->out, &p->h->list);
	for (size_t i = 0; !bad && i < p->h->machine_n; i++)
		bad = add_machine(p, i);
	html_end(&p->out);
	if (!bad && p->out.failed)
		bad = -ENOMEM;
	snprintf(to, sizeof(to), "%s/history.html", p->place.dir);
	return bad ? bad : workdir_publish(p->place.work_dir, to, text_str(&p->out), "");
}

int history_write_page(const char *dir, const struct history *h, bool pictures, struct text *missing,
		       struct record_error *err)
{
	char work_dir[PATH_MAX];
	struct page p = { .h = h, .place = { dir, work_dir }, .pictures = pictures, .missing = missing };
	int held = workdir_make(dir, work_dir, sizeof(work_dir));
	int bad = held < 0 ? held : 0;

	if (!bad) {
		bad = make(&p);
		workdir_remove(work_dir, held);
	}
	text_free(&p.out);
	return bad ? record_fail(err, bad, "%.150s: the page cannot be written: %s", dir, strerror(-bad)) : 0;
}
