/* Pictures: the samples of one case of each mechanism, process by process, and their histogram. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "picture.h"
#include "plotdata.h"
#include "stats/stats.h"

enum {
	BINS = 60,
	MODES_MOST = 6,
	POINTS_MOST = 1500, /* drawn; the histogram counts all */
};

/* One panel: the case in one unit. */
struct panel {
	const struct counted_case *c;
	const struct record_summary_row *row;
	size_t figure;	  /* COUNTED_TIME or COUNTED_CYCLES */
	double divisor;	  /* of the unit that is shown */
	const char *unit; /* for the axis */
	double *sorted;
	size_t n;
	double lo, hi;	     /* the scale */
	size_t below, above; /* samples off the scale */
};

/* The middle 90% and as much again on either side: far outliers must not flatten the modes. */
static void choose_scale(struct panel *p)
{
	double q05 = stats_quantile_sorted(p->sorted, p->n, .05);
	double q95 = stats_quantile_sorted(p->sorted, p->n, .95);
	double span = q95 > q05 ? q95 - q05 : fabs(q95) * .01 + 1e-9;
	double pad;

	p->lo = fmax(p->sorted[0], q05 - span);
	p->hi = fmin(p->sorted[p->n - 1], q95 + span);
	pad = .04 * (p->hi > p->lo ? p->hi - p->lo : span);
	p->lo -= pad;
	p->hi += pad;
	for (size_t i = 0; i < p->n; i++) {
		p->below += p->sorted[i] < p->lo;
		p->above += p->sorted[i] > p->hi;
	}
}

/* Samples side by side in the order in which they were taken. */
static void add_samples(struct text *t, const struct panel *p)
{
	size_t most = p->c->process_n ? POINTS_MOST / p->c->process_n : 1;

	for (size_t i = 0; i < p->c->process_n; i++) {
		const struct counted_process *process = &p->c->processes[i];
		size_t step = 1 + (process->sample_n - 1) / (most ? most : 1);

		for (size_t k = 0; k < process->sample_n; k += step) {
			double x = counted_figure(p->c->c, p->c->samples[process->first + k],
						  p->figure);
			double at = (double)i + 1 +
				    .7 * (((double)k + .5) / (double)process->sample_n - .5);

			if (!isfinite(x))
				continue;
			plotdata_real(t, at);
			plotdata_real(t, fmin(fmax(x, p->lo), p->hi) / p->divisor);
			plotdata_count(t, x < p->lo ? 1 : x > p->hi ? 2 : 0);
			plotdata_end_row(t);
		}
	}
}

static void add_medians(struct text *t, const struct panel *p)
{
	for (size_t i = 0; i < p->c->process_n; i++) {
		double x = picture_median(p->c, i, p->figure);

		if (!isfinite(x))
			continue;
		plotdata_real(t, (double)i + 1);
		plotdata_real(t, fmin(fmax(x, p->lo), p->hi) / p->divisor);
		plotdata_end_row(t);
	}
}

static void add_bins(struct text *t, const struct panel *p)
{
	size_t counts[BINS] = { 0 };
	double width = (p->hi - p->lo) / BINS;

	for (size_t i = 0; i < p->n; i++) {
		double bin = floor((p->sorted[i] - p->lo) / width);

		if (p->sorted[i] >= p->lo && p->sorted[i] <= p->hi)
			counts[(size_t)fmax(0, fmin(BINS - 1, bin))]++;
	}
	for (size_t i = 0; i < BINS; i++) {
		plotdata_real(t, (p->lo + (double)i * width) / p->divisor);
		plotdata_real(t, (p->lo + (double)(i + 1) * width) / p->divisor);
		plotdata_count(t, counts[i]);
		plotdata_end_row(t);
	}
}

/* Names the modes where there are several. */
static void add_modes(struct text *t, const struct panel *p)
{
	struct stats_mode modes[MODES_MOST];
	size_t n = stats_modes(p->sorted, p->n, modes, MODES_MOST);
	struct unit_scale scale = unit_pick("", modes[0].location / p->divisor, NAN, NAN);

	for (size_t i = 0; n > 1 && i < n && i < MODES_MOST; i++) {
		struct text label = { 0 };

		if (modes[i].location < p->lo || modes[i].location > p->hi)
			continue;
		unit_add(&label, modes[i].location / p->divisor, &scale);
		text_addf(&label, " (%.0f%%)", 100 * modes[i].share);
		plotdata_real(t, modes[i].location / p->divisor);
		plotdata_label(t, text_str(&label));
		plotdata_end_row(t);
		text_free(&label);
	}
}

static int write_file(const struct picture_job *job, const struct panel *p, const char *name,
		      void (*add)(struct text *t, const struct panel *p))
{
	struct text t = { 0 }, file = { 0 };
	int err;

	add(&t, p);
	if (t.length == 0)
		text_add(&t, "-\t-\t-\n");
	text_addf(&file, "%s-%d.tsv", name, p->figure == COUNTED_TIME ? 1 : 2);
	err = file.failed ? -ENOMEM : plotdata_write(job->dir, text_str(&file), &t);
	text_free(&t);
	text_free(&file);
	return err;
}

/* Least and greatest of the scale in two rows, for gnuplot's stats. */
static void add_scale(struct text *t, const struct panel *p)
{
	plotdata_real(t, p->lo / p->divisor);
	plotdata_end_row(t);
	plotdata_real(t, p->hi / p->divisor);
	plotdata_end_row(t);
}

static void add_headline(struct text *t, const struct panel *p)
{
	if (!p->row || !isfinite(p->row->median))
		return;
	plotdata_real(t, p->row->median / p->divisor);
	plotdata_real(t, p->row->lo / p->divisor);
	plotdata_real(t, p->row->hi / p->divisor);
	plotdata_end_row(t);
}

static int write_panel(struct picture_job *job, struct panel *p)
{
	static const struct {
		const char *name;
		void (*add)(struct text *t, const struct panel *p);
	} files[] = {
		{ "samples", add_samples }, { "medians", add_medians },	  { "bins", add_bins },
		{ "modes", add_modes },	    { "headline", add_headline }, { "scale", add_scale },
	};
	int err = picture_sorted(p->c, p->figure, &p->sorted, &p->n);

	if (!err && p->n == 0)
		err = 1;
	if (!err)
		choose_scale(p);
	for (size_t i = 0; !err && i < sizeof(files) / sizeof(files[0]); i++)
		err = write_file(job, p, files[i].name, files[i].add);
	if (!err)
		text_addf(&job->settings, "unit_%d = '%s'; off_%d = %d; ",
			  p->figure == COUNTED_TIME ? 1 : 2, p->unit,
			  p->figure == COUNTED_TIME ? 1 : 2, p->below + p->above > 0);
	if (!err && p->figure == COUNTED_TIME && p->below + p->above > 0)
		text_addf(&job->caption,
			  "%zu of %zu samples lie off the scale and are drawn as "
			  "triangles at its edge.",
			  p->below + p->above, p->n);
	free(p->sorted);
	return err;
}

/* The mechanism's favourite, else its first case that has figures. */
static const struct view_row *choose(const struct view *view, const struct picture *picture)
{
	const struct view_row *found = NULL;
	size_t length = strlen(picture->group);

	for (size_t i = 0; i < view->row_n; i++) {
		const struct view_row *row = &view->rows[i];
		const char *name = row->figure->name;

		if (!row->info || !view_has_figures(row))
			continue;
		if (strcmp(name, picture->favourite) == 0)
			return row;
		if (!found && strncmp(name, picture->group, length) == 0 && name[length] == '.')
			found = row;
	}
	return found;
}

static int write_distribution(struct picture_job *job, const struct picture *picture)
{
	const struct view_row *row = choose(job->source->view, picture);
	struct panel time = { .figure = COUNTED_TIME }, cycles = { .figure = COUNTED_CYCLES };
	struct text title = { 0 };
	int err, cycles_err = 1;

	if (!row)
		return 1;
	time.c = cycles.c = picture_case(job->source, row);
	time.row = row->figure;
	time.divisor = row->scale.divisor;
	time.unit = strcmp(row->figure->unit, "%") == 0 ? "% of the PU" : row->scale.name;
	cycles.row = row->cycles;
	cycles.divisor = row->cycles && row->cycles->median >= 5e4 ? 1e3 : 1;
	cycles.unit = cycles.divisor > 1 ? "thousand core cycles" : "core cycles";
	text_addf(&job->title, "Distribution of %s", row->label);
	plotdata_label(&title, row->label);
	plotdata_end_row(&title);
	err = plotdata_write(job->dir, "title.tsv", &title);
	if (!err)
		err = write_panel(job, &time);
	if (!err && row->cycles)
		cycles_err = write_panel(job, &cycles);
	text_addf(&job->settings, "panels = %d; processes = %zu; ", cycles_err == 0 ? 2 : 1,
		  time.c->process_n);
	text_free(&title);
	return err ? err : cycles_err < 0 ? cycles_err : 0;
}

#define DISTRIBUTION(mechanism, case_name)                                                         \
	{                                                                                          \
		.name = "distribution-" mechanism, .script = "distribution.gp", .samples = true, \
		.title = case_name, .group = mechanism, .favourite = case_name,                    \
		.write = write_distribution,                                                       \
		.caption = "Left: every sample, process by process in the order of the rounds, "   \
			   "with each process's median as a bar; the line is the headline, the "   \
			   "band its 95% interval. Right: how often each value came. Several "     \
			   "humps are modes: more than one typical cost, often because processes " \
			   "differ in their layout in memory."                                     \
	}

const struct picture picture_distributions[] = {
	DISTRIBUTION("syscall", "syscall.getppid"),
	DISTRIBUTION("trap", "trap.fault.anon"),
	DISTRIBUTION("signal", "signal.self"),
	DISTRIBUTION("ctxsw", "ctxsw.pipe.process"),
	DISTRIBUTION("process", "process.fork_exit_wait"),
	DISTRIBUTION("timer", "timer.tick.cost"),
	DISTRIBUTION("sched", "sched.slice.length"),
	{ .name = NULL },
};
