/* An arm of a measurement: its processes, what became of its cases, its files. */
#include "rounds_arm.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "job.h"
#include "stats/stats.h"

/* A disturbed process is measured again at most this often, and all of a run's at most one in four. */
#define TRIES 3
#define RERUN_SHARE 4
/* A case that fails this often is given up. */
#define FAILURES 3

static void set_all(struct rounds_state *s, const struct catalog_job *job, const char *status,
		    const char *reason)
{
	struct record_run *run = s->arm->run;

	for (uint32_t i = job->first; i < job->first + job->count; i++)
		record_set_status(run, i, status, reason ? reason : run->cases[i].reason);
}

static void note_rate(struct rounds_state *s, double rate)
{
	if (isnan(rate) || rate <= 0)
		return;
	if (s->rates == s->rate_capacity) {
		size_t capacity = s->rate_capacity ? 2 * s->rate_capacity : 256;
		double *more = realloc(s->rate, capacity * sizeof(*more));

		if (!more)
			return;
		s->rate = more;
		s->rate_capacity = capacity;
	}
	s->rate[s->rates++] = rate;
}

static void note_failure(struct rounds_state *s, size_t index, const char *reason)
{
	const struct catalog_job *job = &s->catalog->job[index];

	progress_clear(s->progress);
	if (s->failures[index] == 0)
		progress_say(s->progress, job->run, job->param, reason);
	if (++s->failures[index] < FAILURES && s->arm->result.rounds > 0)
		return;
	s->over[index] = true;
	set_all(s, job, "FAILED", reason);
}

static void take_outcome(struct rounds_state *s, size_t index, const struct job_outcome *outcome)
{
	bool first_round = s->arm->result.rounds == 0;

	s->timed_ticks += outcome->timed_ticks;
	s->arm->result.processes++;
	note_rate(s, outcome->cycles_per_tick);
	if (outcome->end == JOB_STOPPED)
		s->stopped = true;
	if (outcome->end == JOB_FAILED)
		note_failure(s, index, outcome->reason);
	/* What an earlier round could measure may come again. */
	if (outcome->end == JOB_SKIPPED && (first_round || ++s->failures[index] >= FAILURES)) {
		s->over[index] = true;
		if (first_round)
			set_all(s, &s->catalog->job[index], "SKIPPED", NULL);
	}
}

static int measure(struct rounds_state *s, size_t index, uint32_t round, bool counted)
{
	const struct catalog_job *job = &s->catalog->job[index];
	struct rounds_result *result = &s->arm->result;
	struct job_request request = { .setup = s->setup, .job = job, .prefix = s->arm->prefix,
				       .round = round, .counted = counted };
	struct job_outcome outcome;
	int bad;

	for (int attempt = 1;; attempt++) {
		request.process = (uint32_t)++*s->started;
		request.last_try = attempt == TRIES ||
				   result->reruns >= 5 + result->processes / RERUN_SHARE;
		bad = job_measure(&request, s->arm->run, &outcome);
		if (bad)
			return bad;
		take_outcome(s, index, &outcome);
		if (outcome.end != JOB_DISTURBED || s->stopped)
			return 0;
		result->reruns++;
		for (uint32_t i = job->first; i < job->first + job->count; i++)
			s->arm->run->cases[i].reruns++;
	}
}

int rounds_arm_measure(struct rounds_state *s, size_t job, uint32_t round, bool counted)
{
	uint64_t start_ns = clock_raw_ns();
	int bad = measure(s, job, round, counted);

	s->spent_ns += clock_raw_ns() - start_ns;
	return bad;
}

int rounds_arm_open(struct rounds_state *s, struct record_error *err)
{
	memset(&s->arm->result, 0, sizeof(s->arm->result));
	s->failures = calloc(s->catalog->count, sizeof(*s->failures));
	s->over = calloc(s->catalog->count, sizeof(*s->over));
	if (!s->failures || !s->over)
		return record_fail(err, -ENOMEM, "no memory");
	return record_open_samples(&s->files, s->arm->dir, s->arm->run, err);
}

int rounds_arm_append(struct rounds_state *s, struct record_error *err)
{
	uint64_t start_ns = clock_raw_ns();
	int bad = record_append_round(&s->files, s->arm->run, err);

	s->spent_ns += clock_raw_ns() - start_ns;
	return bad;
}

/* A case whose every process left it out for a reason, and which has no sample. */
static void settle_skips(struct record_run *run)
{
	bool *seen = calloc(run->case_n, sizeof(*seen));

	for (size_t i = 0; seen && i < run->sample_n; i++)
		seen[run->samples[i].case_index] = true;
	for (uint32_t i = 0; seen && i < run->case_n; i++) {
		const struct record_case *c = &run->cases[i];

		if (strcmp(c->status, "ok") != 0)
			continue;
		if (!seen[i])
			record_set_status(run, i, "SKIPPED",
					  c->reason ? c->reason : "the run ended before it was its turn");
		else if (c->reason)
			record_set_status(run, i, "ok", NULL);
	}
	free(seen);
}

int rounds_arm_close(struct rounds_state *s, struct record_error *err)
{
	struct rounds_result *result = &s->arm->result;
	double ns_per_tick = s->setup->clock.ns_per_tick;

	result->elapsed_s = (double)s->spent_ns / 1e9;
	result->timed_s = s->timed_ticks * ns_per_tick / 1e9;
	result->core_hz = NAN;
	if (s->rates) {
		stats_sort(s->rate, s->rates);
		result->core_hz = stats_median_sorted(s->rate, s->rates) * 1e9 / ns_per_tick;
	}
	settle_skips(s->arm->run);
	return record_close(&s->files, err);
}

void rounds_arm_free(struct rounds_state *s)
{
	free(s->failures);
	free(s->over);
	free(s->rate);
}
