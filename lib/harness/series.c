/* What a case with observe() leaves: figures and gaps of a stretch of time that it watched. */
#include <errno.h>
#include <math.h>
#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "chain.h"
#include "clock.h"
#include "sampler.h"

struct series {
	struct sampler_result *result;
	int err;
};

void series_add(struct series *out, size_t output, uint64_t ops, double ticks,
		const struct bench_counts *events)
{
	struct sampler_result *r = out->result;

	if (out->err || (out->err = sampler_reserve(r, r->count + 1)) != 0)
		return;
	struct sampler_sample *sample = &r->sample[r->count++];

	memset(sample, 0, sizeof(*sample));
	sample->output = output;
	sample->ops = ops;
	sample->ticks = ticks;
	sample->overhead_ticks = sampler_take_subtrahend();
	for (int e = 0; e < BENCH_EVENTS; e++)
		sample->events[e] = events->events[e];
}

void series_gap(struct series *out, int is_tick, double start_ticks, double ticks)
{
	struct sampler_result *r = out->result;

	if (r->gaps == r->gap_capacity) {
		size_t capacity = r->gap_capacity ? 2 * r->gap_capacity : 256;
		struct sampler_gap *more = realloc(r->gap, capacity * sizeof(*more));

		if (!more) {
			out->err = -ENOMEM;
			return;
		}
		r->gap = more;
		r->gap_capacity = capacity;
	}
	r->gap[r->gaps++] = (struct sampler_gap){ is_tick, start_ticks, ticks };
}

void series_watched(struct series *out, uint64_t ticks)
{
	out->result->timed_ticks += ticks;
}

void series_skip(struct series *out, size_t output, const char *format, ...)
{
	const char **slot = &out->result->skip[output % 8];
	char *text = malloc(256);
	va_list args;

	if (!text)
		return;
	va_start(args, format);
	vsnprintf(text, 256, format, args);
	va_end(args);
	free((char *)*slot);
	*slot = text;
}

int sampler_observe(const struct bench_case *c, void *state, const struct sampler_options *options,
		    struct sampler_result *out)
{
	struct series series = { .result = out };
	uint64_t read_cost = clock_read_cost_ticks();
	uint64_t warm_until = clock_raw_ns() + 2000000;

	do
		chain_run(1000);
	while (clock_raw_ns() < warm_until);
	double involuntary = events_involuntary();
	struct chain_reading core, core_after;

	chain_read(read_cost, &core);
	int err = c->observe(state, c->watch_ns, &series);
	int cpu = sched_getcpu();

	chain_read(read_cost, &core_after);
	out->involuntary = events_involuntary() - involuntary;
	for (size_t i = 0; i < out->count; i++) {
		out->sample[i].cycles_per_tick = (core.cycles_per_tick + core_after.cycles_per_tick) / 2;
		out->sample[i].width = (core.width + core_after.width) / 2;
		out->sample[i].cpu = cpu;
		for (size_t k = 0; k < options->counters.count; k++)
			out->sample[i].counter[k] = NAN;
	}
	return err ? err : series.err;
}

