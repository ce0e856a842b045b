/* Sorts samples by case, round and process, and leaves out the processes that were replaced. */
#include "counted.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "figures.h"
#include "shared.h"
#include "stats/stats.h"

static int compare_numbers(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

static int compare_samples(const void *a, const void *b)
{
	const struct record_sample *x = *(const struct record_sample *const *)a;
	const struct record_sample *y = *(const struct record_sample *const *)b;
	int order = compare_numbers(x->round, y->round);

	if (!order)
		order = compare_numbers(x->process, y->process);
	return order ? order : compare_numbers(x->sample, y->sample);
}

double counted_figure(const struct record_case *c, const struct record_sample *sample,
		      size_t figure)
{
	double ops = (double)sample->ops;

	if (figure == COUNTED_TIME)
		return sample->ns / ops * (c->unit[0] == '%' ? 100 : 1);
	return (figure == COUNTED_CYCLES ? sample->core_cycles
					 : sample->counters[figure - COUNTED_COUNTERS]) /
	       ops;
}

const struct counted_process *counted_find(const struct counted_case *c, uint32_t round)
{
	size_t low = 0, high = c->process_n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (c->processes[middle].round < round)
			low = middle + 1;
		else
			high = middle;
	}
	return low < c->process_n && c->processes[low].round == round ? &c->processes[low] : NULL;
}

static bool is_kind(const struct record_sample *s, enum counted_kind kind)
{
	bool apart = s->disturbed && strcmp(s->disturbed, "counted") == 0;

	return apart == (kind == COUNTED_APART);
}

/* Gives each case its stretch of the one array, in the order of the file. */
static void distribute(const struct record_run *run, enum counted_kind kind, struct counted *counted)
{
	size_t i, at = 0;

	for (i = 0; i < run->sample_n; i++)
		counted->cases[run->samples[i].case_index].sample_n++;
	for (i = 0; i < run->case_n; i++) {
		counted->cases[i].c = &run->cases[i];
		counted->cases[i].samples = counted->samples + at;
		counted->cases[i].processes = counted->processes + at;
		at += counted->cases[i].sample_n;
		counted->cases[i].sample_n = 0;
	}
	for (i = 0; i < run->sample_n; i++) {
		struct counted_case *c = &counted->cases[run->samples[i].case_index];

		if (is_kind(&run->samples[i], kind))
			c->samples[c->sample_n++] = &run->samples[i];
	}
}

static int sort_case(struct counted_case *c, struct record_error *err)
{
	char label[128];
	int sorted = 1;
	size_t i;

	for (i = 1; sorted && i < c->sample_n; i++)
		sorted = compare_samples(&c->samples[i - 1], &c->samples[i]) < 0;
	if (sorted)
		return 0;
	qsort(c->samples, c->sample_n, sizeof(*c->samples), compare_samples);
	for (i = 1; i < c->sample_n; i++) {
		const struct record_sample *s = c->samples[i];

		if (compare_samples(&c->samples[i - 1], &c->samples[i]) == 0)
			return record_fail(
				err, -EBADMSG,
				"samples.tsv: %s has sample %u of process %u in round %u twice",
				record_case_label(c->c, label, sizeof(label)), s->sample,
				s->process, s->round);
	}
	return 0;
}

static size_t process_end(const struct counted_case *c, size_t first)
{
	size_t i = first;

	while (i < c->sample_n && c->samples[i]->round == c->samples[first]->round &&
	       c->samples[i]->process == c->samples[first]->process)
		i++;
	return i;
}

static void add_process(struct counted_case *c, size_t first, size_t end)
{
	c->processes[c->process_n++] = (struct counted_process){
		.round = c->samples[first]->round,
		.process = c->samples[first]->process,
		.first = first,
		.sample_n = end - first,
	};
}

/* Moves the samples that count to the front. Of the processes of one round the last is the one. */
static void drop_replaced(struct counted_case *c)
{
	size_t all = c->sample_n, kept = 0, first, end, i;

	for (first = 0; first < all; first = end) {
		end = process_end(c, first);
		if (end < all && c->samples[end]->round == c->samples[first]->round) {
			c->replaced_n++;
			continue;
		}
		add_process(c, first, end);
		c->processes[c->process_n - 1].first = kept;
		for (i = first; i < end; i++)
			c->samples[kept++] = c->samples[i];
	}
	c->sample_n = kept;
}

static bool is_clean(const struct counted_case *c, const struct counted_process *p, double alone)
{
	return !c->samples[p->first]->disturbed && !shared_core(c->samples + p->first, p->sample_n, alone);
}

/* Leaves out what was disturbed, by causes alone, if enough others remain. */
static void set_aside(struct counted_case *c, double alone)
{
	size_t clean = 0, kept = 0, at = 0, i, k;

	for (i = 0; i < c->process_n; i++)
		clean += is_clean(c, &c->processes[i], alone);
	if (clean < FIGURES_LEAST_PROCESSES || clean == c->process_n) {
		c->unclean_n = c->process_n - clean;
		return;
	}
	c->aside_n = c->process_n - clean;
	for (i = 0; i < c->process_n; i++) {
		struct counted_process p = c->processes[i];

		if (!is_clean(c, &p, alone))
			continue;
		for (k = 0; k < p.sample_n; k++)
			c->samples[at + k] = c->samples[p.first + k];
		p.first = at;
		at += p.sample_n;
		c->processes[kept++] = p;
	}
	c->process_n = kept;
	c->sample_n = at;
}

bool counted_is_disturbed(const struct counted_case *c)
{
	return 2 * c->unclean_n > c->process_n;
}

static void count_signals(const struct counted_case *c, struct counted_process *p)
{
	double signals = 0, ops = 0;
	size_t i;

	for (i = p->first; i < p->first + p->sample_n; i++) {
		if (isnan(c->samples[i]->events[RECORD_SIGNALS]))
			continue;
		signals += c->samples[i]->events[RECORD_SIGNALS];
		ops += (double)c->samples[i]->ops;
	}
	p->signals = ops > 0 ? signals / ops : (double)NAN;
}

static double median_of(const struct counted_case *c, const struct counted_process *p,
			size_t figure, double *work)
{
	size_t i, n = 0;

	for (i = p->first; i < p->first + p->sample_n; i++) {
		double value = counted_figure(c->c, c->samples[i], figure);

		if (!isnan(value))
			work[n++] = value;
	}
	stats_sort(work, n);
	return stats_median_sorted(work, n);
}

static void fill_process(const struct counted_case *c, struct counted_process *p, double *work)
{
	size_t figure;

	for (figure = 0; figure < COUNTED_COUNTERS; figure++)
		p->median[figure] = median_of(c, p, figure, work);
	count_signals(c, p);
}

static int make_cases(struct counted *counted, enum counted_kind kind, double *work,
		      struct record_error *err)
{
	double alone = shared_alone_width(counted->run);
	size_t i, j;
	int rc;

	for (i = 0; i < counted->run->case_n; i++) {
		struct counted_case *c = &counted->cases[i];

		rc = sort_case(c, err);
		if (rc)
			return rc;
		drop_replaced(c);
		if (kind == COUNTED_TIMED)
			set_aside(c, alone);
		for (j = 0; j < c->process_n; j++)
			fill_process(c, &c->processes[j], work);
	}
	return 0;
}

int counted_make(const struct record_run *run, enum counted_kind kind, struct counted *counted,
		 struct record_error *err)
{
	double *work = calloc(run->sample_n + 1, sizeof(*work));
	int rc;

	*counted = (struct counted){
		.run = run,
		.cases = calloc(run->case_n + 1, sizeof(*counted->cases)),
		.samples = calloc(run->sample_n + 1, sizeof(const struct record_sample *)),
		.processes = calloc(run->sample_n + 1, sizeof(*counted->processes)),
	};
	if (work && counted->cases && counted->samples && counted->processes) {
		distribute(run, kind, counted);
		rc = make_cases(counted, kind, work, err);
	} else {
		rc = record_fail(err, -ENOMEM, "samples.tsv: out of memory");
	}
	free(work);
	if (rc)
		counted_free(counted);
	return rc;
}

void counted_free(struct counted *counted)
{
	free(counted->cases);
	free(counted->samples);
	free(counted->processes);
	*counted = (struct counted){ 0 };
}
