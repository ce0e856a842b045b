/* Picture: time of the fixed work against signals per operation; its slope is one timer interrupt.
 */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "picture.h"
#include "plotdata.h"
#include "stats/stats.h"

#define CASE "timer.preempt"
#define SLOPE "timer.interrupt.signal"
#define PER 1000 /* operations: signals of one are a small fraction */

struct points {
	double *signals, *ns;
	size_t n;
};

static bool is_point(const struct counted_process *p)
{
	return isfinite(p->signals) && isfinite(p->median[COUNTED_TIME]);
}

/* The rows of each rate, and all points for the line. */
static int add_points(struct picture_job *job, struct points *points, struct text *t, size_t *rates)
{
	const struct view *view = job->source->view;
	size_t most = 0;

	for (size_t i = 0; i < job->source->run->case_n; i++)
		most += job->source->counted->cases[i].process_n;
	points->signals = malloc((most + 1) * sizeof(double));
	points->ns = malloc((most + 1) * sizeof(double));
	if (!points->signals || !points->ns)
		return -ENOMEM;
	for (size_t i = 0; i < view->row_n; i++) {
		const struct counted_case *c = picture_case(job->source, &view->rows[i]);

		if (!c || strcmp(view->rows[i].figure->name, CASE) != 0 ||
		    !view_has_figures(&view->rows[i]))
			continue;
		plotdata_label(t, view->rows[i].label + strlen(CASE) + (c->c->param ? 1 : 0));
		plotdata_end_row(t);
		for (size_t p = 0; p < c->process_n; p++) {
			if (!is_point(&c->processes[p]))
				continue;
			points->signals[points->n] = c->processes[p].signals;
			points->ns[points->n] = c->processes[p].median[COUNTED_TIME];
			plotdata_real(t, points->signals[points->n] * PER);
			plotdata_real(t, points->ns[points->n] / 1e3);
			plotdata_end_row(t);
			points->n++;
		}
		plotdata_end_block(t);
		(*rates)++;
	}
	return 0;
}

/* The slope of the table, so that picture and table agree; the line goes through the middle point.
 */
static void add_line(struct picture_job *job, const struct points *points, struct text *t,
		     struct text *word)
{
	const struct record_summary_row *row =
		record_find_summary_row(job->source->summary, SLOPE, NULL, "time", "ns");
	double most = 0, slope, intercept, *rest = malloc((points->n + 1) * sizeof(*rest));
	struct text words = { 0 };

	if (rest && row && isfinite(row->median)) {
		slope = row->median;
		for (size_t i = 0; i < points->n; i++)
			rest[i] = points->ns[i] - slope * points->signals[i];
		intercept = stats_median(rest, points->n);
		text_add(&words, "slope: ");
		unit_add_value(&words, slope, "ns");
		text_add(&words, " a signal");
		for (size_t i = 0; i < points->n; i++)
			most = fmax(most, points->signals[i]);
		plotdata_real(t, 0);
		plotdata_real(t, intercept / 1e3);
		plotdata_end_row(t);
		plotdata_real(t, most * PER);
		plotdata_real(t, (intercept + slope * most) / 1e3);
		plotdata_end_row(t);
		plotdata_real(word, most / 2 * PER);
		plotdata_real(word, (intercept + slope * most / 2) / 1e3);
		plotdata_label(word, text_str(&words));
		plotdata_end_row(word);
	} else {
		text_add(&job->caption, "The line is missing: too few rates have figures for a slope.");
		text_add(t, "-\t-\n");
		text_add(word, "-\t-\t \n");
	}
	free(rest);
	text_free(&words);
}

static int write_preempt(struct picture_job *job, const struct picture *picture)
{
	struct points points = { 0 };
	struct text t = { 0 }, line = { 0 }, word = { 0 };
	size_t rates = 0;
	int err = add_points(job, &points, &t, &rates);

	(void)picture;
	if (!err && (rates < 2 || points.n < 2))
		err = 1;
	if (!err)
		add_line(job, &points, &line, &word);
	if (!err)
		err = plotdata_write(job->dir, "points.tsv", &t);
	if (!err)
		err = plotdata_write(job->dir, "line.tsv", &line);
	if (!err)
		err = plotdata_write(job->dir, "word.tsv", &word);
	text_addf(&job->settings, "rates = %zu; ", rates);
	free(points.signals);
	free(points.ns);
	text_free(&t);
	text_free(&line);
	text_free(&word);
	return err;
}

const struct picture picture_preempt = {
	.name = "preempt",
	.script = "preempt.gp",
	.title = "The cost of one timer interrupt with its signal",
	.caption = "The same fixed work under interval timers of several rates, one point a "
		   "process. Each "
		   "signal makes the work longer by one interrupt, its handler and the way back; "
		   "the slope "
		   "is that of " SLOPE " in the table.",
	.write = write_preempt,
};
