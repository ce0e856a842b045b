/* thread.*: making a thread that does nothing, and its end. */
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "harness/bench.h"

/* Detached threads that live at once; few, so that libc can keep their stacks for the next ones. */
#define BATCH 4

struct threads {
	pthread_attr_t detached;
	atomic_uint_fast64_t ran; /* threads that did what they were made for */
	atomic_uint alive;
	sem_t all_ended;
};

static int setup(void **state, long param)
{
	struct threads *s = calloc(1, sizeof(*s));

	(void)param;
	if (!s)
		return -ENOMEM;
	*state = s;
	pthread_attr_init(&s->detached);
	pthread_attr_setdetachstate(&s->detached, PTHREAD_CREATE_DETACHED);
	return sem_init(&s->all_ended, 0, 0) ? bench_fail(errno, "making a semaphore") : 0;
}

/* No counter of the kernel tells how many threads a process has had: each counts itself. */
static int all_ran(struct threads *s, uint64_t before, uint64_t ops)
{
	uint64_t ran = atomic_load(&s->ran) - before;

	if (ran != ops)
		return bench_fail(EPROTO, "%ju threads ran, not %ju", (uintmax_t)ran, (uintmax_t)ops);
	return 0;
}

static int refused(int error)
{
	return bench_fail(error, "pthread_create%s",
			  error == EAGAIN ? ": is the limit of processes reached (ulimit -u)?" : "");
}

static void *end_at_once(void *state)
{
	struct threads *s = state;

	atomic_fetch_add_explicit(&s->ran, 1, memory_order_relaxed);
	return s;
}

static int run_create_join(void *state, uint64_t ops)
{
	struct threads *s = state;
	uint64_t before = atomic_load(&s->ran);
	int err = 0;

	for (uint64_t i = 0; i < ops && !err; i++) {
		pthread_t thread;
		void *result = NULL;

		err = pthread_create(&thread, NULL, end_at_once, s);
		if (err)
			return refused(err);
		err = pthread_join(thread, &result);
		if (err || result != s)
			return bench_fail(err ? err : EPROTO, "pthread_join");
	}
	return all_ran(s, before, ops);
}

static void *end_detached(void *state)
{
	struct threads *s = state;

	atomic_fetch_add_explicit(&s->ran, 1, memory_order_relaxed);
	if (atomic_fetch_sub(&s->alive, 1) == 1)
		sem_post(&s->all_ended);
	return NULL;
}

static int make_batch(struct threads *s, unsigned count)
{
	atomic_store(&s->alive, count);
	for (unsigned i = 0; i < count; i++) {
		pthread_t thread;
		int err = pthread_create(&thread, &s->detached, end_detached, s);

		if (err)
			return refused(err);
	}
	while (sem_wait(&s->all_ended) != 0)
		if (errno != EINTR)
			return bench_fail(errno, "waiting for the threads");
	return 0;
}

static int run_create_detach(void *state, uint64_t ops)
{
	struct threads *s = state;
	uint64_t before = atomic_load(&s->ran);
	int err = 0;

	for (uint64_t left = ops; left && !err;) {
		unsigned count = left < BATCH ? (unsigned)left : BATCH;

		err = make_batch(s, count);
		left -= count;
	}
	return err ? err : all_ran(s, before, ops);
}

static void count(void *state, struct bench_counts *counts)
{
	counts->events[BENCH_THREADS] += (double)atomic_load(&((struct threads *)state)->ran);
}

/* Whether a thread's last switch is counted depends on the kernel, whether its stack is there on libc. */
#define ONE_THREAD \
	.count = count, .expect.events[BENCH_THREADS] = 1, \
	.expect.events[BENCH_SWITCHES] = BENCH_ANY, \
	.expect.events[BENCH_FAULTS] = BENCH_ANY

static const struct bench_case cases[] = {
	{
		.name = "thread.create_join",
		.what = "pthread_create, the thread starts and ends at once, pthread_join: all of it",
		.setup = setup,
		.run = run_create_join,
		ONE_THREAD,
	},
	{
		.name = "thread.create_detach",
		.what = "the same with detached threads, of which every 4 are waited for together",
		.setup = setup,
		.run = run_create_detach,
		ONE_THREAD,
	},
};

const struct bench_program bench_program = {
	.cases = cases,
	.count = sizeof(cases) / sizeof(cases[0]),
};
