/* Picture: how the samples of every case spread around its median, all on one scale. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "picture.h"
#include "plotdata.h"
#include "stats/stats.h"

enum {
	BINS = 110
};

struct spread {
	const struct picture_source *source;
	double lo, hi; /* scale: percent off the median */
	struct text curves, rows, groups;
	size_t lines;
};

static bool is_drawn(const struct view_row *row)
{
	return row->info && view_has_figures(row) && row->figure->median > 0;
}

static double percent_off(double x, double median)
{
	return 100 * (x / median - 1);
}

/* How far the middle 90% of a case reach below and above its median, in percent. */
static int middle(const struct picture_source *source, const struct view_row *row, double *below,
		  double *above)
{
	double *sorted;
	size_t n;
	int err = picture_sorted(picture_case(source, row), COUNTED_TIME, &sorted, &n);

	if (err)
		return err;
	*below = -percent_off(stats_quantile_sorted(sorted, n, .05), row->figure->median);
	*above = percent_off(stats_quantile_sorted(sorted, n, .95), row->figure->median);
	free(sorted);
	return 0;
}

/*
 * Wide enough for the middle 90% of every stable case, but not so wide for a wild one that the
 * others shrink to a line: four times what half of the cases need. Rows say how much of them lies
 * outside.
 */
static int choose_scale(struct spread *s)
{
	const struct view *view = s->source->view;
	double *low = calloc(view->row_n + 1, sizeof(*low));
	double *high = calloc(view->row_n + 1, sizeof(*high));
	int err = low && high ? 0 : -ENOMEM;
	size_t n = 0, drawn = 0;

	for (size_t i = 0; !err && i < view->row_n; i++) {
		if (!is_drawn(&view->rows[i]))
			continue;
		drawn++;
		if (!view_unstable(&view->rows[i]))
			err = middle(s->source, &view->rows[i], &low[n], &high[n]);
		n += !view_unstable(&view->rows[i]);
	}
	s->lo = s->hi = 2;
	if (!err && n > 0) {
		stats_sort(low, n);
		stats_sort(high, n);
		s->lo = fmax(2, 1.3 * fmin(low[n - 1], 4 * stats_median_sorted(low, n)));
		s->hi = fmax(2, 1.3 * fmin(high[n - 1], 4 * stats_median_sorted(high, n)));
	}
	s->lo = -fmin(s->lo, 80);
	s->hi = fmin(s->hi, 300);
	free(low);
	free(high);
	return err ? err : drawn == 0;
}

static void count_bins(const struct spread *s, const double *sorted, size_t n, double median,
		       size_t counts[BINS], size_t *below, size_t *above)
{
	double width = (s->hi - s->lo) / BINS;

	for (size_t i = 0; i < n; i++) {
		double off = percent_off(sorted[i], median);
		double bin = floor((off - s->lo) / width);

		if (off < s->lo)
			(*below)++;
		else if (bin >= 0 && bin < BINS)
			counts[(size_t)bin]++;
		else
			(*above)++;
	}
}

static void add_curve(struct spread *s, const size_t counts[BINS])
{
	double width = (s->hi - s->lo) / BINS;
	size_t most = 1;

	for (size_t i = 0; i < BINS; i++)
		most = counts[i] > most ? counts[i] : most;
	for (size_t i = 0; i < BINS; i++) {
		for (int edge = 0; edge < 2; edge++) {
			plotdata_real(&s->curves, s->lo + (double)(i + (size_t)edge) * width);
			plotdata_count(&s->curves, s->lines);
			plotdata_real(&s->curves,
				      (double)s->lines - .82 * (double)counts[i] / (double)most);
			plotdata_end_row(&s->curves);
		}
	}
	plotdata_end_block(&s->curves);
}

static void add_share(struct text *t, size_t part, size_t n)
{
	struct text label = { 0 };

	if (part > 0)
		text_addf(&label, "%.*f%%", 100 * part < n ? 1 : 0, 100 * (double)part / (double)n);
	plotdata_label(t, text_str(&label));
	text_free(&label);
}

static int add_case(struct spread *s, const struct view_row *row)
{
	size_t counts[BINS] = { 0 }, below = 0, above = 0, n;
	double *sorted;
	int err = picture_sorted(picture_case(s->source, row), COUNTED_TIME, &sorted, &n);

	if (err)
		return err;
	count_bins(s, sorted, n, row->figure->median, counts, &below, &above);
	free(sorted);
	add_curve(s, counts);
	plotdata_count(&s->rows, s->lines);
	plotdata_label(&s->rows, row->label);
	add_share(&s->rows, below, n);
	add_share(&s->rows, above, n);
	plotdata_end_row(&s->rows);
	text_addf(&s->groups, "%zu ", s->source->view->groups[row->group].color);
	s->lines++;
	return 0;
}

static int write_spread(struct picture_job *job, const struct picture *picture)
{
	struct spread s = { .source = job->source };
	struct text scale = { 0 };
	int err = choose_scale(&s);

	(void)picture;
	for (size_t i = 0; !err && i < job->source->view->row_n; i++)
		if (is_drawn(&job->source->view->rows[i]))
			err = add_case(&s, &job->source->view->rows[i]);
	plotdata_real(&scale, s.lo);
	plotdata_end_row(&scale);
	plotdata_real(&scale, s.hi);
	plotdata_end_row(&scale);
	if (!err)
		err = plotdata_write(job->dir, "curves.tsv", &s.curves);
	if (!err)
		err = plotdata_write(job->dir, "rows.tsv", &s.rows);
	if (!err)
		err = plotdata_write(job->dir, "scale.tsv", &scale);
	text_addf(&job->settings, "lines = %zu; groups = '%s'; ", s.lines, text_str(&s.groups));
	text_free(&s.curves);
	text_free(&s.rows);
	text_free(&s.groups);
	text_free(&scale);
	return err;
}

const struct picture picture_spread = {
	.name = "spread",
	.samples = true,
	.script = "spread.gp",
	.title = "How far samples lie from the median",
	.caption =
		"One row is the histogram of all samples of a case, as percent above or below the "
		"case's median, each as high as its fullest bin. All rows have the same scale; "
		"numbers "
		"at the edges say how much of a case lies beyond it.",
	.write = write_spread,
};
