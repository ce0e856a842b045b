/* What a comparison leaves in a folder. */
#include "compare_report.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "compare_data.h"
#include "compare_html.h"
#include "compare_text.h"
#include "picture_compare.h"
#include "runfolder.h"
#include "workdir.h"

enum {
	TEXT_WIDTH = 120,
	NAME_SIZE = 24,
};

/* A comparison's pictures under names of their own: forest, forest-c, forest-d … */
struct drawing {
	struct picture forest, shift;
	char forest_name[NAME_SIZE], shift_name[NAME_SIZE];
};

struct report {
	const char *dir;
	char work_dir[PATH_MAX];
	int held; /* holds work_dir */
	const struct comparison *c;
	size_t n;
	struct drawing *drawings;
	struct picture_set *sets;
};

static void name(struct picture *p, char out[NAME_SIZE], size_t i)
{
	if (i == 0)
		snprintf(out, NAME_SIZE, "%.12s", p->name);
	else
		snprintf(out, NAME_SIZE, "%.12s-%c", p->name, (char)('b' + i));
	p->name = out;
}

static int draw(struct report *r, size_t i)
{
	struct picture_place place = { r->dir, r->work_dir };
	struct drawing *d = &r->drawings[i];
	const struct picture_matrix_data all = { r->c, r->n };
	int rc = 0;

	if (i == 0 && r->n > 1)
		rc = picture_draw(&place, &picture_matrix, NULL, &all, &r->sets[0]);
	d->forest = picture_forest;
	d->shift = picture_shift;
	name(&d->forest, d->forest_name, i);
	name(&d->shift, d->shift_name, i);
	if (!rc)
		rc = picture_draw(&place, &d->forest, NULL, &r->c[i], &r->sets[i]);
	if (!rc)
		rc = picture_draw(&place, &d->shift, NULL, &r->c[i], &r->sets[i]);
	if (!rc && r->sets[i].missing.length > 0)
		cli_note("in the report %s", text_str(&r->sets[i].missing));
	return rc;
}

/* Writes the text under that name and frees it; made: what making it gave. */
static int publish(const struct report *r, const char *file, struct text *t, int made)
{
	char to[PATH_MAX + 32];

	snprintf(to, sizeof(to), "%s/%s", r->dir, file);
	if (!made)
		made = t->failed ? -ENOMEM : workdir_publish(r->work_dir, to, text_str(t), "");
	text_free(t);
	return made;
}

static int write_all(struct report *r, bool pictures, const char *verdict)
{
	struct grid_style style = { .width = TEXT_WIDTH, .utf8 = true };
	struct text t = { 0 };
	int rc = r->n == 1 ? compare_text_add(&t, r->c, &style)
			   : compare_text_add_matrix(&t, r->c, r->n, &style);

	rc = publish(r, "compare.txt", &t, rc);
	if (!rc)
		rc = publish(r, "compare.tsv", &t, compare_tsv_add(&t, r->c, r->n));
	for (size_t i = 0; pictures && !rc && i < r->n; i++)
		rc = draw(r, i);
	if (!rc)
		rc = publish(r, "compare.html", &t, compare_html_add(&t, r->c, r->n, r->sets, verdict));
	return rc;
}

static int open_report(struct report *r, struct record_error *err)
{
	int rc = runfolder_make_dir(r->dir, err);

	if (rc)
		return rc;
	r->held = workdir_make(r->dir, r->work_dir, sizeof(r->work_dir));
	return r->held < 0 ? record_fail(err, r->held, "%.150s: no report can be written here: %s", r->dir,
					 strerror(-r->held))
			   : 0;
}

/* made: what writing it gave. */
static int close_report(const struct report *r, int made, struct record_error *err)
{
	workdir_remove(r->work_dir, r->held);
	return made ? record_fail(err, made, "%.150s: the report cannot be written: %s", r->dir, strerror(-made))
		    : 0;
}

int compare_report_write(const char *dir, const struct comparison *c, size_t n, bool pictures,
			 const char *verdict, struct record_error *err)
{
	struct report r = { .dir = dir, .c = c, .n = n };
	int rc = open_report(&r, err);

	if (rc)
		return rc;
	r.drawings = calloc(n, sizeof(*r.drawings));
	r.sets = calloc(n, sizeof(*r.sets));
	rc = r.drawings && r.sets ? write_all(&r, pictures, verdict) : -ENOMEM;
	for (size_t i = 0; r.sets && i < n; i++)
		picture_free_set(&r.sets[i]);
	free(r.drawings);
	free(r.sets);
	return close_report(&r, rc, err);
}

int compare_report_write_words(const char *dir, const char *words, struct record_error *err)
{
	struct report r = { .dir = dir };
	struct text t = { 0 };
	int rc = open_report(&r, err);

	if (rc)
		return rc;
	text_addf(&t, "%s\n", words);
	rc = publish(&r, "compare.txt", &t, 0);
	if (!rc)
		rc = publish(&r, "compare.html", &t, compare_html_add(&t, NULL, 0, NULL, words));
	return close_report(&r, rc, err);
}
