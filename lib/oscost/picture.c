/* Draws pictures one by one. */
#include "picture.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "condense.h"
#include "exact.h"
#include "gnuplot.h"
#include "paths.h"
#include "stats/stats.h"
#include "svg.h"
#include "workdir.h"

/* In the order of the page; the distributions and the curves come behind the overview. */
static const struct picture *const rest[] = {
	&picture_spread, &picture_drift, &picture_preempt, &picture_gaps, &picture_timeline,
};

enum {
	PATH_SIZE = 4600,
};

int picture_sorted(const struct counted_case *c, size_t figure, double **values, size_t *n)
{
	double *v = malloc((c->sample_n + 1) * sizeof(*v));

	*n = 0;
	*values = v;
	if (!v)
		return -ENOMEM;
	for (size_t p = 0; p < c->process_n; p++) {
		const struct counted_process *process = &c->processes[p];

		for (size_t i = 0; i < process->sample_n; i++) {
			double x = counted_figure(c->c, c->samples[process->first + i], figure);

			if (isfinite(x))
				v[(*n)++] = x;
		}
	}
	stats_sort(v, *n);
	return 0;
}

double picture_median(const struct counted_case *c, size_t process, size_t figure)
{
	return c->processes[process].median[figure];
}

const struct counted_case *picture_case(const struct picture_source *source,
					const struct view_row *row)
{
	if (!row->info)
		return NULL;
	return &source->counted->cases[row->info - source->run->cases];
}

static char *read_whole(const char *path)
{
	FILE *f = fopen(path, "re");
	struct text t = { 0 };
	char buf[8192];
	size_t n;

	if (!f)
		return NULL;
	while ((n = fread(buf, 1, sizeof(buf), f)) > 0)
		text_add_n(&t, buf, n);
	if (ferror(f) || t.failed)
		text_free(&t);
	fclose(f);
	return t.data;
}

/* 0; 1: no picture, the reason is in set->missing; -ENOMEM. */
static int run_gnuplot(const struct picture *p, struct picture_job *job, const char *format,
		       struct picture_set *set)
{
	char said[GNUPLOT_SAID_SIZE];
	struct text settings = { 0 };
	char style[PATH_SIZE], script[PATH_SIZE];
	int err;

	snprintf(style, sizeof(style), "%s", paths_share("style.gp"));
	snprintf(script, sizeof(script), "%s", paths_share(p->script));
	text_addf(&settings, "format = '%s'; exact = %d; %s", format,
		  job->source && exact_is(job->source->run), text_str(&job->settings));
	err = settings.failed ? -ENOMEM
			      : gnuplot_run(job->dir, text_str(&settings), style, script, said);
	text_free(&settings);
	if (!err || err == -ENOMEM)
		return err;
	if (set->missing.length > 0)
		return 1;
	if (err == -ENOENT)
		text_add(&set->missing, "there are no pictures, because gnuplot is not installed");
	else if (err == -ETIMEDOUT)
		text_addf(&set->missing,
			  "a picture is missing: gnuplot took more than %d s for %s.%s",
			  GNUPLOT_LIMIT_S, p->name, format);
	else
		text_addf(&set->missing, "a picture is missing: gnuplot failed at %s.%s%s%s",
			  p->name, format, said[0] ? ": " : "", said);
	return 1;
}

/* The SVG goes through svg_tidy into dir/NAME.svg and stays in the result. */
static int keep_svg(const char *dir, const char *work_dir, const struct picture *p,
		    const struct text *title, struct text *svg)
{
	char from[PATH_SIZE], to[PATH_SIZE];
	char *raw;
	int err;

	snprintf(from, sizeof(from), "%s/figure.svg", work_dir);
	snprintf(to, sizeof(to), "%s/%s.svg", dir, p->name);
	raw = read_whole(from);
	if (!raw)
		return -EBADMSG;
	err = svg_tidy(svg, raw, p->name, text_str(title));
	free(raw);
	if (!err)
		err = workdir_publish(work_dir, to, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n",
				      text_str(svg));
	return err;
}

static void free_result(struct picture_result *r)
{
	text_free(&r->svg);
	text_free(&r->caption);
	text_free(&r->title);
}

static int keep_result(struct picture_set *set, const struct picture_result *r)
{
	size_t size = set->size ? 2 * set->size : 16;
	struct picture_result *grown = set->results;

	if (set->n == set->size) {
		grown = reallocarray(grown, size, sizeof(*grown));
		if (!grown)
			return -ENOMEM;
		set->results = grown;
		set->size = size;
	}
	grown[set->n++] = *r;
	return 0;
}

static int draw_svg(const char *dir, const struct picture *p, struct picture_job *job,
		    struct picture_set *set)
{
	struct picture_result r = { .picture = p };
	int err = run_gnuplot(p, job, "svg", set);

	if (err)
		return err;
	text_add(&r.title, job->title.length ? text_str(&job->title) : p->title);
	text_add(&r.caption, text_str(&job->caption));
	err = keep_svg(dir, job->dir, p, &r.title, &r.svg);
	if (!err)
		err = keep_result(set, &r);
	if (!err)
		return 0;
	free_result(&r);
	if (err != -EBADMSG)
		return err;
	text_addf(&set->missing, "%sgnuplot left no SVG for %s", set->missing.length ? "; " : "",
		  p->name);
	return 1;
}

/* gnuplot does not say that the disk was full; a whole file ends in this chunk. */
static bool is_whole_png(const char *path)
{
	static const char chunk[] = "IEND\xae\x42\x60\x82";
	char end[sizeof(chunk) - 1];
	FILE *f = fopen(path, "re");
	bool whole = f && fseek(f, -(long)sizeof(end), SEEK_END) == 0 && fread(end, sizeof(end), 1, f) == 1 &&
		     memcmp(end, chunk, sizeof(end)) == 0;

	if (f)
		fclose(f);
	return whole;
}

static int draw_png(const char *dir, const struct picture *p, struct picture_job *job,
		    struct picture_set *set)
{
	char from[PATH_SIZE], to[PATH_SIZE];
	int err = run_gnuplot(p, job, "png", set);

	if (err)
		return err;
	snprintf(from, sizeof(from), "%s/figure.png", job->dir);
	if (!is_whole_png(from)) {
		text_addf(&set->missing, "%sgnuplot left no whole PNG for %s", set->missing.length ? "; " : "",
			  p->name);
		return 1;
	}
	snprintf(to, sizeof(to), "%s/%s.png", dir, p->name);
	if (rename(from, to) != 0)
		return -errno;
	set->results[set->n - 1].png = true;
	return 0;
}

static int draw(const char *dir, const struct picture *p, struct picture_job *job,
		struct picture_set *set)
{
	int err = draw_svg(dir, p, job, set);

	if (!err)
		err = draw_png(dir, p, job, set);
	return err;
}

int picture_draw(const struct picture_place *place, const struct picture *p,
		 const struct picture_source *source, const void *data, struct picture_set *set)
{
	struct picture_job job = { .source = source, .data = data, .dir = place->work_dir };
	bool lacks = source && p->samples && condense_is(source->run);
	int err = lacks ? 1 : p->write(&job, p);

	if (err == 0)
		err = draw(place->dir, p, &job, set);
	text_free(&job.settings);
	text_free(&job.caption);
	text_free(&job.title);
	workdir_empty(place->work_dir);
	return err > 0 ? 0 : err;
}

int picture_draw_all(const struct picture_place *place, const struct picture_source *source,
		     struct picture_set *set)
{
	int err = picture_draw(place, &picture_overview, source, NULL, set);

	for (const struct picture *p = picture_distributions; !err && p->name; p++)
		err = picture_draw(place, p, source, NULL, set);
	for (const struct picture *p = picture_curves; !err && p->name; p++)
		err = picture_draw(place, p, source, NULL, set);
	for (size_t i = 0; !err && i < sizeof(rest) / sizeof(rest[0]); i++)
		err = picture_draw(place, rest[i], source, NULL, set);
	return err;
}

void picture_free_set(struct picture_set *set)
{
	for (size_t i = 0; i < set->n; i++)
		free_result(&set->results[i]);
	free(set->results);
	text_free(&set->missing);
	*set = (struct picture_set){ 0 };
}
