/*
 * timer.preempt:RATE: fixed work under a POSIX interval timer of RATE signals a second.
 *
 * Time per operation grows by what each interruption takes, so its slope over signals per operation
 * is the cost of one timer interrupt with its signal (see lib/oscost/derived.tsv).
 */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>

#include "harness/bench.h"
#include "harness/chain.h"
#include "harness/clock.h"

/* A program that needs ten times as long as by itself does not get ahead. */
#define STALL_FACTOR 10
#define WORK_BLOCKS 64 /* of chain_run: 4096 adds */
/* The handler looks at the clock at every so manieth signal only, to stay small. */
#define LOOK_EVERY 64

static volatile uint64_t handled;
static volatile int stalled;
static uint64_t stall_at;

struct timer {
	timer_t id;
	long rate;
	double work_ticks;   /* of one operation by itself */
	double period_ticks;
	struct itimerspec spec;
};

static timer_t running;
static const struct itimerspec off;

static void on_signal(int number)
{
	(void)number;
	if (++handled % LOOK_EVERY == 0 && clock_begin() > stall_at) {
		stalled = 1;
		timer_settime(running, 0, &off, NULL);
	}
}

static int check_resolution(long rate)
{
	struct timespec step;

	if (clock_getres(CLOCK_MONOTONIC, &step) == 0 &&
	    (step.tv_sec || step.tv_nsec > 1000000000 / rate / 100))
		return bench_skip("timers go in steps of %ld ns here (no high-resolution timers)",
				  step.tv_nsec);
	return 0;
}

static double time_work(void)
{
	uint64_t least = UINT64_MAX;

	for (int i = 0; i < 20; i++) {
		uint64_t begin = clock_begin();

		chain_run(WORK_BLOCKS);
		uint64_t ticks = clock_end() - begin;

		if (ticks < least)
			least = ticks;
	}
	return (double)least;
}

static int setup(void **state, long rate)
{
	struct sigevent event = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1 };
	struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESTART };
	struct timer *t = calloc(1, sizeof(*t));

	if (!t)
		return -ENOMEM;
	*state = t;
	if (sigaction(SIGUSR1, &action, NULL) != 0 || timer_create(CLOCK_MONOTONIC, &event, &t->id) != 0)
		return bench_fail(errno, "making an interval timer");
	t->rate = rate;
	t->work_ticks = time_work();
	running = t->id;
	if (rate == 0)
		return 0;
	/* The first signal after half a period: a stretch of t seconds then has round(t * rate) of them. */
	t->period_ticks = 1e9 / (double)rate * bench_ticks_per_ns();
	t->spec.it_interval.tv_nsec = 1000000000 / rate;
	t->spec.it_value.tv_nsec = 1000000000 / rate / 2;
	return check_resolution(rate);
}

static int run(void *state, uint64_t ops)
{
	const struct timer *t = state;

	stall_at = clock_begin() +
		   (uint64_t)(STALL_FACTOR * t->work_ticks * (double)ops + 20 * t->period_ticks);
	if (timer_settime(t->id, 0, &t->spec, NULL) != 0)
		return bench_fail(errno, "starting the timer");
	for (uint64_t i = 0; i < ops && !stalled; i++)
		chain_run(WORK_BLOCKS);
	if (timer_settime(t->id, 0, &off, NULL) != 0)
		return bench_fail(errno, "stopping the timer");
	if (stalled)
		return bench_skip("at %ld signals a second the program does not get ahead here: "
				  "all time goes to the interruptions",
				  t->rate);
	return 0;
}

static void count(void *state, struct bench_counts *counts)
{
	(void)state;
	counts->events[BENCH_SIGNALS] += (double)handled;
}

static void teardown(void *state)
{
	timer_delete(((struct timer *)state)->id);
	free(state);
}

/* 200 kHz is a quantum of 5 µs (Kaffes et al., "Shinjuku", 2019). */
static const long rates_hz[] = { 0, 100, 1000, 10000, 100000, 200000 };
static const long dense_rates_hz[] = {
	0, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000, 100000, 125000, 160000, 200000,
};

static const struct bench_case cases[] = {
	{
		.name = "timer.preempt",
		.what = "4096 dependent adds in user code while a timer sends this many signals a second",
		.expect.signals_hz = -1,
		.params = rates_hz,
		.param_count = sizeof(rates_hz) / sizeof(rates_hz[0]),
		.dense_params = dense_rates_hz,
		.dense_count = sizeof(dense_rates_hz) / sizeof(dense_rates_hz[0]),
		.sample_ns = 20000000,
		.samples = 2,
		.setup = setup,
		.run = run,
		.count = count,
		.teardown = teardown,
	},
};

const struct bench_program bench_program = {
	.cases = cases,
	.count = sizeof(cases) / sizeof(cases[0]),
};
