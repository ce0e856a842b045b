/* Makes one row of the samples of each process. */
#include "condense.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "counted.h"
#include "proof.h"
#include "shared.h"
#include "stats/stats.h"

/* The process whose row is being made. */
struct row {
	const struct record_run *run;
	const struct counted_case *c;
	const struct counted_process *p;
	double *work; /* as many values as the run has samples */
	double counters[RECORD_COUNTERS_MAX];
};

bool condense_is(const struct record_run *run)
{
	const char *condensed = record_machine_get(run, "run.condensed");

	return condensed && strcmp(condensed, "yes") == 0;
}

static const struct record_sample *sample_of(const struct row *r, size_t i)
{
	return r->c->samples[r->p->first + i];
}

static uint64_t add_capped(uint64_t a, uint64_t b)
{
	return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

/* Of what is known of some samples only: as if the others had been alike. */
struct partial {
	double sum, ops;
};

static void add_partial(struct partial *p, double value, uint64_t ops)
{
	if (isnan(value))
		return;
	p->sum += value;
	p->ops += (double)ops;
}

static double finish_partial(const struct partial *p, uint64_t ops)
{
	if (!(p->ops > 0))
		return (double)NAN;
	return p->ops == (double)ops ? p->sum : p->sum / p->ops * (double)ops;
}

static void sum_up(const struct row *r, struct record_sample *s)
{
	struct partial overhead = { 0 }, events[RECORD_EVENTS] = { { 0 } };

	for (size_t i = 0; i < r->p->sample_n; i++) {
		const struct record_sample *one = sample_of(r, i);

		s->ops = add_capped(s->ops, one->ops);
		s->ticks = add_capped(s->ticks, one->ticks);
		add_partial(&overhead, one->overhead_ticks, one->ops);
		for (size_t e = 0; e < RECORD_EVENTS; e++)
			add_partial(&events[e], one->events[e], one->ops);
	}
	s->overhead_ticks = finish_partial(&overhead, s->ops);
	for (size_t e = 0; e < RECORD_EVENTS; e++)
		s->events[e] = finish_partial(&events[e], s->ops);
}

static double counter_median(const struct row *r, size_t counter)
{
	size_t n = 0;

	for (size_t i = 0; i < r->p->sample_n; i++) {
		double value = counted_figure(r->c->c, sample_of(r, i), COUNTED_COUNTERS + counter);

		if (!isnan(value))
			r->work[n++] = value;
	}
	stats_sort(r->work, n);
	return stats_median_sorted(r->work, n);
}

static void put_medians(struct row *r, struct record_sample *s)
{
	double ops = (double)s->ops;

	s->ns = r->p->median[COUNTED_TIME] * ops / (r->c->c->unit[0] == '%' ? 100 : 1);
	s->core_cycles = r->p->median[COUNTED_CYCLES] * ops;
	for (size_t i = 0; i < r->run->counter_n; i++)
		r->counters[i] = counter_median(r, i) * ops;
}

static int keep(struct record_run *out, const struct row *r, const struct record_sample *s,
		struct record_error *err)
{
	char label[128];
	int bad = record_add_sample(out, s);

	if (!bad)
		return 0;
	return record_fail(err, bad == -ENOMEM ? bad : -EBADMSG,
			   "samples.tsv: %s: process %u in round %u cannot be summed up: %s",
			   record_case_label(r->c->c, label, sizeof(label)), r->p->process, r->p->round,
			   strerror(-bad));
}

/* Each sample is proved by itself. */
static int keep_samples(struct record_run *out, struct row *r, const char *disturbed,
			struct record_error *err)
{
	int bad = 0;

	for (size_t i = 0; !bad && i < r->p->sample_n; i++) {
		struct record_sample s = *sample_of(r, i);

		s.width = (double)NAN;
		s.disturbed = disturbed;
		bad = keep(out, r, &s, err);
	}
	return bad;
}

static int keep_sum(struct record_run *out, struct row *r, const char *disturbed, struct record_error *err)
{
	struct record_sample s = {
		.case_index = sample_of(r, 0)->case_index,
		.round = r->p->round,
		.process = r->p->process,
		.sample = 1,
		.width = (double)NAN,
		.disturbed = disturbed,
		.counters = r->counters,
	};

	sum_up(r, &s);
	put_medians(r, &s);
	return keep(out, r, &s, err);
}

static bool comes_by_time(const struct record_case *c)
{
	struct record_error ignored;
	struct proof_claim claim;

	return proof_parse(c->expected, &claim, &ignored) == 0 && !isnan(claim.signals_hz);
}

/*
 * Without widths the reader of the small run cannot see which cores were shared: where such processes
 * count, `disturbed` says it, so that it judges them as counted_make did.
 */
static const char *disturbed_of(const struct row *r, double alone)
{
	const char *word = sample_of(r, 0)->disturbed;

	if (!word && shared_core(r->c->samples + r->p->first, r->p->sample_n, alone))
		return "shared";
	return word;
}

static int add_kind(const struct record_run *run, enum counted_kind kind, double *work,
		    struct record_run *out, struct record_error *err)
{
	double alone = shared_alone_width(run);
	struct counted counted;
	int bad = counted_make(run, kind, &counted, err);

	if (bad)
		return bad;
	for (size_t i = 0; !bad && i < run->case_n; i++) {
		const struct counted_case *c = &counted.cases[i];
		bool by_time = comes_by_time(c->c);

		for (size_t p = 0; !bad && p < c->process_n; p++) {
			struct row r = { .run = run, .c = c, .p = &c->processes[p], .work = work };
			const char *disturbed = disturbed_of(&r, alone);

			bad = by_time ? keep_samples(out, &r, disturbed, err)
				      : keep_sum(out, &r, disturbed, err);
		}
	}
	counted_free(&counted);
	return bad;
}

static int copy_head(const struct record_run *run, struct record_run *out)
{
	int bad = 0;

	for (size_t i = 0; !bad && i < run->machine_n; i++)
		bad = record_machine_set(out, run->machine[i].key, run->machine[i].value);
	if (!bad)
		bad = record_machine_set(out, "run.condensed", "yes");
	for (size_t i = 0; !bad && i < run->case_n; i++)
		bad = record_add_case(out, &run->cases[i], NULL);
	for (size_t i = 0; !bad && i < run->counter_n; i++)
		bad = record_add_counter(out, run->counters[i]);
	return bad;
}

int condense_run(const struct record_run *run, struct record_run *out, struct record_error *err)
{
	double *work = malloc((run->sample_n + 1) * sizeof(*work));
	int bad;

	*out = (struct record_run){ 0 };
	bad = work ? copy_head(run, out) : -ENOMEM;
	if (bad)
		record_fail(err, bad, "the run cannot be made smaller: %s", strerror(-bad));
	if (!bad)
		bad = add_kind(run, COUNTED_TIMED, work, out, err);
	if (!bad)
		bad = add_kind(run, COUNTED_APART, work, out, err);
	free(work);
	if (bad)
		record_free_run(out);
	return bad;
}

int condense_summary(const struct record_summary *summary, struct record_summary *out)
{
	int bad = 0;

	*out = (struct record_summary){ 0 };
	for (size_t i = 0; !bad && i < summary->row_n; i++) {
		struct record_summary_row row = summary->rows[i];

		if (strcmp(row.metric, "time") != 0)
			continue;
		row.expected = row.observed = row.note = NULL;
		bad = record_add_summary_row(out, &row);
	}
	if (bad)
		record_free_summary(out);
	return bad;
}
