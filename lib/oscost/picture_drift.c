/* Picture: the median of each round against the case's median, a panel for each mechanism. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "picture.h"
#include "plotdata.h"
#include "stats/stats.h"

enum {
	ROUNDS_LEAST = 3,
	LINES_MOST = 6, /* in a panel: more cannot be told apart */
};

struct drift {
	const struct picture_source *source;
	struct text counts; /* lines in each panel */
	size_t panels, rounds, off;
	size_t processes; /* of the case that has most */
	double least;     /* drift that a case needs to be drawn in this panel */
};

static bool is_candidate(const struct picture_source *source, const struct view_row *row)
{
	const struct counted_case *c = picture_case(source, row);

	return c && view_has_figures(row) && row->figure->median > 0 &&
	       c->process_n >= ROUNDS_LEAST && isfinite(row->figure->drift);
}

static bool is_drawn(const struct drift *d, const struct view_row *row)
{
	return is_candidate(d->source, row) && fabs(row->figure->drift) >= d->least;
}

/* So that the cases that drifted most are drawn. */
static int choose_least(struct drift *d, const struct view_group *group)
{
	double *drift = malloc((group->count + 1) * sizeof(*drift));
	size_t n = 0;

	d->least = 0;
	if (!drift)
		return -ENOMEM;
	for (size_t i = 0; i < group->count; i++) {
		const struct view_row *row = &d->source->view->rows[group->first + i];

		if (is_candidate(d->source, row))
			drift[n++] = fabs(row->figure->drift);
	}
	if (n > LINES_MOST) {
		stats_sort(drift, n);
		d->least = drift[n - LINES_MOST];
	}
	free(drift);
	return 0;
}

static double percent_off(const struct counted_case *c, size_t process, const struct view_row *row)
{
	return 100 * (picture_median(c, process, COUNTED_TIME) / row->figure->median - 1);
}

/* What nine rounds of ten of a line keep to; off: scratch space. */
static double spread_of(const struct counted_case *c, const struct view_row *row, double *off)
{
	for (size_t p = 0; p < c->process_n; p++)
		off[p] = fabs(percent_off(c, p, row));
	stats_sort(off, c->process_n);
	return stats_quantile_sorted(off, c->process_n, .9);
}

/* Half the height of the panel in percent: one wild line must not flatten the others. */
static int choose_limit(const struct drift *d, const struct view_group *group, double *limit)
{
	double *off = malloc((d->processes + 1) * sizeof(*off));
	double *spread = malloc((group->count + 1) * sizeof(*spread));
	int err = off && spread ? 0 : -ENOMEM;
	size_t n = 0;

	for (size_t i = 0; !err && i < group->count; i++) {
		const struct view_row *row = &d->source->view->rows[group->first + i];

		if (is_drawn(d, row))
			spread[n++] = spread_of(picture_case(d->source, row), row, off);
	}
	*limit = 2;
	if (n > 0) {
		stats_sort(spread, n);
		*limit = fmax(2, fmin(1.5 * spread[n - 1], 4 * stats_median_sorted(spread, n)));
	}
	free(off);
	free(spread);
	return err;
}

static void add_line(struct drift *d, struct text *t, const struct view_row *row, double limit)
{
	const struct counted_case *c = picture_case(d->source, row);

	plotdata_label(t, row->label);
	plotdata_label(t, row->label);
	plotdata_end_row(t);
	for (size_t p = 0; p < c->process_n; p++) {
		double off = percent_off(c, p, row);

		d->off += fabs(off) > limit;
		d->rounds = c->processes[p].round > d->rounds ? c->processes[p].round : d->rounds;
		plotdata_count(t, c->processes[p].round);
		plotdata_real(t, fmax(-limit, fmin(limit, off)));
		plotdata_end_row(t);
	}
	plotdata_end_block(t);
}

static void add_scale(struct text *t, double limit)
{
	plotdata_real(t, -limit);
	plotdata_end_row(t);
	plotdata_real(t, limit);
	plotdata_end_row(t);
}

static int write_file(const struct picture_job *job, const char *name, size_t panel, struct text *t)
{
	struct text file = { 0 };
	int err;

	text_addf(&file, "%s-%zu.tsv", name, panel);
	err = file.failed ? -ENOMEM : plotdata_write(job->dir, text_str(&file), t);
	text_free(&file);
	return err;
}

static int add_panel(struct picture_job *job, struct drift *d, const struct view_group *group)
{
	struct text lines = { 0 }, title = { 0 }, scale = { 0 };
	size_t count = 0;
	double limit = 0;
	int err = choose_least(d, group);

	if (!err)
		err = choose_limit(d, group, &limit);

	for (size_t i = 0; !err && i < group->count; i++) {
		const struct view_row *row = &d->source->view->rows[group->first + i];

		if (!is_drawn(d, row))
			continue;
		add_line(d, &lines, row, limit);
		count++;
	}
	plotdata_label(&title, group->title);
	plotdata_end_row(&title);
	add_scale(&scale, limit * 1.06);
	if (!err && count > 0) {
		d->panels++;
		text_addf(&d->counts, "%zu ", count);
		err = write_file(job, "lines", d->panels, &lines);
		if (!err)
			err = write_file(job, "title", d->panels, &title);
		if (!err)
			err = write_file(job, "scale", d->panels, &scale);
	}
	text_free(&lines);
	text_free(&title);
	text_free(&scale);
	return err;
}

static int write_drift(struct picture_job *job, const struct picture *picture)
{
	const struct view *view = job->source->view;
	struct drift d = { .source = job->source };
	int err = 0;

	(void)picture;
	for (size_t i = 0; i < job->source->run->case_n; i++)
		if (job->source->counted->cases[i].process_n > d.processes)
			d.processes = job->source->counted->cases[i].process_n;
	for (size_t g = 0; !err && g < view->group_n; g++)
		err = add_panel(job, &d, &view->groups[g]);
	text_addf(&job->settings, "panels = %zu; counts = '%s'; rounds = %zu; ", d.panels,
		  text_str(&d.counts), d.rounds);
	if (d.off > 0)
		text_addf(&job->caption, "%zu point%s off the scale %s drawn at its edge.", d.off,
			  d.off == 1 ? "" : "s", d.off == 1 ? "is" : "are");
	text_free(&d.counts);
	return err ? err : d.panels == 0;
}

const struct picture picture_drift = {
	.name = "drift",
	.script = "drift.gp",
	.title = "Drift over the rounds",
	.caption =
		"The median of each round's process, as percent above or below the case's median; "
		"of each mechanism the six cases that drifted most. "
		"The grey band is ±1%. Lines that climb or fall together mean that the machine "
		"changed "
		"during the run; each panel has its own scale.",
	.write = write_drift,
};
