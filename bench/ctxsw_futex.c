/* ctxsw.futex.*: two tasks wake each other through a word of memory; both on one PU. */
#include <errno.h>
#include <linux/futex.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "harness/partner.h"

enum { OURS, THEIRS };

struct pair {
	uint32_t *turn; /* whose it is; shared */
	int scope;	/* FUTEX_PRIVATE_FLAG within one process */
	struct partner partner;
};

static int wake_other(const struct pair *p)
{
	return syscall(SYS_futex, p->turn, FUTEX_WAKE | p->scope, 1, NULL, NULL, 0) < 0 ? -errno : 0;
}

/* Sleeps if it is still this one's turn. */
static int sleep_while(const struct pair *p, uint32_t turn)
{
	if (syscall(SYS_futex, p->turn, FUTEX_WAIT | p->scope, turn, NULL, NULL, 0) == 0 || errno == EAGAIN ||
	    errno == EINTR)
		return 0;
	return -errno;
}

static int await_end_of(const struct pair *p, uint32_t turn)
{
	int err;

	do
		err = sleep_while(p, turn);
	while (!err && __atomic_load_n(p->turn, __ATOMIC_ACQUIRE) == turn);
	return err;
}

static int exchange(void *state)
{
	const struct pair *p = state;

	__atomic_store_n(p->turn, THEIRS, __ATOMIC_RELEASE);
	int err = wake_other(p);

	return err ? err : await_end_of(p, THEIRS);
}

static void echo(void *state, struct partner *self)
{
	const struct pair *p = state;
	int last = 0;

	while (!last && await_end_of(p, OURS) == 0) {
		last = partner_attend(self);
		__atomic_store_n(p->turn, OURS, __ATOMIC_RELEASE);
		if (wake_other(p) != 0)
			return;
	}
}

static int run(void *state, uint64_t ops)
{
	int err = 0;

	for (uint64_t i = 0; i < ops && !err; i++)
		err = exchange(state);
	return err ? bench_fail(-err, "futex") : 0;
}

static int run_self(void *state, uint64_t ops)
{
	const struct pair *p = state;
	int err = 0;

	for (uint64_t i = 0; i < ops && !err; i++) {
		err = wake_other(p);
		if (!err)
			err = sleep_while(p, THEIRS); /* it is ours */
	}
	return err ? bench_fail(-err, "futex") : 0;
}

static int setup(void **state, int scope, enum partner_kind kind)
{
	struct pair *p = calloc(1, sizeof(*p));

	if (!p)
		return -ENOMEM;
	*state = p;
	p->scope = scope;
	p->turn = mmap(NULL, sizeof(*p->turn), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (p->turn == MAP_FAILED)
		return bench_fail(errno, "sharing a page");
	*p->turn = OURS;
	if (kind == PARTNER_NONE)
		return 0;
	return partner_start(&p->partner, kind, (struct partner_role){ echo, exchange }, p);
}

static int setup_process(void **state, long param)
{
	(void)param;
	return setup(state, 0, PARTNER_PROCESS);
}

static int setup_thread(void **state, long param)
{
	(void)param;
	return setup(state, FUTEX_PRIVATE_FLAG, PARTNER_THREAD);
}

static int setup_self(void **state, long param)
{
	(void)param;
	return setup(state, 0, PARTNER_NONE);
}

static int setup_self_private(void **state, long param)
{
	(void)param;
	return setup(state, FUTEX_PRIVATE_FLAG, PARTNER_NONE);
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
		.name = "ctxsw.futex.process",
		.what = "round trip over a shared futex between two processes on one PU: 2 switches, 2 "
			"wakes, 2 waits",
		.expect.events[BENCH_SWITCHES] = 2,
		.setup = setup_process,
		.run = run,
		.count = count,
		.teardown = teardown,
	},
	{
		.name = "ctxsw.futex.thread",
		.what = "the same between two threads of one process, over a private futex",
		.expect.events[BENCH_SWITCHES] = 2,
		.setup = setup_thread,
		.run = run,
		.teardown = teardown,
	},
	{
		.name = "ctxsw.futex.self",
		.what = "a wake that finds nobody and a wait that need not sleep, on a shared futex: no "
			"switch",
		.setup = setup_self,
		.run = run_self,
		.teardown = teardown,
	},
	{
		.name = "ctxsw.futex.self.private",
		.what = "the same on a private futex",
		.setup = setup_self_private,
		.run = run_self,
		.teardown = teardown,
	},
};

const struct bench_program bench_program = {
	.cases = cases,
	.count = sizeof(cases) / sizeof(cases[0]),
};
