/*
 * timer.signal.latency: how late a timer's signal is, from the moment that was set to the handler.
 *
 * The moment is given in CLOCK_MONOTONIC, the handler reads the clock of the samples: pairs of readings
 * of both, taken before the timer is set and after the signal, tie the one to the other.
 */
#include <errno.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "harness/bench.h"
#include "harness/clock.h"
#include "harness/moment.h"

#define LEAD_NS 20000.0 /* from the call that sets the timer; what the call takes is added */
#define SPREAD_NS 9973	/* the leads differ by up to this, to keep no step with other timers */

static volatile uint64_t handled_at; /* clock ticks; 0: not yet */
static volatile uint64_t handled;

struct timer {
	timer_t id;
	int made;
	double lead_ns;
	uint64_t armed; /* how often; spreads the leads */
};

static void on_signal(int number)
{
	(void)number;
	handled_at = clock_begin();
	handled++;
}

static int arm(const struct timer *t, double at_ns)
{
	struct itimerspec spec = { .it_value = moment_timespec(at_ns) };

	return timer_settime(t->id, TIMER_ABSTIME, &spec, NULL);
}

/* What setting the timer takes, in ns; not counting what may have come between. */
static double time_arming(const struct timer *t)
{
	double least = INFINITY;

	for (int i = 0; i < 10; i++) {
		struct moment before = moment_now();

		if (arm(t, before.ns + 1e10) != 0)
			return NAN;
		least = fmin(least, moment_now().ns - before.ns);
	}
	return least;
}

static int setup(void **state, long param)
{
	struct sigevent event = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1 };
	struct sigaction action = { .sa_handler = on_signal };
	struct timer *t = calloc(1, sizeof(*t));
	struct timespec step;

	(void)param;
	if (!t)
		return -ENOMEM;
	*state = t;
	if (clock_getres(CLOCK_MONOTONIC, &step) != 0 || step.tv_sec || step.tv_nsec > 1000)
		return bench_skip("timers go in steps of %ld ns here (no high-resolution timers)",
				  step.tv_nsec);
	if (sigaction(SIGUSR1, &action, NULL) != 0 || timer_create(CLOCK_MONOTONIC, &event, &t->id) != 0)
		return bench_skip("no timer can be made here (timer_create): %s", strerror(errno));
	t->made = 1;
	t->lead_ns = LEAD_NS + 4 * time_arming(t);
	return isfinite(t->lead_ns) ? 0 : bench_fail(errno, "setting a timer");
}

/* Ticks from the moment that was set to the handler's first instruction. */
static int one_signal(struct timer *t, double *late)
{
	struct moment before = moment_now();
	double at_ns = floor(before.ns + t->lead_ns + (double)(t->armed++ * 3001 % SPREAD_NS));

	handled_at = 0;
	if (arm(t, at_ns) != 0)
		return bench_fail(errno, "setting the timer");
	while (!handled_at)
		;
	*late += (double)handled_at - moment_ticks(before, moment_now(), at_ns);
	return 0;
}

static int run_timed(void *state, uint64_t ops, uint64_t *ticks, uint64_t *readings)
{
	double late = 0;
	int err = 0;

	for (uint64_t i = 0; i < ops && !err; i++)
		err = one_signal(state, &late);
	*ticks = late > 0 ? (uint64_t)late : 0;
	bench_subtract(late < 0 ? -late : 0);
	*readings = 0; /* the one reading lies behind the end of what is timed */
	return err;
}

static void count(void *state, struct bench_counts *counts)
{
	(void)state;
	counts->events[BENCH_SIGNALS] += (double)handled;
}

static void teardown(void *state)
{
	struct timer *t = state;

	if (t->made)
		timer_delete(t->id);
	free(t);
}

static const struct bench_case cases[] = {
	{
		.name = "timer.signal.latency",
		.what = "from the moment set with timer_settime (TIMER_ABSTIME) to the first instruction of "
			"the signal handler, while user code spins",
		.expect.events[BENCH_SIGNALS] = 1,
		.setup = setup,
		.run_timed = run_timed,
		.count = count,
		.teardown = teardown,
	},
};

const struct bench_program bench_program = {
	.cases = cases,
	.count = sizeof(cases) / sizeof(cases[0]),
};
