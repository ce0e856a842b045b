/* Pictures: cases with a parameter, one line a case, medians with their intervals. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "picture.h"
#include "plotdata.h"
#include "record/number.h"

enum { SERIES_MOST = 8 };

/* Names of the cases that share a picture; `group` of the picture is what they begin with. */
struct series {
	const char *name[SERIES_MOST];
	size_t n;
};

static bool belongs(const struct view_row *row, const struct picture *picture)
{
	return row->info && row->info->param && view_has_figures(row) && row->figure->unit[0] != '%' &&
	       strncmp(row->figure->name, picture->group, strlen(picture->group)) == 0;
}

static void collect(const struct picture_source *source, const struct picture *picture, struct series *s)
{
	for (size_t i = 0; i < source->view->row_n && s->n < SERIES_MOST; i++) {
		const struct view_row *row = &source->view->rows[i];
		size_t k = 0;

		if (!belongs(row, picture))
			continue;
		while (k < s->n && strcmp(s->name[k], row->figure->name) != 0)
			k++;
		if (k == s->n)
			s->name[s->n++] = row->figure->name;
	}
}

/* Rows of one case: param, µs, lo, hi. Returns how many. */
static size_t add_points(const struct picture_source *source, const char *name, struct text *t, double *least)
{
	size_t points = 0;

	for (size_t i = 0; i < source->view->row_n; i++) {
		const struct view_row *row = &source->view->rows[i];
		double x;

		if (!row->info || !row->info->param || strcmp(row->figure->name, name) != 0 ||
		    !view_has_figures(row) || record_parse_real(row->info->param, &x) != 0)
			continue;
		const struct record_summary_row *f = row->figure;

		plotdata_real(t, x);
		plotdata_real(t, f->median / 1e3);
		plotdata_real(t, (isfinite(f->lo) ? f->lo : f->median) / 1e3);
		plotdata_real(t, (isfinite(f->hi) ? f->hi : f->median) / 1e3);
		plotdata_end_row(t);
		*least = fmin(*least, isfinite(f->lo) ? f->lo : f->median);
		points++;
	}
	return points;
}

static int write_curve(struct picture_job *job, const struct picture *picture)
{
	struct series s = { .n = 0 };
	struct text t = { 0 };
	size_t points = 0;
	double least = INFINITY;
	int err;

	collect(job->source, picture, &s);
	for (size_t k = 0; k < s.n; k++) {
		plotdata_label(&t, s.name[k]);
		plotdata_end_row(&t);
		points += add_points(job->source, s.name[k], &t, &least);
		plotdata_end_block(&t);
	}
	/* One point a case is no curve. */
	err = points < s.n + 1 ? 1 : plotdata_write(job->dir, "curve.tsv", &t);
	text_addf(&job->settings, "series = %zu; positive = %d; axis = '%s'; ", s.n, least > 0, picture->favourite);
	text_free(&t);
	return err;
}

/* favourite: which words and scale curve.gp gives the horizontal axis. */
const struct picture picture_curves[] = {
	{ .name = "curve-ring", .script = "curve.gp", .group = "ctxsw.ring.", .favourite = "bytes",
	  .title = "A switch over the working set",
	  .caption = "One hop of a token round a ring of processes, each of which reads its working set first; a "
		     "line for each number of processes. The reading itself is in it: ctxsw.traverse shows that.",
	  .write = write_curve },
	{ .name = "curve-fork", .script = "curve.gp", .group = "process.fork.memory", .favourite = "mib",
	  .title = "fork over the memory that the parent has touched",
	  .caption = "fork until it returns in the parent, which has touched so much memory, in pages of 4 KiB "
		     "and in huge ones.",
	  .write = write_curve },
	{ .name = "curve-mappings", .script = "curve.gp", .group = "process.fork.mappings", .favourite = "count",
	  .title = "fork over the number of mappings",
	  .caption = "fork until it returns in the parent, which has so many mappings of one page.",
	  .write = write_curve },
	{ .name = "curve-indirect", .script = "curve.gp", .group = "indirect.", .favourite = "bytes",
	  .title = "What an entry into the kernel leaves behind",
	  .caption = "How much longer a traversal of a working set takes right after a system call, a switch or a "
		     "tick than undisturbed. Below zero is chance: nothing is clamped.",
	  .write = write_curve },
	{ .name = NULL },
};
