/*
 * ctxsw.yield.*: two tasks that are always ready hand a turn back and forth by sched_yield on one PU.
 *
 * A yield need not switch (under EEVDF it often does not), so yields are not what is counted: each task
 * yields until the turn has come back, which it cannot do without a switch there and one back.
 */
#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "harness/partner.h"

enum { OURS, THEIRS };

struct pair {
	uint32_t *turn; /* whose it is; shared */
	struct partner partner;
};

static void yield_while(const struct pair *p, uint32_t turn)
{
	while (__atomic_load_n(p->turn, __ATOMIC_ACQUIRE) == turn)
		sched_yield();
}

static int exchange(void *state)
{
	const struct pair *p = state;

	__atomic_store_n(p->turn, THEIRS, __ATOMIC_RELEASE);
	yield_while(p, THEIRS);
	return 0;
}

static void echo(void *state, struct partner *self)
{
	const struct pair *p = state;
	int last = 0;

	while (!last) {
		yield_while(p, OURS);
		last = partner_attend(self);
		__atomic_store_n(p->turn, OURS, __ATOMIC_RELEASE);
	}
}

static int run(void *state, uint64_t ops)
{
	for (uint64_t i = 0; i < ops; i++)
		exchange(state);
	return 0;
}

static int run_self(void *state, uint64_t ops)
{
	(void)state;
	for (uint64_t i = 0; i < ops; i++)
		sched_yield();
	return 0;
}

static int setup(void **state, enum partner_kind kind)
{
	struct pair *p = calloc(1, sizeof(*p));

	if (!p)
		return -ENOMEM;
	*state = p;
	p->turn = mmap(NULL, sizeof(*p->turn), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (p->turn == MAP_FAILED)
		return bench_fail(errno, "sharing a page");
	*p->turn = OURS;
	return partner_start(&p->partner, kind, (struct partner_role){ echo, exchange }, p);
}

static int setup_process(void **state, long param)
{
	(void)param;
	return setup(state, PARTNER_PROCESS);
}

static int setup_thread(void **state, long param)
{
	(void)param;
	return setup(state, PARTNER_THREAD);
}

static void count(void *state, struct bench_counts *counts)
{
	partner_count(&((struct pair *)state)->partner, 1, counts);
}

static void teardown(void *state)
{
	partner_stop(&((struct pair *)state)->partner);
	free(state);
}

static const struct bench_case cases[] = {
	{
		.name = "ctxsw.yield.process",
		.what = "two processes on one PU yield until the turn is back: 2 switches, and yields in "
			"vain if there are any",
		.expect.events[BENCH_SWITCHES] = 2,
		.setup = setup_process,
		.run = run,
		.count = count,
		.teardown = teardown,
	},
	{
		.name = "ctxsw.yield.thread",
		.what = "the same between two threads of one process: 2 switches, no change of address space",
		.expect.events[BENCH_SWITCHES] = 2,
		.setup = setup_thread,
		.run = run,
		.teardown = teardown,
	},
	{
		.name = "ctxsw.yield.self",
		.what = "sched_yield where nobody else is ready: the call and the scheduler's decision, no "
			"switch",
		.claims_syscalls = 1,
		.expect.events[BENCH_SYSCALLS] = 1,
		.run = run_self,
	},
};

const struct bench_program bench_program = {
	.cases = cases,
	.count = sizeof(cases) / sizeof(cases[0]),
};
