/*
 * indirect.tick: what user code pays after a tick, beside the tick itself (the other indirect costs are
 * in indirect.c).
 *
 * A tick that comes within a traversal would be in its time. So the process learns when ticks come, and
 * before each traverses the working set and waits for the tick in a loop that reads the clock; then it
 * traverses again. Between ticks it does the same without one. As in timer_tick.c, a tick is a gap in
 * the readings that is on time or in which the coarse clock moved on, and the kernel must have counted
 * as many timer interrupts.
 */
#include <errno.h>
#include <math.h>
#include <sched.h>
#include <stdlib.h>
#include <time.h>

#include "harness/bench.h"
#include "harness/clock.h"
#include "harness/interrupts.h"
#include "harness/workset.h"

#define LEAST_GAP_NS 300.0
#define MAX_SAMPLES 1000
#define TRIES 5

/* All times are in clock ticks. */
struct watch {
	struct workset set;
	double period;
	double due; /* the next tick */
	double slack; /* by which a tick is off, as a rule, at most */
	double after[MAX_SAMPLES]; /* traversals right after a tick */
	double other[MAX_SAMPLES]; /* undisturbed ones */
	size_t afters, others;
	size_t awaited; /* ticks that were waited for in time */
};

/* In the readings of the clock. */
struct gap {
	double start, length;
};

static uint64_t coarse_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC_COARSE, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static int setup(void **state, long bytes)
{
	struct watch *w = calloc(1, sizeof(*w));
	struct timespec step;

	if (!w)
		return -ENOMEM;
	*state = w;
	if (clock_getres(CLOCK_MONOTONIC_COARSE, &step) != 0 || step.tv_sec != 0)
		return bench_skip("the kernel does not say how long its tick is (CLOCK_MONOTONIC_COARSE)");
	w->period = (double)step.tv_nsec * bench_ticks_per_ns();
	w->slack = w->period / 200;
	return workset_make(&w->set, bytes);
}

/* Reads the clock until a gap comes, or until that tick: then there was none, and its start is 0. */
static struct gap spin(double until)
{
	uint64_t least = (uint64_t)(LEAST_GAP_NS * bench_ticks_per_ns()), last = clock_begin(), now;

	for (; (double)last < until; last = now) {
		now = clock_begin();
		if (now - last > least)
			return (struct gap){ (double)last, (double)(now - last) };
	}
	return (struct gap){ 0, 0 };
}

/* The start of the next gap in which the coarse clock moved on; 0: none. */
static double find_tick(const struct watch *w)
{
	double until = (double)clock_begin() + 2 * w->period;
	uint64_t coarse = coarse_ns();
	struct gap gap;

	do
		gap = spin(until);
	while (gap.start > 0 && coarse_ns() == coarse);
	return gap.start;
}

/* Two ticks a whole number of periods apart say when the others are due. */
static int learn_ticks(struct watch *w)
{
	for (int tries = 0; tries < 4; tries++) {
		double first = find_tick(w), second = find_tick(w), periods = (second - first) / w->period;

		if (first <= 0 || second <= 0)
			break;
		w->due = second + w->period;
		if (fabs(periods - nearbyint(periods)) < 0.01)
			return 1;
	}
	return 0;
}

/* Traversals with about as much time before them as before a tick, until the tick is near. */
static void take_undisturbed(struct watch *w)
{
	double pause = w->period / 20, traversal = (double)workset_time(&w->set);

	while ((double)clock_begin() + pause + 4 * traversal < w->due - w->slack) {
		workset_traverse(&w->set);
		struct gap gap = spin((double)clock_begin() + pause);
		double ticks = (double)workset_time(&w->set);

		if (gap.start <= 0 && w->others < MAX_SAMPLES)
			w->other[w->others++] = ticks;
	}
}

static void take_tick(struct watch *w)
{
	uint64_t coarse = coarse_ns();
	double ticks = (double)workset_time(&w->set);
	struct gap gap;

	do {
		if ((double)clock_begin() > w->due - w->slack)
			return; /* it may have come within the traversal */
		gap = spin(w->due + w->period / 4);
		ticks = (double)workset_time(&w->set);
	} while (gap.start > 0 && gap.start < w->due - w->slack);
	if (gap.length > w->period / 10)
		return; /* another process had the PU */
	w->awaited++;
	if (gap.start > 0 && (gap.start <= w->due + w->slack || coarse_ns() != coarse))
		w->after[w->afters++] = ticks;
}

static int compare_doubles(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void report(struct watch *w, double interrupts, struct series *out)
{
	struct bench_counts counts;

	qsort(w->other, w->others, sizeof(w->other[0]), compare_doubles);
	for (int e = 0; e < BENCH_EVENTS; e++)
		counts.events[e] = NAN;
	/* Seen as a gap and counted by the kernel, whichever is less, per tick that was waited for. */
	if (!isnan(interrupts))
		counts.events[BENCH_INTERRUPTS] = fmin((double)w->afters, interrupts) / (double)w->awaited;
	for (size_t i = 0; i < w->afters; i++) {
		bench_subtract(w->other[w->others / 2]);
		series_add(out, 0, 1, w->after[i], &counts);
	}
}

static void take_ticks(struct watch *w, double end)
{
	if (!learn_ticks(w))
		return;
	for (; w->due < end && w->afters < MAX_SAMPLES; w->due += w->period) {
		take_undisturbed(w);
		take_tick(w);
	}
}

static int observe(void *state, uint64_t watch_ns, struct series *out)
{
	struct watch *w = state;
	double watch = (double)watch_ns * bench_ticks_per_ns();
	uint64_t begin = clock_begin();
	int cpu = sched_getcpu();
	double interrupts = interrupts_timer_count(cpu);

	/* Where others want the PU as well, nearly every tick is one that switches to them. */
	for (int tries = 0; tries < TRIES && (w->afters == 0 || w->others == 0); tries++)
		take_ticks(w, (double)clock_begin() + watch);
	interrupts = interrupts_timer_count(cpu) - interrupts;
	series_watched(out, clock_begin() - begin);
	if (w->afters == 0 || w->others == 0)
		return bench_skip("no tick was seen between two traversals: it is stopped on this PU, or "
				  "others have it");
	report(w, interrupts, out);
	return 0;
}

static const struct bench_output output = {
	.name = "indirect.tick",
	.unit = "ns",
	.what = "extra time of the first traversal of so many bytes after a tick, over "
		"the median of undisturbed ones; not the tick itself",
	.expect.events[BENCH_INTERRUPTS] = 1,
};

#define KIB 1024l
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const long bytes[] = { 32 * KIB, 256 * KIB, 1024 * KIB };
static const long dense[] = { 4 * KIB,	 16 * KIB,  32 * KIB,  64 * KIB,
			      128 * KIB, 256 * KIB, 512 * KIB, 1024 * KIB };

static const struct bench_case cases[] = {
	{
		.name = "indirect.tick",
		.what = "traversals of a working set right after a tick and undisturbed",
		.params = bytes,
		.param_count = COUNT(bytes),
		.dense_params = dense,
		.dense_count = COUNT(dense),
		.watch_ns = 50000000,
		.setup = setup,
		.observe = observe,
		.outputs = &output,
		.output_count = 1,
		.teardown = free,
	},
};

const struct bench_program bench_program = {
	.cases = cases,
	.count = COUNT(cases),
};
