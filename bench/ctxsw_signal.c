/* ctxsw.signal.*: two processes on one PU wake each other by a signal that is waited for, not handled. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "harness/partner.h"

struct pair {
	sigset_t set;
	pid_t pid; /* of the timing process */
	struct partner partner;
};

static int await_signal(const struct pair *p)
{
	int number;

	do
		number = sigwaitinfo(&p->set, NULL);
	while (number < 0 && errno == EINTR);
	return number == SIGUSR1 ? 0 : -errno;
}

static int send_and_await(const struct pair *p, pid_t to)
{
	return kill(to, SIGUSR1) != 0 ? -errno : await_signal(p);
}

static int exchange(void *state)
{
	const struct pair *p = state;

	return send_and_await(p, p->partner.pid);
}

static void echo(void *state, struct partner *self)
{
	const struct pair *p = state;

	while (await_signal(p) == 0) {
		partner_attend(self);
		if (kill(p->pid, SIGUSR1) != 0)
			return;
	}
}

static int run(void *state, uint64_t ops)
{
	int err = 0;

	for (uint64_t i = 0; i < ops && !err; i++)
		err = exchange(state);
	return err ? bench_fail(-err, "sending a signal and waiting for the answer") : 0;
}

static int run_self(void *state, uint64_t ops)
{
	const struct pair *p = state;
	int err = 0;

	for (uint64_t i = 0; i < ops && !err; i++)
		err = send_and_await(p, p->pid);
	return err ? bench_fail(-err, "sending a signal to oneself and taking it") : 0;
}

static int setup_self(void **state, long param)
{
	struct pair *p = calloc(1, sizeof(*p));

	(void)param;
	if (!p)
		return -ENOMEM;
	*state = p;
	p->pid = getpid();
	sigemptyset(&p->set);
	sigaddset(&p->set, SIGUSR1);
	return sigprocmask(SIG_BLOCK, &p->set, NULL) ? bench_fail(errno, "blocking a signal") : 0;
}

static int setup_process(void **state, long param)
{
	int err = setup_self(state, param);
	struct pair *p = *state;

	if (err)
		return err;
	return partner_start(&p->partner, PARTNER_PROCESS, (struct partner_role){ echo, exchange }, p);
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
		.name = "ctxsw.signal.process",
		.what = "a signal to another process on this PU and one back, both taken by sigwaitinfo: 2 "
			"switches, no handler",
		.expect.events[BENCH_SWITCHES] = 2,
		.setup = setup_process,
		.run = run,
		.count = count,
		.teardown = teardown,
	},
	{
		.name = "ctxsw.signal.self",
		.what = "a blocked signal sent to oneself and taken by sigwaitinfo: no handler, no switch",
		.setup = setup_self,
		.run = run_self,
		.teardown = teardown,
	},
};

const struct bench_program bench_program = {
	.cases = cases,
	.count = sizeof(cases) / sizeof(cases[0]),
};
