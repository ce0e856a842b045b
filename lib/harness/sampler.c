/* The timing loop around a case. */
#include "sampler.h"

#include <errno.h>
#include <math.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

#include "chain.h"
#include "clock.h"
#include "twin.h"

/* A sample of which less is timed has no counts: they are of all that ran meanwhile. */
#define COUNTED_SHARE 0.98

struct sampler {
	const struct bench_case *c;
	void *state;
	const struct sampler_options *options;
	uint64_t read_cost_ticks;
	double loop_ticks_per_op;
	double syscalls_per_op; /* NaN: not claimed, or not countable here */
	double empty[EVENTS_MAX_COUNTERS]; /* what a sample of nothing counts */
	uint64_t random;
};

/* xorshift64* (Vigna, 2014): jitter needs no more. */
static double next_unit(uint64_t *x)
{
	*x ^= *x >> 12;
	*x ^= *x << 25;
	*x ^= *x >> 27;
	return (double)((*x * 0x2545f4914f6cdd1dull) >> 11) * 0x1p-53;
}

/* What a case's loop costs when there is nothing in it: the same shape as every run() in bench/. */
__attribute__((noinline)) static int empty_run(void *state, uint64_t ops)
{
	(void)state;
	for (uint64_t i = 0; i < ops; i++)
		__asm__ volatile("" : : : "memory");
	return 0;
}

static double measure_loop(void)
{
	const uint64_t ops = 20000;
	uint64_t least = UINT64_MAX;
	uint64_t cost = clock_read_cost_ticks();

	for (int i = 0; i < 10; i++) {
		uint64_t begin = clock_begin();

		empty_run(NULL, ops);
		uint64_t ticks = clock_end() - begin;

		if (ticks < least)
			least = ticks;
	}
	return least > cost ? (double)(least - cost) / (double)ops : 0;
}

/* What bench_subtract() left for the next sample. */
static double subtract_ticks;

void bench_subtract(double ticks)
{
	subtract_ticks += ticks;
}

double sampler_take_subtrahend(void)
{
	double ticks = subtract_ticks;

	subtract_ticks = 0;
	return ticks;
}

/* One stretch of operations. */
struct stretch {
	uint64_t ticks;    /* timed */
	double baseline;   /* of them, what the work takes anyway */
	uint64_t readings; /* pairs of clock readings that took */
	uint64_t wall;     /* ticks from begin to end */
};

static int time_ops(const struct sampler *s, uint64_t ops, struct stretch *out)
{
	int err;
	uint64_t begin = clock_begin();

	if (s->c->run_timed) {
		err = s->c->run_timed(s->state, ops, &out->ticks, &out->readings);
		out->wall = clock_end() - begin;
		out->baseline = sampler_take_subtrahend();
		return err;
	}
	err = s->c->run(s->state, ops);
	out->wall = out->ticks = clock_end() - begin;
	out->readings = 1;
	out->baseline = 0;
	return err;
}

/* The quicker of two: one interruption must not make the samples of a whole process short. */
static int time_least(const struct sampler *s, uint64_t ops, struct stretch *out)
{
	struct stretch again;
	int err = time_ops(s, ops, out);

	if (!err)
		err = time_ops(s, ops, &again);
	if (!err && again.wall < out->wall)
		*out = again;
	return err;
}

/*
 * N so that a sample takes the wanted time. Growing runs warm the caches, the branch predictors and
 * the core's frequency as well; the last two are an eighth of a sample each at least.
 */
static int calibrate(const struct sampler *s, double target_ticks, uint64_t *ops)
{
	struct stretch t;
	uint64_t n = 1;

	for (;;) {
		int err = time_least(s, n, &t);

		if (err)
			return err;
		double wanted = (double)n * target_ticks / (double)(t.wall ? t.wall : 1);

		if ((double)t.wall >= target_ticks / 8 || n > UINT64_MAX / 64) {
			*ops = wanted < 1 ? 1 : (uint64_t)wanted;
			return 0;
		}
		/* A sixth of a sample is enough to go by. */
		n = wanted / 6 < (double)n * 16 ? (uint64_t)ceil(wanted / 6) : n * 16;
	}
}

static uint64_t jittered(struct sampler *s, uint64_t ops)
{
	double more = 0.2 * next_unit(&s->random) * (double)ops;

	/* A case that sets its own length counts events by time: the same work each time. */
	return s->c->sample_ns ? ops : ops + (uint64_t)more;
}

static void fill_events(const struct events_reading *before, const struct events_reading *after,
			const struct sampler *s, struct sampler_sample *out)
{
	for (int e = 0; e < BENCH_EVENTS; e++)
		out->events[e] = after->counts.events[e] - before->counts.events[e];
	out->events[BENCH_INTERRUPTS] = NAN;
	for (size_t i = 0; i < s->options->counters.count; i++)
		out->counter[i] = after->counter[i] - before->counter[i] - s->empty[i];
}

static void forget_counters(const struct sampler *s, struct sampler_sample *out)
{
	for (size_t i = 0; i < s->options->counters.count; i++)
		out->counter[i] = NAN;
}

/* The counters run on while they are read one after the other. */
static void count_empty(struct sampler *s)
{
	struct events_reading before, after;

	for (int k = 0; k < 5; k++) {
		events_read_before(s->c, s->state, &s->options->counters, &before);
		events_read_after(s->c, s->state, &s->options->counters, &after);
		for (size_t i = 0; i < s->options->counters.count; i++) {
			double counted = after.counter[i] - before.counter[i];

			if (k == 0 || counted < s->empty[i])
				s->empty[i] = fmax(counted, 0);
		}
	}
}

static int take_sample(struct sampler *s, uint64_t ops, struct sampler_sample *out)
{
	struct events_reading before, after;
	struct stretch t;

	events_read_before(s->c, s->state, &s->options->counters, &before);
	int err = time_ops(s, ops, &t);

	events_read_after(s->c, s->state, &s->options->counters, &after);
	if (err)
		return err;
	out->ops = ops;
	out->ticks = (double)t.ticks;
	out->overhead_ticks = (double)(t.readings * s->read_cost_ticks) + t.baseline +
			      (s->c->run_timed ? 0 : s->loop_ticks_per_op * (double)ops);
	out->cpu = sched_getcpu();
	fill_events(&before, &after, s, out);
	if ((double)t.ticks < COUNTED_SHARE * (double)t.wall)
		forget_counters(s, out);
	out->events[BENCH_SYSCALLS] = s->syscalls_per_op * (double)ops;
	return 0;
}

int sampler_reserve(struct sampler_result *out, size_t count)
{
	if (count <= out->capacity)
		return 0;
	size_t capacity = out->capacity ? out->capacity : 64;

	while (capacity < count)
		capacity *= 2;
	struct sampler_sample *more = realloc(out->sample, capacity * sizeof(*more));

	if (!more)
		return -ENOMEM;
	memset(more + out->count, 0, (capacity - out->count) * sizeof(*more));
	out->sample = more;
	out->capacity = capacity;
	return 0;
}

/* Where the clock is read by way of the kernel, the case's own readings would be counted as well. */
static double count_syscalls(const struct bench_case *c, void *state)
{
	int clock_enters = clock_source == CLOCK_SOURCE_RAW || clock_source == CLOCK_SOURCE_RAW_SYSCALL;

	return c->claims_syscalls && !(c->run_timed && clock_enters) ? twin_syscalls_per_op(c, state) : NAN;
}

int sampler_run(const struct bench_case *c, void *state, const struct sampler_options *options,
		struct sampler_result *out)
{
	struct sampler s = { .c = c, .state = state, .options = options };
	uint64_t ops;

	s.random = options->seed | 1;
	s.read_cost_ticks = clock_read_cost_ticks();
	s.loop_ticks_per_op = measure_loop();
	s.syscalls_per_op = count_syscalls(c, state);

	/* A sample must dwarf the clock's own grain. */
	double grain_ns = (double)(clock_step_ticks() + s.read_cost_ticks) * options->ns_per_tick;
	uint64_t wanted_ns = c->sample_ns ? c->sample_ns : options->sample_ns;
	double target_ns = fmax((double)wanted_ns, 1000 * grain_ns);

	count_empty(&s);
	int err = calibrate(&s, target_ns / options->ns_per_tick, &ops);

	if (err || (err = sampler_reserve(out, options->samples)) != 0)
		return err;
	double involuntary = events_involuntary();
	struct chain_reading core, core_after;

	chain_read(s.read_cost_ticks, &core);
	for (unsigned i = 0; i < options->samples; i++) {
		struct sampler_sample *sample = &out->sample[i];

		err = take_sample(&s, jittered(&s, ops), sample);
		if (err)
			return err;
		chain_read(s.read_cost_ticks, &core_after);
		sample->cycles_per_tick = (core.cycles_per_tick + core_after.cycles_per_tick) / 2;
		sample->width = (core.width + core_after.width) / 2;
		core = core_after;
		out->timed_ticks += (uint64_t)sample->ticks;
		out->count++;
	}
	out->involuntary = events_involuntary() - involuntary;
	return 0;
}

void sampler_free(struct sampler_result *result)
{
	free(result->sample);
	free(result->gap);
	for (size_t i = 0; i < sizeof(result->skip) / sizeof(result->skip[0]); i++)
		free((char *)result->skip[i]);
	memset(result, 0, sizeof(*result));
}
