/* Pictures: interruptions of user code, how long they are and when they come; the tick's apart. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "picture.h"
#include "plotdata.h"
#include "stats/stats.h"

enum {
	BINS = 120
};

#define WINDOW_NS 2e8 /* of the timeline */

struct kind {
	bool tick;
	const char *name;
	double *sorted; /* ns */
	size_t n;
};

static int collect(const struct record_run *run, struct kind *k)
{
	k->sorted = malloc((run->gap_n + 1) * sizeof(*k->sorted));
	if (!k->sorted)
		return -ENOMEM;
	for (size_t i = 0; i < run->gap_n; i++)
		if (run->gaps[i].tick == k->tick && run->gaps[i].ns > 0)
			k->sorted[k->n++] = run->gaps[i].ns;
	stats_sort(k->sorted, k->n);
	return 0;
}

/* Bins of equal ratio, so that short and long gaps are told apart alike. Only those that are
 * filled. Returns how many gaps the fullest has. */
static size_t add_bins(struct text *t, const struct kind *k, double least, double most)
{
	size_t counts[BINS] = { 0 }, fullest = 0;
	double ratio = log(most / least) / BINS;

	for (size_t i = 0; i < k->n; i++) {
		double bin = floor(log(k->sorted[i] / least) / ratio);

		counts[(size_t)fmax(0, fmin(BINS - 1, bin))]++;
	}
	for (size_t i = 0; i < BINS; i++) {
		if (counts[i] == 0)
			continue;
		fullest = counts[i] > fullest ? counts[i] : fullest;
		plotdata_real(t, least * exp(ratio * (double)i));
		plotdata_real(t, least * exp(ratio * (double)(i + 1)));
		plotdata_count(t, counts[i]);
		plotdata_end_row(t);
	}
	if (k->n == 0)
		text_add(t, "-\t-\t-\n");
	return fullest;
}

static void add_words(struct text *t, const struct kind *k)
{
	struct text words = { 0 };

	text_addf(&words, "%s: %zu", k->name, k->n);
	if (k->n > 0) {
		text_add(&words, ", median ");
		unit_add_value(&words, stats_median_sorted(k->sorted, k->n), "ns");
		text_add(&words, ", longest ");
		unit_add_value(&words, k->sorted[k->n - 1], "ns");
	}
	plotdata_label(t, text_str(&words));
	plotdata_end_row(t);
	text_free(&words);
}

static int write_kinds(struct picture_job *job, const struct kind kinds[2])
{
	static const char *const files[2][2] = { { "bins-1.tsv", "words-1.tsv" },
						 { "bins-2.tsv", "words-2.tsv" } };
	double least = INFINITY, most = 0;
	struct text t = { 0 };
	size_t fullest = 0;
	int err = 0;

	for (int i = 0; i < 2; i++) {
		if (kinds[i].n == 0)
			continue;
		least = fmin(least, kinds[i].sorted[0]);
		most = fmax(most, kinds[i].sorted[kinds[i].n - 1]);
	}
	if (most <= least)
		most = least * 1.1;
	for (int i = 0; !err && i < 2; i++) {
		size_t n = add_bins(&t, &kinds[i], least, most);

		fullest = n > fullest ? n : fullest;
		err = plotdata_write(job->dir, files[i][0], &t);
		add_words(&t, &kinds[i]);
		if (!err)
			err = plotdata_write(job->dir, files[i][1], &t);
	}
	text_addf(&job->settings, "fullest = %zu; ", fullest);
	plotdata_real(&t, least * .9);
	text_add_char(&t, '\n');
	plotdata_real(&t, most * 1.1);
	plotdata_end_row(&t);
	if (!err)
		err = plotdata_write(job->dir, "scale.tsv", &t);
	text_free(&t);
	return err;
}

/* What comes with the tick's period is a tick, unless others had the PU in turns: the table knows. */
static void warn(struct picture_job *job)
{
	const struct record_summary_row *tick =
		record_find_summary_row(job->source->summary, "timer.tick.cost", NULL, "time", "ns");

	if (tick && strcmp(tick->status, "INVALID") == 0)
		text_add(&job->caption, "The ticks' figures are INVALID in this run: what is drawn as ticks has other "
					"things among it, such as turns of other processes. ");
}

static int write_gaps(struct picture_job *job, const struct picture *picture)
{
	struct kind kinds[2] = { { .tick = true, .name = "timer ticks" },
				 { .tick = false, .name = "other interruptions" } };
	int err;

	(void)picture;
	warn(job);
	err = collect(job->source->run, &kinds[0]);
	if (!err)
		err = collect(job->source->run, &kinds[1]);
	if (!err)
		err = kinds[0].n + kinds[1].n == 0 ? 1 : write_kinds(job, kinds);
	free(kinds[0].sorted);
	free(kinds[1].sorted);
	return err;
}

/* The process that saw most ticks. */
static uint32_t choose_process(const struct record_run *run)
{
	uint32_t best = 0;
	size_t best_n = 0;

	for (size_t i = 0; i < run->gap_n;) {
		size_t end = i, ticks = 0;

		for (; end < run->gap_n && run->gaps[end].process == run->gaps[i].process; end++)
			ticks += run->gaps[end].tick;
		if (best == 0 || ticks > best_n) {
			best = run->gaps[i].process;
			best_n = ticks;
		}
		i = end;
	}
	return best;
}

static int write_timeline(struct picture_job *job, const struct picture *picture)
{
	const struct record_run *run = job->source->run;
	uint32_t process = choose_process(run);
	double start = INFINITY;
	struct text t = { 0 };
	uint32_t round = 0;
	int err;

	(void)picture;
	warn(job);
	for (size_t i = 0; i < run->gap_n; i++)
		if (run->gaps[i].process == process)
			start = fmin(start, run->gaps[i].start_ns);
	for (size_t i = 0; i < run->gap_n; i++) {
		const struct record_gap *g = &run->gaps[i];

		if (g->process != process || g->start_ns > start + WINDOW_NS || !(g->ns > 0))
			continue;
		round = g->round;
		plotdata_real(&t, (g->start_ns - start) / 1e6);
		plotdata_real(&t, g->ns);
		plotdata_count(&t, g->tick ? 1 : 0);
		plotdata_end_row(&t);
	}
	if (t.length == 0)
		return 1;
	text_addf(&job->caption, "Drawn is the beginning of process %u, of round %u.", process,
		  round);
	text_addf(&job->settings, "window = %.0f; ", WINDOW_NS / 1e6);
	err = plotdata_write(job->dir, "gaps.tsv", &t);
	text_free(&t);
	return err;
}

const struct picture picture_gaps = {
	.name = "gaps",
	.script = "gaps.gp",
	.title = "Interruptions of a loop in user mode: how long",
	.caption = "Gaps between two readings of the clock that a tight loop takes. What comes "
		   "with the "
		   "period of the timer interrupt and is counted by the kernel as such is a tick; "
		   "the rest "
		   "is something else, such as the host of a virtual machine. Both scales are "
		   "logarithmic.",
	.write = write_gaps,
};

const struct picture picture_timeline = {
	.name = "timeline",
	.script = "timeline.gp",
	.title = "Interruptions of a loop in user mode: when",
	.caption = "The same gaps over time: when each began, and how long it was.",
	.write = write_timeline,
};
