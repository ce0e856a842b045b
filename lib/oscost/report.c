/* What the reader gets of a run: summary.tsv, the table, report.txt, report.html, pictures. */
#include "report.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "counted.h"
#include "html.h"
#include "paths.h"
#include "picture.h"
#include "summary.h"
#include "table.h"
#include "workdir.h"

enum { TEXT_WIDTH = 120 };

struct report {
	const char *dir;
	const struct record_run *run;
	struct record_summary summary;
	struct counted counted;
	struct view view;
	struct picture_set pictures;
	char work_dir[PATH_MAX];
};

static int print_table(const struct report *r)
{
	const struct grid_style style = grid_terminal();
	struct text t = { 0 };
	int err = table_add(&t, r->run, &r->summary, &r->view, &style);

	if (!err)
		cli_print("%s", text_str(&t));
	text_free(&t);
	return err;
}

static int publish(const struct report *r, const char *name, const struct text *t)
{
	char to[PATH_MAX + 32];

	snprintf(to, sizeof(to), "%s/%s", r->dir, name);
	return workdir_publish(r->work_dir, to, text_str(t), "");
}

static int write_text(const struct report *r)
{
	struct grid_style style = { .width = TEXT_WIDTH, .utf8 = true, .all = true };
	struct text t = { 0 };
	int err = table_add(&t, r->run, &r->summary, &r->view, &style);

	if (!err)
		err = publish(r, "report.txt", &t);
	text_free(&t);
	return err;
}

static int write_page(const struct report *r)
{
	struct html_source source = { r->run, &r->summary, &r->view, &r->pictures };
	struct text t = { 0 };
	int err = html_add_page(&t, &source);

	if (!err)
		err = publish(r, "report.html", &t);
	text_free(&t);
	return err;
}

static int draw(struct report *r)
{
	struct picture_source source = { r->run, &r->summary, &r->view, &r->counted };
	struct picture_place place = { r->dir, r->work_dir };
	int err = picture_draw_all(&place, &source, &r->pictures);

	if (!err && r->pictures.missing.length > 0)
		cli_note("in the report %s", text_str(&r->pictures.missing));
	return err;
}

static int write_files(struct report *r, const struct report_options *options,
		       struct record_error *err)
{
	int held = workdir_make(r->dir, r->work_dir, sizeof(r->work_dir));
	int bad = held < 0 ? held : 0;

	if (bad)
		return record_fail(err, bad, "%.150s: no report can be written here: %s", r->dir,
				   strerror(-bad));
	bad = write_text(r);
	if (!bad && options->pictures)
		bad = draw(r);
	if (!bad)
		bad = write_page(r);
	workdir_remove(r->work_dir, held);
	return bad ? record_fail(err, bad, "%.150s: the report cannot be written: %s", r->dir,
				 strerror(-bad))
		   : 0;
}

static int make_view(struct report *r, struct record_error *err)
{
	int bad = counted_make(r->run, COUNTED_TIMED, &r->counted, err);

	if (bad)
		return bad;
	bad = view_make(&r->view, r->run, &r->summary, paths_share("derived.tsv"));
	if (!bad)
		return 0;
	counted_free(&r->counted);
	return record_fail(err, bad, "the table: %s", strerror(-bad));
}

int report_make(const char *dir, const struct record_run *run, const struct report_options *options,
		struct record_error *err)
{
	struct report r = { .dir = dir, .run = run };
	int bad = summary_make(run, paths_share("derived.tsv"), &r.summary, err);

	if (bad)
		return bad;
	bad = make_view(&r, err);
	if (bad) {
		record_free_summary(&r.summary);
		return bad;
	}
	if (options->print && (bad = print_table(&r)) != 0)
		record_fail(err, bad, "the table: %s", strerror(-bad));
	if (!bad)
		bad = record_write_summary(dir, &r.summary, err);
	if (!bad)
		bad = write_files(&r, options, err);
	picture_free_set(&r.pictures);
	view_free(&r.view);
	counted_free(&r.counted);
	record_free_summary(&r.summary);
	return bad;
}
