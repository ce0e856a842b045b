/*
 * sched.slice.*: the turns that two processes really get on one PU when neither ever blocks.
 *
 * Both read the clock in a tight loop and note when they were on the PU: a gap in the readings ends a
 * stretch. Stretches of the one with none of the other's between them are one slice: something else
 * (the host, a kernel thread, the tick) had the gap. Each slice's end must be in the kernel's own count
 * of switches, the two must never have been on at one time, and both together must fill the watch.
 */
#include <errno.h>
#include <math.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/bench.h"
#include "harness/clock.h"

enum { LENGTH, SHARE, GAP, OUTPUTS };

#define MAX_STRETCHES 4000
/* A switch to the other and back takes more than this; shorter gaps are not worth a note. */
#define LEAST_GAP_NS 5000.0
/* With more of the time gone elsewhere these are not two processes on one PU: watched again, so often. */
#define MOST_LOST 0.2
#define TRIES 3

struct stretch {
	double start, end; /* clock ticks */
};

/* One process's own account, in memory that both share. */
struct runner {
	struct stretch stretch[MAX_STRETCHES];
	size_t count;
	double switches; /* involuntary, while it watched */
};

struct shared {
	struct runner runner[2]; /* this process, the partner */
	volatile uint64_t until; /* clock tick at which both stop; 0: not yet known */
	volatile int done;	 /* the partner's account is complete */
};

struct slice {
	double start, end;
	int runner;
};

struct slices {
	struct shared *shared;
	double least_gap;
	double lost; /* share of the watch that neither had */
	struct slice slice[2 * MAX_STRETCHES];
	size_t count;
};

static double involuntary(void)
{
	struct rusage u;

	return getrusage(RUSAGE_SELF, &u) == 0 ? (double)u.ru_nivcsw : NAN;
}

/* Until the agreed tick, or until there is no room. */
static void watch(struct runner *r, uint64_t until, uint64_t least_gap)
{
	double before = involuntary();
	uint64_t start = clock_begin(), last = start, now = start;

	for (r->count = 0; last < until && r->count < MAX_STRETCHES; last = now) {
		now = clock_begin();
		if (now - last < least_gap && now < until)
			continue;
		r->stretch[r->count++] = (struct stretch){ (double)start, (double)last };
		start = now;
	}
	r->switches = involuntary() - before;
}

static void be_the_partner(struct shared *s, uint64_t least_gap)
{
	struct runner *own = &s->runner[1];

	memset(own, 0, sizeof(*own)); /* its pages are in this process's tables as well */
	while (!s->until)
		sched_yield();
	watch(own, s->until, least_gap);
	s->done = 1;
	_exit(0);
}

static int setup(void **state, long param)
{
	struct slices *s = calloc(1, sizeof(*s));

	(void)param;
	if (!s)
		return -ENOMEM;
	*state = s;
	s->least_gap = LEAST_GAP_NS * bench_ticks_per_ns();
	s->shared = mmap(NULL, sizeof(*s->shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (s->shared == MAP_FAILED)
		return bench_fail(errno, "sharing memory with the partner");
	memset(&s->shared->runner[0], 0, sizeof(s->shared->runner[0]));
	return 0;
}

/* Time on the PU, interruptions within a slice taken off. */
static double time_of(const struct runner *r)
{
	double sum = 0;

	for (size_t i = 0; i < r->count; i++)
		sum += r->stretch[i].end - r->stretch[i].start;
	return sum;
}

/* The partner is started late: until then it would take time from the harness. */
static int run_both(struct slices *s, uint64_t watch_ticks)
{
	struct shared *shared = s->shared;

	shared->until = 0;
	shared->done = 0;
	int pid = bench_fork_partner();

	if (pid < 0)
		return bench_fail(-pid, "starting the partner process");
	if (pid == 0)
		be_the_partner(shared, (uint64_t)s->least_gap);
	shared->until = clock_begin() + watch_ticks;
	watch(&shared->runner[0], shared->until, (uint64_t)s->least_gap);
	if (waitpid(pid, NULL, 0) != pid || !shared->done)
		return bench_fail(ECHILD, "the partner did not finish its watch");
	s->lost = 1 - (time_of(&shared->runner[0]) + time_of(&shared->runner[1])) / (double)watch_ticks;
	return 0;
}

/* Both accounts in order of time, and what follows upon each other of one process taken as one. */
static int merge(struct slices *s)
{
	const struct runner *r = s->shared->runner;
	size_t at[2] = { 0, 0 };
	double end = 0;

	for (s->count = 0; at[0] < r[0].count || at[1] < r[1].count;) {
		int k = at[0] == r[0].count ||
			(at[1] < r[1].count && r[1].stretch[at[1]].start < r[0].stretch[at[0]].start);
		const struct stretch *next = &r[k].stretch[at[k]++];
		struct slice *last = s->count ? &s->slice[s->count - 1] : NULL;

		if (last && last->runner == k) {
			last->end = next->end;
		} else {
			if (next->start < end)
				return bench_skip("both processes ran at one time: they were not on one PU");
			s->slice[s->count++] = (struct slice){ next->start, next->end, k };
		}
		end = next->end;
	}
	return 0;
}

/* The first and the last slice were cut short by the watch. */
static void report(const struct slices *s, uint64_t watch_ns, struct series *out)
{
	const struct runner *r = s->shared->runner;
	struct bench_counts counts;
	double switches = r[0].switches + r[1].switches, ends = (double)(s->count - 1);

	for (int e = 0; e < BENCH_EVENTS; e++)
		counts.events[e] = NAN;
	/* Kernel threads may have had turns as well: those switches are not the slices'. */
	counts.events[BENCH_SWITCHES] = fmin(switches, ends) / ends;
	if (s->lost > MOST_LOST)
		counts.events[BENCH_SWITCHES] *= 1 - s->lost; /* there was a third one: no slices of two */
	for (size_t i = 1; i + 1 < s->count; i++) {
		series_add(out, LENGTH, 1, s->slice[i].end - s->slice[i].start, &counts);
		series_add(out, GAP, 1, s->slice[i + 1].start - s->slice[i - 1].end, &counts);
	}
	double share = time_of(&r[0]) / (time_of(&r[0]) + time_of(&r[1]));

	counts.events[BENCH_SWITCHES] *= (double)watch_ns;
	series_add(out, SHARE, watch_ns, share * (double)watch_ns * bench_ticks_per_ns(), &counts);
}

static int observe(void *state, uint64_t watch_ns, struct series *out)
{
	struct slices *s = state;
	uint64_t watch_ticks = (uint64_t)((double)watch_ns * bench_ticks_per_ns());
	int err, tries = 0;

	do
		err = run_both(s, watch_ticks);
	while (!err && s->lost > MOST_LOST && ++tries < TRIES);
	if (err || (err = merge(s)) != 0)
		return err;
	series_watched(out, watch_ticks);
	if (s->count < 4)
		return bench_skip("%zu turns of two processes in %.0f ms: they do not alternate", s->count,
				  (double)watch_ns / 1e6);
	report(s, watch_ns, out);
	return 0;
}

#define SLICE_PROOF .expect.events[BENCH_SWITCHES] = 1

static const struct bench_output outputs[OUTPUTS] = {
	[LENGTH] = { "sched.slice.length", "ns",
		     "turn of one of two processes on one PU that never block: from its first to its last "
		     "instruction before the other's", SLICE_PROOF },
	[SHARE] = { "sched.slice.share", "%", "share of the first of the two in the time that both had",
		    SLICE_PROOF },
	[GAP] = { "sched.slice.gap", "ns",
		  "from one turn of a process to its next: the other's turn and two switches", SLICE_PROOF },
};

static const struct bench_case cases[] = {
	{
		.name = "sched.slice",
		.what = "two processes read the clock in a loop on one PU and note when they are on it",
		.watch_ns = 120000000,
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
