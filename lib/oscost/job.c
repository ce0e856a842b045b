/* Runs one benchmark process and takes what it says into the run. */
#include "job.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "disturb.h"
#include "spawn.h"
#include "wire_read.h"

/* What one process said, before it is known whether all of it can be used. */
struct hearing {
	const struct job_request *request;
	struct record_run *run;
	struct job_outcome *outcome;
	struct wire_sample *sample;
	size_t samples, capacity;
	struct record_gap *gap;
	size_t gaps, gap_capacity;
	double involuntary;
	size_t skipped;
	int bad; /* -ENOMEM */
};

static void start_process(const struct job_request *q, struct spawn_result *result, int *bad)
{
	char number[5][32];
	const struct rounds_setup *s = q->setup;
	char *argv[24];
	size_t n = 0;
	struct spawn_request request = { .prefix = q->prefix, .argv = argv, .cpu = s->cpu };

	/* A count needs fewer samples than a time. */
	snprintf(number[0], sizeof(number[0]), "%u", q->counted ? s->plan.samples / 5 + 1 : s->plan.samples);
	snprintf(number[1], sizeof(number[1]), "%" PRIu64, s->plan.sample_ns);
	snprintf(number[2], sizeof(number[2]), "%" PRIu64, s->seed * 2654435761u + q->process);
	snprintf(number[3], sizeof(number[3]), "%.17g", s->clock.ns_per_tick);
	snprintf(number[4], sizeof(number[4]), "%d,%d,%d", s->other_pu[MACHINE_SAME_CORE],
		 s->other_pu[MACHINE_SAME_LLC], s->other_pu[MACHINE_OTHER_PACKAGE]);
	argv[n++] = q->job->program;
	argv[n++] = (char *)"--case";
	argv[n++] = q->job->run;
	if (q->job->param) {
		argv[n++] = (char *)"--param";
		argv[n++] = q->job->param;
	}
	argv[n++] = (char *)"--samples";
	argv[n++] = number[0];
	argv[n++] = (char *)"--sample-ns";
	argv[n++] = number[1];
	argv[n++] = (char *)"--seed";
	argv[n++] = number[2];
	argv[n++] = (char *)"--ns-per-tick";
	argv[n++] = number[3];
	argv[n++] = (char *)"--clock";
	argv[n++] = (char *)clock_name(clock_source);
	argv[n++] = (char *)"--other-pus";
	argv[n++] = number[4];
	argv[n] = NULL;
	if (s->counting == ROUNDS_COUNT_PU) {
		request.counters = s->counters;
		request.counter_fds = s->counter_fds;
	} else if (q->counted) {
		request.counters = s->counters;
	}
	request.limit_ns = plan_process_limit_ns(&s->plan, q->job);
	*bad = spawn_run(&request, result);
}

static int find_case(const struct hearing *h, const char *name)
{
	const struct catalog_job *job = h->request->job;

	for (uint32_t i = job->first; i < job->first + job->count; i++)
		if (strcmp(h->run->cases[i].name, name) == 0)
			return (int)i;
	return -1;
}

/* Room for one more element; the array moves. NULL: no memory. */
static void *more_room(void *array, size_t count, size_t *capacity, size_t size)
{
	size_t wanted = *capacity ? 2 * *capacity : 64;

	if (count < *capacity)
		return array;
	void *moved = realloc(array, wanted * size);

	if (moved)
		*capacity = wanted;
	return moved;
}

static int hear_sample(struct hearing *h, const struct wire_line *line, struct record_error *err)
{
	struct wire_sample *room = more_room(h->sample, h->samples, &h->capacity, sizeof(*room));

	if (!room)
		return h->bad = -ENOMEM;
	h->sample = room;
	if (wire_parse_sample(line, &room[h->samples], err) != 0)
		return -EBADMSG;
	h->samples++;
	return 0;
}

static int hear_gap(struct hearing *h, const struct wire_line *line, struct record_error *err)
{
	struct record_gap *room = more_room(h->gap, h->gaps, &h->gap_capacity, sizeof(*room));
	double start, ticks, scale = h->request->setup->clock.ns_per_tick;
	int is_tick;

	if (!room)
		return h->bad = -ENOMEM;
	h->gap = room;
	if (wire_parse_gap(line, &is_tick, &start, &ticks, err) != 0)
		return -EBADMSG;
	room[h->gaps++] = (struct record_gap){ h->request->round, h->request->process, is_tick != 0,
					       start * scale, ticks * scale };
	return 0;
}

/* A figure that one process cannot give may still come from another: only the reason is kept for now. */
static int hear_skip(struct hearing *h, const struct wire_line *line)
{
	int index = line->n == 3 ? find_case(h, line->field[1]) : -1;

	if (line->n == 3)
		h->skipped++;
	if (index < 0)
		return 0;
	return h->bad = record_set_status(h->run, (uint32_t)index, h->run->cases[index].status,
					  line->field[2]);
}

static int hear_line(struct hearing *h, const struct wire_line *line, struct record_error *err)
{
	const char *word = line->field[0];

	if (strcmp(word, "sample") == 0)
		return hear_sample(h, line, err);
	if (strcmp(word, "gap") == 0)
		return hear_gap(h, line, err);
	if (strcmp(word, "skip") == 0)
		return hear_skip(h, line);
	if (strcmp(word, "process") == 0)
		return wire_parse_process(line, &h->outcome->timed_ticks, &h->involuntary, err);
	if (strcmp(word, "error") == 0)
		return record_fail(err, -EIO, "%s", line->n > 2 ? line->field[2] : "it failed without a reason");
	return record_fail(err, -EBADMSG, "line %zu of what the benchmark said: unknown word", line->number);
}

static int hear(struct hearing *h, char *output, size_t size, struct record_error *err)
{
	struct wire_line line = { .n = 0 };
	int more, bad = 0;

	if (wire_check(output, size, h->request->prefix != NULL, err) != 0)
		return -EBADMSG;
	while ((more = wire_next(&output, &line, err)) == 1)
		if ((bad = hear_line(h, &line, err)) != 0)
			return bad;
	return more;
}

static const char *judge(const struct hearing *h, const struct disturb_reading *before,
			 const struct disturb_reading *after, const struct spawn_result *ended)
{
	const struct record_case *c = &h->run->cases[h->request->job->first];
	struct disturb_process p = {
		.elapsed_ns = ended->elapsed_ns,
		.waited_ns = ended->waited_ns,
		.wanted_cpu = h->request->setup->cpu,
		.involuntary = h->involuntary,
		.claims_no_switch = c->expected && strstr(c->expected, "switches=0") != NULL,
	};

	for (size_t i = 0; i < h->samples; i++)
		p.migrated |= h->sample[i].cpu >= 0 && h->sample[i].cpu != p.wanted_cpu;
	return disturb_judge(before, after, &p);
}

/* Core cycles a tick: of the PMU where user and kernel cycles of the whole PU were counted, else of the add chain. */
static double cycles_per_tick(const struct hearing *h, const struct wire_sample *w)
{
	const struct machine_counters *counters = h->request->setup->counters;
	double sum = 0;
	unsigned found = 0;

	for (size_t i = 0; h->request->setup->counting == ROUNDS_COUNT_PU && i < w->counters; i++) {
		if (i < counters->count && strncmp(counters->item[i].name, "cycles:", 7) == 0) {
			sum += w->counter[i];
			found++;
		}
	}
	return found == 2 && sum > 0 && w->ticks > 0 ? sum / w->ticks : w->cycles_per_tick;
}

static int add_sample(struct hearing *h, const struct wire_sample *w, uint32_t number, const char *disturbed)
{
	int index = find_case(h, w->name);
	double scale = h->request->setup->clock.ns_per_tick;
	struct record_sample s = {
		.case_index = (uint32_t)index,
		.round = h->request->round,
		.process = h->request->process,
		.sample = number,
		.ops = w->ops,
		.ticks = (uint64_t)w->ticks,
		.ns = (w->ticks - w->overhead_ticks) * scale,
		.core_cycles = (w->ticks - w->overhead_ticks) * cycles_per_tick(h, w),
		.overhead_ticks = w->overhead_ticks,
		.width = w->width,
		.disturbed = disturbed,
		.counters = w->counter,
	};
	double none[WIRE_COUNTERS_MAX];

	if (index < 0)
		return 0; /* another output of the same observation, which nobody asked for */
	memcpy(s.events, w->events, sizeof(s.events));
	for (size_t i = 0; i < WIRE_COUNTERS_MAX; i++)
		none[i] = NAN;
	if (w->counters != h->run->counter_n)
		s.counters = none;
	return record_add_sample(h->run, &s);
}

static int add_all(struct hearing *h, const char *disturbed)
{
	for (size_t i = 0; i < h->samples && !h->bad; i++)
		h->bad = add_sample(h, &h->sample[i], (uint32_t)i + 1, disturbed);
	for (size_t i = 0; i < h->gaps && !h->bad; i++)
		h->bad = record_add_gap(h->run, &h->gap[i]);
	return h->bad;
}

static void settle(struct hearing *h, const char *disturbed)
{
	struct job_outcome *out = h->outcome;

	out->cycles_per_tick = h->samples ? cycles_per_tick(h, &h->sample[h->samples / 2]) : NAN;
	if (h->samples == 0) {
		out->end = h->skipped ? JOB_SKIPPED : JOB_FAILED;
		snprintf(out->reason, sizeof(out->reason), "the benchmark took no samples");
		return;
	}
	out->end = disturbed && !h->request->counted && !h->request->last_try ? JOB_DISTURBED : JOB_MEASURED;
	add_all(h, h->request->counted ? JOB_COUNTED : disturbed);
}

int job_measure(const struct job_request *request, struct record_run *run, struct job_outcome *outcome)
{
	struct hearing h = { .request = request, .run = run, .outcome = outcome };
	struct disturb_reading before, after;
	struct record_error err = { "" };
	struct spawn_result result;
	int bad;

	memset(outcome, 0, sizeof(*outcome));
	outcome->end = JOB_FAILED;
	outcome->cycles_per_tick = NAN;
	disturb_read(&request->setup->core, &before);
	start_process(request, &result, &bad);
	disturb_read(&request->setup->core, &after);
	if (bad) {
		snprintf(outcome->reason, sizeof(outcome->reason), "it could not be started: %s", strerror(-bad));
	} else if (result.end == SPAWN_INTERRUPTED) {
		outcome->end = JOB_STOPPED;
	} else if (result.end != SPAWN_EXITED || result.status != 0) {
		snprintf(outcome->reason, sizeof(outcome->reason), "%s", spawn_describe(&result));
	} else if (hear(&h, result.output, result.size, &err) != 0) {
		snprintf(outcome->reason, sizeof(outcome->reason), "%.190s", err.text);
	} else {
		settle(&h, judge(&h, &before, &after, &result));
	}
	free(result.output);
	free(h.sample);
	free(h.gap);
	return h.bad;
}
