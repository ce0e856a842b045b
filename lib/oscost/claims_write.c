/* Writes the files that claims leaves, and has the pictures drawn. */
#include "claims_write.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "counted.h"
#include "paths.h"
#include "runfolder.h"
#include "summary.h"
#include "workdir.h"

enum { TEXT_WIDTH = 100 };

static bool is_asked_for(const struct claims *claims, const char *picture)
{
	for (size_t i = 0; i < claims->row_n; i++)
		if (claims->rows[i].picture && strcmp(claims->rows[i].picture, picture) == 0)
			return true;
	return false;
}

static int draw_asked(const struct picture_place *place, const struct picture_source *source,
		      const struct claims *claims, struct picture_set *set)
{
	static const struct picture *const single[] = { &picture_overview, &picture_spread,
							&picture_drift,	   &picture_preempt,
							&picture_gaps,	   &picture_timeline };
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < sizeof(single) / sizeof(single[0]); i++)
		if (is_asked_for(claims, single[i]->name))
			rc = picture_draw(place, single[i], source, NULL, set);
	for (const struct picture *p = picture_curves; rc == 0 && p->name; p++)
		if (is_asked_for(claims, p->name))
			rc = picture_draw(place, p, source, NULL, set);
	for (const struct picture *p = picture_distributions; rc == 0 && p->name; p++)
		if (is_asked_for(claims, p->name))
			rc = picture_draw(place, p, source, NULL, set);
	return rc;
}

/* Pictures are drawn from the rows of the report. */
static int draw_pictures(const struct picture_place *place, const struct claims_show *show,
			 struct picture_set *set, struct record_error *err)
{
	const struct record_run *run = show->runs[0].run;
	const char *derived = paths_share("derived.tsv");
	struct record_summary summary;
	struct counted counted;
	struct view view;
	int rc = summary_make(run, derived, &summary, err);

	if (rc)
		return rc;
	rc = counted_make(run, COUNTED_TIMED, &counted, err);
	if (rc) {
		record_free_summary(&summary);
		return rc;
	}
	rc = view_make(&view, run, &summary, derived);
	if (rc == 0) {
		const struct picture_source source = { run, &summary, &view, &counted };

		rc = draw_asked(place, &source, show->claims, set);
		view_free(&view);
	}
	counted_free(&counted);
	record_free_summary(&summary);
	if (set->missing.length > 0)
		cli_note("in the page %s", text_str(&set->missing));
	return rc ? record_fail(err, rc, "the pictures: %s", strerror(-rc)) : 0;
}

static int publish(const struct picture_place *place, const char *name, const struct text *t)
{
	char to[PATH_MAX + 32];

	snprintf(to, sizeof(to), "%s/%s", place->dir, name);
	return workdir_publish(place->work_dir, to, text_str(t), "");
}

static int write_text(const struct picture_place *place, const struct claims_show *show)
{
	const struct grid_style style = { .width = TEXT_WIDTH, .utf8 = true };
	struct text t = { 0 };
	int rc = claims_add_text(&t, show, &style);

	if (rc == 0)
		rc = publish(place, "claims.txt", &t);
	text_free(&t);
	return rc;
}

static int write_page(const struct picture_place *place, const struct claims_show *show)
{
	struct text t = { 0 };
	int rc = claims_add_page(&t, show);

	if (rc == 0)
		rc = publish(place, "claims.html", &t);
	text_free(&t);
	return rc;
}

int claims_write(const char *dir, const struct claims_show *show, bool draw, struct record_error *err)
{
	struct claims_show drawn = *show;
	struct picture_set set = { 0 };
	char work_dir[PATH_MAX];
	const struct picture_place place = { dir, work_dir };
	int held, rc = runfolder_make_dir(dir, err);

	if (rc)
		return rc;
	held = workdir_make(dir, work_dir, sizeof(work_dir));
	rc = held < 0 ? held : 0;
	if (rc)
		return record_fail(err, rc, "%.150s: no page can be written here: %s", dir,
				   strerror(-rc));
	if (draw && show->run_n == 1) {
		rc = draw_pictures(&place, show, &set, err);
		drawn.pictures = &set;
	}
	if (rc == 0) {
		rc = write_text(&place, &drawn);
		if (rc == 0)
			rc = write_page(&place, &drawn);
		if (rc)
			record_fail(err, rc, "%.150s: the page cannot be written: %s", dir,
				    strerror(-rc));
	}
	workdir_remove(work_dir, held);
	picture_free_set(&set);
	return rc;
}
