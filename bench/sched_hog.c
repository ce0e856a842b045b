/*
 * sched.wakeup.* and sched.hog.*: waiting for a PU on which another process never enters the kernel.
 *
 * The hog answers to nobody, so /proc is asked for its switches, before and after each wait. What counts
 * is that it had to leave the PU: that it also makes way for kernel threads now and then does not.
 */
#include <errno.h>
#include <math.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "harness/bench.h"
#include "harness/chain.h"
#include "harness/clock.h"
#include "harness/moment.h"

#define LEAD_NS 200000.0 /* the sleeper leaves the PU to the hog for this long */
#define SPREAD_NS 99991	 /* and up to so much more, to keep no step with the tick */
#define MOST_YIELDS 100000

struct waiter {
	int hog;		     /* 0: none */
	volatile uint64_t *progress; /* of the hog */
	double displaced;	     /* waits that ended with the hog's leaving the PU; NaN: not known */
	uint64_t slept;		     /* how often; spreads the leads */
};

static int setup_idle(void **state, long param)
{
	struct waiter *w = calloc(1, sizeof(*w));

	(void)param;
	if (!w)
		return -ENOMEM;
	*state = w;
	if (prctl(PR_SET_TIMERSLACK, 1ul, 0, 0, 0) != 0)
		return bench_skip("the timer slack cannot be set here (prctl PR_SET_TIMERSLACK): %s",
				  strerror(errno));
	return 0;
}

static void be_the_hog(volatile uint64_t *progress)
{
	for (;;) {
		chain_run(16);
		++*progress;
	}
}

static int setup_hog(void **state, long param)
{
	int err = setup_idle(state, param);
	struct waiter *w = *state;

	if (err)
		return err;
	w->progress = mmap(NULL, sizeof(*w->progress), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
			   0);
	if (w->progress == MAP_FAILED)
		return bench_fail(errno, "sharing a page with the hog");
	w->hog = bench_fork_partner();
	if (w->hog < 0)
		return bench_fail(-w->hog, "starting the hog");
	if (w->hog == 0)
		be_the_hog(w->progress);
	return 0;
}

static double hog_switches(const struct waiter *w)
{
	return w->hog ? bench_switches_of(w->hog) : 0;
}

static void note_displaced(struct waiter *w, double switches_before)
{
	double more = hog_switches(w) - switches_before;

	w->displaced += more > 1 ? 1 : more;
}

/* Sleeps until a moment; adds the ticks from that moment until it runs again. */
static int wake_once(struct waiter *w, double *late)
{
	double switches = hog_switches(w);
	struct moment before = moment_now();
	double at_ns = floor(before.ns + LEAD_NS + (double)(w->slept++ * 30011 % SPREAD_NS));
	struct timespec at = moment_timespec(at_ns);
	int err = clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, NULL);
	double ran = (double)clock_end();

	if (err)
		return bench_skip("clock_nanosleep is refused here: %s", strerror(err));
	*late += ran - moment_ticks(before, moment_now(), at_ns);
	note_displaced(w, switches);
	return 0;
}

static int run_wakeup(void *state, uint64_t ops, uint64_t *ticks, uint64_t *readings)
{
	double late = 0;
	int err = 0;

	for (uint64_t i = 0; i < ops && !err; i++)
		err = wake_once(state, &late);
	*ticks = late > 0 ? (uint64_t)late : 0;
	bench_subtract(late < 0 ? -late : 0);
	*readings = 0; /* the one reading lies behind the end of what is timed */
	return err;
}

/* Yields until one lets the hog run, and adds the ticks of that one. */
static int wait_once(struct waiter *w, uint64_t *ticks)
{
	double switches = hog_switches(w);

	for (int i = 0; i < MOST_YIELDS; i++) {
		uint64_t progress = *w->progress;
		uint64_t begin = clock_begin();
		int refused = sched_yield();
		uint64_t took = clock_end() - begin;

		if (refused)
			return bench_skip("sched_yield is refused here: %s", strerror(errno));
		if (*w->progress == progress)
			continue;
		*ticks += took;
		note_displaced(w, switches);
		return 0;
	}
	return bench_skip("none of %d sched_yields let the other process run", MOST_YIELDS);
}

/* A wait begins when one has ended, as a rule with a tick: the first one would be cut short. */
static int setup_wait(void **state, long param)
{
	uint64_t ignored = 0;
	int err = setup_hog(state, param);

	return err ? err : wait_once(*state, &ignored);
}

static int run_wait(void *state, uint64_t ops, uint64_t *ticks, uint64_t *readings)
{
	int err = 0;

	*ticks = 0;
	for (uint64_t i = 0; i < ops && !err; i++)
		err = wait_once(state, ticks);
	*readings = ops;
	return err;
}

static void count(void *state, struct bench_counts *counts)
{
	counts->events[BENCH_SWITCHES] += ((struct waiter *)state)->displaced;
}

static void teardown(void *state)
{
	struct waiter *w = state;

	if (w->hog > 0) {
		kill(w->hog, SIGKILL);
		waitpid(w->hog, NULL, 0);
	}
	free(w);
}

#define TWO_SWITCHES \
	.expect.events[BENCH_SWITCHES] = 2, .count = count, .teardown = teardown

static const struct bench_case cases[] = {
	{
		.name = "sched.wakeup.idle",
		.what = "from the moment at which a sleeper's timer is due (slack 1 ns) to its first "
			"instruction in user code; PU idle",
		.expect.events[BENCH_SWITCHES] = 1,
		.sample_ns = 1000000,
		.samples = 15,
		.setup = setup_idle,
		.run_timed = run_wakeup,
		.teardown = teardown,
	},
	{
		.name = "sched.wakeup.hog",
		.what = "the same while a process that never enters the kernel has the PU: "
			"a switch to the hog, one to the sleeper",
		.sample_ns = 1000000,
		.samples = 15,
		.setup = setup_hog,
		.run_timed = run_wakeup,
		TWO_SWITCHES,
	},
	{
		.name = "sched.hog.wait",
		.what = "from a sched_yield to its return: how long such a process keeps the PU from "
			"one that stays runnable; 2 switches",
		.sample_ns = 3000000,
		.samples = 8,
		.setup = setup_wait,
		.run_timed = run_wait,
		TWO_SWITCHES,
	},
};

const struct bench_program bench_program = {
	.cases = cases,
	.count = sizeof(cases) / sizeof(cases[0]),
};
