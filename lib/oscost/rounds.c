/* The loop over rounds and cases. */
#include "rounds.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "job.h"
#include "precision.h"
#include "progress.h"
#include "spawn.h"
#include "stats/stats.h"

/* A disturbed process is measured again at most this often, and all of a run's at most one in four. */
#define TRIES 3
#define RERUN_SHARE 4
/* A case that fails this often is given up. */
#define FAILURES 3
/* Where counting needs processes of its own: in every so manieth round. */
#define COUNT_EVERY 3

struct loop {
	const struct rounds_setup *setup;
	const struct catalog *catalog;
	struct record_run *run;
	struct rounds_result *result;
	struct record_appender files;
	struct progress progress;
	unsigned *failures; /* by job */
	bool *over;	    /* by job: skipped or given up */
	double *rate;	    /* core cycles per tick, one a process */
	size_t rates, rate_capacity;
	double timed_ticks;
	bool stopped;
};

static void set_all(struct loop *l, const struct catalog_job *job, const char *status, const char *reason)
{
	for (uint32_t i = job->first; i < job->first + job->count; i++)
		record_set_status(l->run, i, status, reason ? reason : l->run->cases[i].reason);
}

static void note_rate(struct loop *l, double rate)
{
	if (isnan(rate) || rate <= 0)
		return;
	if (l->rates == l->rate_capacity) {
		size_t capacity = l->rate_capacity ? 2 * l->rate_capacity : 256;
		double *more = realloc(l->rate, capacity * sizeof(*more));

		if (!more)
			return;
		l->rate = more;
		l->rate_capacity = capacity;
	}
	l->rate[l->rates++] = rate;
}

static void note_failure(struct loop *l, size_t index, const char *reason)
{
	const struct catalog_job *job = &l->catalog->job[index];

	progress_clear(&l->progress);
	if (l->failures[index] == 0)
		progress_say(&l->progress, job->run, job->param, reason);
	if (++l->failures[index] < FAILURES && l->result->rounds > 0)
		return;
	l->over[index] = true;
	set_all(l, job, "FAILED", reason);
}

static void take_outcome(struct loop *l, size_t index, const struct job_outcome *outcome)
{
	l->timed_ticks += outcome->timed_ticks;
	l->result->processes++;
	note_rate(l, outcome->cycles_per_tick);
	if (outcome->end == JOB_STOPPED)
		l->stopped = true;
	if (outcome->end == JOB_FAILED)
		note_failure(l, index, outcome->reason);
	/* What an earlier round could measure may come again. */
	if (outcome->end == JOB_SKIPPED && (l->result->rounds == 0 || ++l->failures[index] >= FAILURES)) {
		l->over[index] = true;
		if (l->result->rounds == 0)
			set_all(l, &l->catalog->job[index], "SKIPPED", NULL);
	}
}

static int measure_job(struct loop *l, size_t index, uint32_t round, bool counted)
{
	const struct catalog_job *job = &l->catalog->job[index];
	struct job_request request = { .setup = l->setup, .job = job, .round = round, .counted = counted };
	struct job_outcome outcome;
	int bad;

	for (int attempt = 1;; attempt++) {
		request.process = (uint32_t)l->result->processes + 1;
		request.last_try = attempt == TRIES ||
				   l->result->reruns >= 5 + l->result->processes / RERUN_SHARE;
		bad = job_measure(&request, l->run, &outcome);
		if (bad)
			return bad;
		take_outcome(l, index, &outcome);
		if (outcome.end != JOB_DISTURBED || l->stopped)
			return 0;
		l->result->reruns++;
		for (uint32_t i = job->first; i < job->first + job->count; i++)
			l->run->cases[i].reruns++;
	}
}

static int measure_round(struct loop *l, uint32_t round, size_t *order, struct stats_rng *rng)
{
	bool count = l->setup->counting == ROUNDS_COUNT_APART && (round - 1) % COUNT_EVERY == 0;
	int bad = 0;

	for (size_t i = 0; i < l->catalog->count; i++)
		order[i] = i;
	stats_rng_shuffle(rng, order, l->catalog->count);
	for (size_t i = 0; i < l->catalog->count && !bad && !l->stopped; i++) {
		progress_show(&l->progress, round, i, l->catalog->count);
		if (!l->over[order[i]])
			bad = measure_job(l, order[i], round, false);
		if (count && !bad && !l->stopped && !l->over[order[i]])
			bad = measure_job(l, order[i], round, true);
		if (spawn_stopped())
			l->stopped = true;
	}
	return bad;
}

static double seconds_since(uint64_t start_ns)
{
	return (double)(clock_raw_ns() - start_ns) / 1e9;
}

static bool all_over(const struct loop *l)
{
	for (size_t i = 0; i < l->catalog->count; i++)
		if (!l->over[i])
			return false;
	return true;
}

/* Never because something became significant: only for precision, time and the plan's numbers. */
static bool another_round(const struct loop *l, double elapsed_s)
{
	const struct plan *plan = &l->setup->plan;
	uint32_t done = l->result->rounds;

	if (l->stopped || all_over(l) || done >= plan->rounds_most)
		return false;
	if (done < plan->rounds_least)
		return true;
	return elapsed_s * (done + 1) / done < plan->budget_s &&
	       precision_worst(l->run) > plan->precision;
}

static int all_rounds(struct loop *l, struct record_error *err)
{
	size_t *order = calloc(l->catalog->count, sizeof(*order));
	uint64_t start_ns = clock_raw_ns();
	struct stats_rng rng;
	int bad = order ? 0 : -ENOMEM;

	stats_rng_seed(&rng, l->setup->seed);
	while (!bad && another_round(l, seconds_since(start_ns))) {
		bad = measure_round(l, l->result->rounds + 1, order, &rng);
		if (!bad)
			bad = record_append_round(&l->files, l->run, err);
		if (!bad && !l->stopped)
			l->result->rounds++;
	}
	l->result->elapsed_s = seconds_since(start_ns);
	progress_clear(&l->progress);
	free(order);
	return bad;
}

/* A case whose every process left it out for a reason, and which has no sample. */
static void settle_skips(struct loop *l)
{
	bool *seen = calloc(l->run->case_n, sizeof(*seen));

	for (size_t i = 0; seen && i < l->run->sample_n; i++)
		seen[l->run->samples[i].case_index] = true;
	for (uint32_t i = 0; seen && i < l->run->case_n; i++) {
		const struct record_case *c = &l->run->cases[i];

		if (strcmp(c->status, "ok") != 0)
			continue;
		if (!seen[i])
			record_set_status(l->run, i, "SKIPPED",
					  c->reason ? c->reason : "the run ended before it was its turn");
		else if (c->reason)
			record_set_status(l->run, i, "ok", NULL);
	}
	free(seen);
}

static void finish(struct loop *l)
{
	l->result->timed_s = l->timed_ticks * l->setup->clock.ns_per_tick / 1e9;
	l->result->core_hz = NAN;
	if (l->rates) {
		stats_sort(l->rate, l->rates);
		l->result->core_hz =
			stats_median_sorted(l->rate, l->rates) * 1e9 / l->setup->clock.ns_per_tick;
	}
	settle_skips(l);
}

int rounds_run(const struct rounds_setup *setup, const struct catalog *catalog, const char *dir,
	       struct record_run *run, struct rounds_result *result, struct record_error *err)
{
	struct loop l = { .setup = setup, .catalog = catalog, .run = run, .result = result };
	int bad, closed;

	memset(result, 0, sizeof(*result));
	l.failures = calloc(catalog->count, sizeof(*l.failures));
	l.over = calloc(catalog->count, sizeof(*l.over));
	progress_start(&l.progress, setup->plan.rounds_least);
	bad = l.failures && l.over ? record_open_samples(&l.files, dir, run, err)
				   : record_fail(err, -ENOMEM, "no memory");
	if (!bad) {
		bad = all_rounds(&l, err);
		closed = record_close(&l.files, bad ? NULL : err);
		bad = bad ? bad : closed;
		finish(&l);
	}
	free(l.failures);
	free(l.over);
	free(l.rate);
	return bad;
}
