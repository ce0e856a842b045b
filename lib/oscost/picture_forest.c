/* Picture: every case's change with its interval, the least change that counts shaded. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "compare_cells.h"
#include "picture_compare.h"
#include "plotdata.h"
#include "stats/stats.h"

#define LEAST_REACH .04 /* of the scale, to either side, in logs */

struct forest {
	const struct comparison *c;
	struct text rows, titles, words;
	double reach;	    /* what is farther from the middle ends in an arrow, in logs */
	double left, right; /* ends of the scale, at most that far from the middle */
	size_t lines;
};

size_t picture_verdict_class(enum verdict verdict)
{
	static const size_t classes[VERDICTS] = { 3, 2, 1, 0, 3 };

	return classes[verdict];
}

static double farthest(const struct comparison_row *row)
{
	double ends = fmax(fabs(row->lo), fabs(row->hi));

	return isnan(ends) ? fabs(row->ratio) : ends;
}

/* A side on which nothing reaches far is short. */
static void trim(struct forest *f)
{
	double least = fmax(LEAST_REACH, f->reach / 4);

	f->left = f->right = least;
	for (size_t i = 0; i < f->c->row_n; i++) {
		const struct comparison_row *row = &f->c->rows[i];

		if (!isfinite(row->ratio))
			continue;
		f->left = fmax(f->left, -1.1 * (isnan(row->lo) ? row->ratio : row->lo));
		f->right = fmax(f->right, 1.1 * (isnan(row->hi) ? row->ratio : row->hi));
	}
	f->left = fmin(f->left, f->reach);
	f->right = fmin(f->right, f->reach);
}

/* Wide enough for four in five cases, and up to twice that for changes; what reaches further ends in an
 * arrow. */
static int choose_reach(struct forest *f)
{
	double *ends = calloc(f->c->row_n + 1, sizeof(*ends));
	double most = 0;
	size_t n = 0;

	f->reach = LEAST_REACH;
	if (!ends)
		return -ENOMEM;
	for (size_t i = 0; i < f->c->row_n; i++) {
		const struct comparison_row *row = &f->c->rows[i];

		if (isfinite(row->ratio))
			ends[n++] = farthest(row);
		if (row->verdict == VERDICT_REGRESSED || row->verdict == VERDICT_IMPROVED)
			most = fmax(most, 1.2 * fabs(row->ratio));
	}
	if (n > 0) {
		stats_sort(ends, n);
		f->reach = fmax(f->reach, 1.2 * stats_quantile_sorted(ends, n, .8));
	}
	f->reach = fmax(f->reach, fmin(most, 2 * f->reach));
	trim(f);
	free(ends);
	return 0;
}

static void add_words(struct text *t, const struct comparison_row *row)
{
	struct text words = { 0 };

	compare_add_change(&words, row->ratio);
	text_add(&words, " (");
	compare_add_row_interval(&words, row);
	text_add(&words, ")");
	plotdata_label(t, text_str(&words));
	t->failed = t->failed || words.failed;
	text_free(&words);
}

static double within(const struct forest *f, double x)
{
	return fmax(-f->left, fmin(f->right, x));
}

static void add_row(struct forest *f, const struct comparison_row *row)
{
	struct text *t = isfinite(row->ratio) ? &f->rows : &f->words;

	plotdata_count(t, f->lines++);
	plotdata_label(t, row->label);
	if (!isfinite(row->ratio)) {
		plotdata_label(t, "not compared");
		plotdata_end_row(t);
		return;
	}
	plotdata_count(t, picture_verdict_class(row->verdict));
	plotdata_real(t, within(f, row->ratio));
	plotdata_real(t, within(f, isnan(row->lo) ? row->ratio : row->lo));
	plotdata_real(t, within(f, isnan(row->hi) ? row->ratio : row->hi));
	plotdata_real(t, fmin(log1p(row->theta), f->reach));
	plotdata_count(t, row->lo < -f->left);
	plotdata_count(t, row->hi > f->right);
	add_words(t, row);
	plotdata_end_row(t);
}

static void add_group(struct forest *f, const struct comparison_group *g)
{
	plotdata_count(&f->titles, f->lines++);
	plotdata_label(&f->titles, g->title);
	plotdata_end_row(&f->titles);
	for (size_t i = g->first; i < g->first + g->count; i++)
		add_row(f, &f->c->rows[i]);
}

/* Files that are empty would be errors to gnuplot: a row of missing values stands in. */
static int write_part(const struct picture_job *job, const char *name, struct text *t)
{
	if (t->length == 0)
		text_add(t, "-1000\t \t0\t-\t-\t-\t-\t0\t0\t \n");
	return plotdata_write(job->dir, name, t);
}

/* Which set of marks suits the scale: forest.gp has them. */
static unsigned marks_for(double reach)
{
	static const double most[] = { .07, .16, .45, 1.2 };
	unsigned i = 0;

	while (i < sizeof(most) / sizeof(most[0]) && reach > most[i])
		i++;
	return i;
}

static const char exact_caption[] =
	"Each point is a case's change from A to B, both of them exact: nothing scatters, so there are no "
	"intervals. Right of the line in the middle the path is longer, REGRESSED, left of it shorter, IMPROVED; "
	"on it equal, SAME. In brackets the difference in instructions. Distances are logarithmic.";
static const char measured_caption[] =
	"Each point is a case's change from A to B, with its interval; right of the line in the middle is dearer. "
	"The grey band is θ, the least change that counts as one for that case: an interval wholly to the right of "
	"it is REGRESSED, wholly to the left IMPROVED, wholly inside SAME, anything else INCONCLUSIVE; so is what "
	"the notes of the table hold back, because most of it was disturbed or it may be chance. Distances are "
	"logarithmic, so that twice as dear lies as far from the middle as half as dear. Arrows: the interval "
	"reaches further.";

static int write_forest(struct picture_job *job, const struct picture *picture)
{
	struct forest f = { .c = job->data };
	struct text scale = { 0 };
	int rc = choose_reach(&f);

	(void)picture;
	for (size_t i = 0; !rc && i + 1 < f.c->group_n; i++)
		add_group(&f, &f.c->groups[i]);
	plotdata_real(&scale, -f.left);
	plotdata_real(&scale, f.right);
	plotdata_end_row(&scale);
	if (!rc)
		rc = write_part(job, "rows.tsv", &f.rows);
	if (!rc)
		rc = write_part(job, "titles.tsv", &f.titles);
	if (!rc)
		rc = write_part(job, "words.tsv", &f.words);
	if (!rc)
		rc = plotdata_write(job->dir, "scale.tsv", &scale);
	text_add(&job->caption, f.c->way == COMPARISON_EXACT ? exact_caption : measured_caption);
	text_addf(&job->settings, "lines = %zu; marks = %u; ", f.lines, marks_for(f.reach));
	text_free(&f.rows);
	text_free(&f.titles);
	text_free(&f.words);
	text_free(&scale);
	return rc ? rc : f.lines == 0;
}

const struct picture picture_forest = {
	.name = "forest",
	.script = "forest.gp",
	.title = "Change of every case",
	.write = write_forest,
};
