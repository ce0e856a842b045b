/*
 * timer.sleep.*: how much longer than asked for a process sleeps.
 *
 * The kernel may put a wake-up off by the timer slack, to serve several at once; what comes on top of
 * that is the interrupt, the way out of the idle state, and the switch back.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <time.h>

#include "harness/bench.h"
#include "harness/clock.h"

/* What a process has unless it or its parent asked for something else: prctl(2), PR_SET_TIMERSLACK. */
#define DEFAULT_SLACK_NS 50000ul
#define LEAST_SLACK_NS 1ul

struct sleep {
	struct timespec asked;
	int64_t asked_ticks;
};

/* A short sleep may be over before the process is off its PU: then it is none. */
static int check_switches(const struct sleep *s, long us)
{
	struct rusage before, after;
	long tries = us < 20 ? 20 : 2, switches;

	getrusage(RUSAGE_SELF, &before);
	for (long i = 0; i < tries; i++) {
		int err = clock_nanosleep(CLOCK_MONOTONIC, 0, &s->asked, NULL);

		if (err)
			return bench_skip("clock_nanosleep is refused here: %s", strerror(err));
	}
	getrusage(RUSAGE_SELF, &after);
	switches = after.ru_nvcsw - before.ru_nvcsw;
	if (2 * switches < tries)
		return bench_skip("a sleep of %ld µs is no sleep here: %ld of %ld were over before the "
				  "process was off its PU", us, tries - switches, tries);
	return 0;
}

static int setup(void **state, long us, unsigned long slack_ns)
{
	struct sleep *s = calloc(1, sizeof(*s));

	if (!s)
		return -ENOMEM;
	*state = s;
	s->asked.tv_nsec = us * 1000;
	s->asked_ticks = (int64_t)((double)us * 1000 * bench_ticks_per_ns());
	if (prctl(PR_SET_TIMERSLACK, slack_ns, 0, 0, 0) != 0)
		return bench_skip("the timer slack cannot be set here (prctl PR_SET_TIMERSLACK): %s",
				  strerror(errno));
	return check_switches(s, us);
}

static int setup_default(void **state, long us)
{
	return setup(state, us, DEFAULT_SLACK_NS);
}

static int setup_noslack(void **state, long us)
{
	return setup(state, us, LEAST_SLACK_NS);
}

static int run_timed(void *state, uint64_t ops, uint64_t *ticks, uint64_t *readings)
{
	const struct sleep *s = state;
	int64_t over = 0;

	for (uint64_t i = 0; i < ops; i++) {
		uint64_t begin = clock_begin();
		int err = clock_nanosleep(CLOCK_MONOTONIC, 0, &s->asked, NULL);

		over += (int64_t)(clock_end() - begin) - s->asked_ticks;
		if (err)
			return bench_fail(err, "clock_nanosleep");
	}
	*readings = ops;
	/* Less than nothing would be a fault of the kernel's, and is kept. */
	*ticks = over > 0 ? (uint64_t)over : 0;
	bench_subtract(over < 0 ? (double)-over : 0);
	return 0;
}

static const long sleeps_us[] = { 1, 50, 1000 };
static const long dense_sleeps_us[] = { 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000 };

#define ONE_SLEEP \
	.expect.events[BENCH_SWITCHES] = 1, .params = sleeps_us, \
	.param_count = sizeof(sleeps_us) / sizeof(sleeps_us[0]), .dense_params = dense_sleeps_us, \
	.dense_count = sizeof(dense_sleeps_us) / sizeof(dense_sleeps_us[0]), .sample_ns = 1000000, \
	.samples = 12, .run_timed = run_timed, .teardown = free

static const struct bench_case cases[] = {
	{
		.name = "timer.sleep",
		.what = "overrun of a clock_nanosleep of this many us, time slept less time asked for; "
			"timer slack 50 us, the default",
		.setup = setup_default,
		ONE_SLEEP,
	},
	{
		.name = "timer.sleep.noslack",
		.what = "the same with a timer slack of 1 ns: interrupt, way out of idle, switch back",
		.setup = setup_noslack,
		ONE_SLEEP,
	},
};

const struct bench_program bench_program = {
	.cases = cases,
	.count = sizeof(cases) / sizeof(cases[0]),
};
