/*
 * timer.tick.*: what the periodic timer interrupt takes from a program that never enters the kernel.
 *
 * A tight loop reads the clock; a gap in its readings is time that somebody else had. A gap is the
 * kernel's tick if the coarse clock, which the kernel moves on once a tick, moved on within it or it
 * lies at the phase where such gaps lie; and there must be as many timer interrupts in
 * /proc/interrupts. All other gaps (the host's of a guest, other devices') are reported apart.
 */
#include <math.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "harness/bench.h"
#include "harness/clock.h"
#include "harness/interrupts.h"

enum { TICK_PERIOD, TICK_COST, TICK_SHARE, OTHER_PERIOD, OTHER_COST, OTHER_SHARE, OUTPUTS };

#define MAX_GAPS 20000
/* A gap is at least this long, and at least ten times the loop's own step. */
#define LEAST_GAP_NS 300.0

struct gap {
	double start, ticks; /* clock ticks since the watch began; length less the loop's own step */
	int moved;	     /* the coarse clock has moved on since the gap before */
	int is_tick;
	long period; /* of a tick: in which of the kernel's periods */
};

struct watch {
	struct gap gap[MAX_GAPS];
	size_t gaps;
	uint64_t length;     /* ticks */
	double tick_ticks;   /* the kernel's tick period */
	double interrupts;   /* timer interrupts meanwhile; NaN: not known */
};

static int setup(void **state, long param)
{
	struct timespec step;
	struct watch *w;

	(void)param;
	if (syscall(SYS_clock_getres, CLOCK_MONOTONIC_COARSE, &step) != 0 || step.tv_sec != 0)
		return bench_skip("the kernel does not say how long its tick is (CLOCK_MONOTONIC_COARSE)");
	w = calloc(1, sizeof(*w));
	if (!w)
		return bench_skip("no memory");
	w->tick_ticks = (double)step.tv_nsec;
	for (size_t i = 0; i < MAX_GAPS; i++)
		w->gap[i].moved = 0; /* touch the pages before they are needed */
	*state = w;
	return 0;
}

static uint64_t coarse_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC_COARSE, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static uint64_t loop_step(void)
{
	uint64_t least = UINT64_MAX, last = clock_begin();

	for (int i = 0; i < 10000; i++) {
		uint64_t now = clock_begin();

		if (now > last && now - last < least)
			least = now - last;
		last = now;
	}
	return least == UINT64_MAX ? 1 : least;
}

static void collect(struct watch *w, double watch_ticks, double ticks_per_ns)
{
	uint64_t step = loop_step();
	double floor_ticks = fmax(LEAST_GAP_NS * ticks_per_ns, 10 * (double)step);
	uint64_t least = (uint64_t)floor_ticks, length = (uint64_t)watch_ticks;
	uint64_t coarse = coarse_ns();
	uint64_t start = clock_begin(), last = start;

	w->gaps = 0;
	while (last - start < length && w->gaps < MAX_GAPS) {
		uint64_t now = clock_begin();

		if (now - last < least) {
			last = now;
			continue;
		}
		uint64_t coarse_now = coarse_ns();
		struct gap *g = &w->gap[w->gaps++];

		g->start = (double)(last - start);
		g->ticks = (double)(now - last - step);
		g->moved = coarse_now != coarse;
		coarse = coarse_now;
		last = clock_begin();
	}
	w->length = last - start;
}

static int compare_doubles(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double remainder_of(double start, double origin, double period)
{
	double x = start - origin;

	return x - nearbyint(x / period) * period;
}

/*
 * The phase of the ticks: the median offset of the gaps in which the coarse clock moved.
 * Returns the share of those gaps that agree on it (within a fiftieth of the period).
 */
static double find_phase(const struct watch *w, double *phase)
{
	double offset[MAX_GAPS / 8];
	size_t n = 0, agree = 0;
	double origin = 0;

	for (size_t i = 0; i < w->gaps && n < sizeof(offset) / sizeof(offset[0]); i++) {
		if (!w->gap[i].moved)
			continue;
		if (n == 0)
			origin = w->gap[i].start;
		offset[n++] = remainder_of(w->gap[i].start, origin, w->tick_ticks);
	}
	if (n == 0)
		return 0;
	qsort(offset, n, sizeof(offset[0]), compare_doubles);
	double middle = offset[n / 2];

	for (size_t i = 0; i < n; i++)
		agree += fabs(offset[i] - middle) < w->tick_ticks / 50;
	*phase = origin + middle;
	return (double)agree / (double)n;
}

/* A tick either begins near its time, or was held up and lies within a longer gap that covers it. */
static int covers(const struct gap *g, double phase, const struct watch *w)
{
	double slack = w->tick_ticks / 50;
	double due = phase + nearbyint((g->start - phase) / w->tick_ticks) * w->tick_ticks;

	if (fabs(g->start - due) <= slack)
		return 1;
	due = phase + ceil((g->start - phase) / w->tick_ticks) * w->tick_ticks;
	return g->start + g->ticks >= due;
}

/* One tick a period: where two gaps are candidates, the one in which the coarse clock moved, else the longer. */
static size_t mark_ticks(struct watch *w, double phase)
{
	struct gap *last = NULL;
	size_t ticks = 0;

	for (size_t i = 0; i < w->gaps; i++) {
		struct gap *g = &w->gap[i];

		if (!covers(g, phase, w))
			continue;
		g->period = lrint((g->start - phase) / w->tick_ticks);
		if (last && last->period == g->period) {
			if (last->moved > g->moved || (last->moved == g->moved && last->ticks >= g->ticks))
				continue;
			last->is_tick = 0;
			ticks--;
		}
		g->is_tick = 1;
		last = g;
		ticks++;
	}
	return ticks;
}

static struct bench_counts no_claim(void)
{
	struct bench_counts counts;

	for (int e = 0; e < BENCH_EVENTS; e++)
		counts.events[e] = NAN;
	return counts;
}

static void add_intervals(struct watch *w, struct series *out, int ticks, size_t period, size_t cost,
			  const struct bench_counts *counts)
{
	const struct gap *last = NULL;

	for (size_t i = 0; i < w->gaps; i++) {
		const struct gap *g = &w->gap[i];

		if (g->is_tick != ticks)
			continue;
		series_add(out, cost, 1, g->ticks, counts);
		if (last && (!ticks || g->period == last->period + 1))
			series_add(out, period, 1, g->start - last->start, counts);
		last = g;
	}
}

static double sum_of(const struct watch *w, int ticks)
{
	double sum = 0;

	for (size_t i = 0; i < w->gaps; i++)
		if (w->gap[i].is_tick == ticks)
			sum += w->gap[i].ticks;
	return sum;
}

static void report_ticks(struct watch *w, size_t ticks, struct series *out, uint64_t watch_ns)
{
	const struct gap *first = NULL, *last = NULL;
	struct bench_counts counts = no_claim();

	for (size_t i = 0; i < w->gaps; i++) {
		if (!w->gap[i].is_tick)
			continue;
		if (!first)
			first = &w->gap[i];
		last = &w->gap[i];
	}
	/* Seen as a gap and counted by the kernel, whichever is less, per period that went by. */
	double seen = isnan(w->interrupts) ? NAN : fmin((double)ticks, w->interrupts);
	double due = (double)(last->period - first->period + 1);

	counts.events[BENCH_INTERRUPTS] = seen / due;
	add_intervals(w, out, 1, TICK_PERIOD, TICK_COST, &counts);
	counts.events[BENCH_INTERRUPTS] = seen / due * (double)watch_ns;
	series_add(out, TICK_SHARE, watch_ns, sum_of(w, 1), &counts);
}

static void skip_ticks(struct series *out, const char *format, double a, double b)
{
	for (size_t o = TICK_PERIOD; o <= TICK_SHARE; o++) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		series_skip(out, o, format, a, b);
#pragma GCC diagnostic pop
	}
}

static void report_others(struct watch *w, struct series *out, uint64_t watch_ns)
{
	struct bench_counts counts = no_claim();

	add_intervals(w, out, 0, OTHER_PERIOD, OTHER_COST, &counts);
	series_add(out, OTHER_SHARE, watch_ns, sum_of(w, 0), &counts);
}

static int observe(void *state, uint64_t watch_ns, struct series *out)
{
	struct watch *w = state;
	double ticks_per_ns = bench_ticks_per_ns();
	double tick_ns = w->tick_ticks, phase = 0;
	int cpu = sched_getcpu();

	w->tick_ticks *= ticks_per_ns;
	double before = interrupts_timer_count(cpu);

	collect(w, (double)watch_ns * ticks_per_ns, ticks_per_ns);
	w->interrupts = interrupts_timer_count(cpu) - before;
	double due = (double)w->length / w->tick_ticks;
	double agree = find_phase(w, &phase);
	uint64_t length_ns = (uint64_t)((double)w->length / ticks_per_ns);
	size_t ticks = agree > 0.5 ? mark_ticks(w, phase) : 0;

	series_watched(out, w->length);
	if (w->interrupts < due / 2)
		skip_ticks(out, "the tick is stopped on this PU: %g timer interrupts where %.0f periods went by",
			   w->interrupts, due);
	else if (ticks < 2)
		skip_ticks(out, "no gaps at the period of the tick (%g ms): %.0f%% of them agree on a phase",
			   tick_ns / 1e6, 100 * agree);
	else
		report_ticks(w, ticks, out, length_ns);
	if (w->interrupts < due / 2 || ticks < 2)
		for (size_t i = 0; i < w->gaps; i++)
			w->gap[i].is_tick = 0;
	report_others(w, out, length_ns);
	for (size_t i = 0; i < w->gaps; i++)
		series_gap(out, w->gap[i].is_tick, w->gap[i].start, w->gap[i].ticks);
	return 0;
}

#define TICK_PROOF .expect.events[BENCH_INTERRUPTS] = 1

static const struct bench_output outputs[OUTPUTS] = {
	[TICK_PERIOD] = { "timer.tick.period", "ns", "time from one timer tick to the next", TICK_PROOF },
	[TICK_COST] = { "timer.tick.cost", "ns",
			"time that one tick takes from user code, hypervisor's part included", TICK_PROOF },
	[TICK_SHARE] = { "timer.tick.share", "%", "share of the PU that ticks take from user code",
			 TICK_PROOF },
	[OTHER_PERIOD] = { "timer.other.period", "ns",
			   "time between other interruptions (host, devices) of the same user code", { { 0 }, 0 } },
	[OTHER_COST] = { "timer.other.cost", "ns", "time that one of those takes", { { 0 }, 0 } },
	[OTHER_SHARE] = { "timer.other.share", "%", "share of the PU that those take", { { 0 }, 0 } },
};

static const struct bench_case cases[] = {
	{
		.name = "timer.tick",
		.what = "gaps in a loop that reads the clock",
		.watch_ns = 200000000,
		.setup = setup,
		.observe = observe,
		.outputs = outputs,
		.output_count = OUTPUTS,
		.teardown = free,
	},
};

const struct bench_program bench_program = {
	.cases = cases,
	.count = sizeof(cases) / sizeof(cases[0]),
};
