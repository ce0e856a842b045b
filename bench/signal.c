/* signal.*: a signal to oneself, and the same system call without one. */
#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "harness/bench.h"

static volatile uint64_t handled;
static pid_t pid, tid;

static void on_signal(int number)
{
	(void)number;
	handled++;
}

static int setup(void **state, long param)
{
	struct sigaction action = { .sa_handler = on_signal };

	(void)state;
	(void)param;
	pid = getpid();
	tid = (pid_t)syscall(SYS_gettid);
	return sigaction(SIGUSR1, &action, NULL) ? bench_fail(errno, "sigaction") : 0;
}

static int run_self(void *state, uint64_t ops)
{
	(void)state;
	for (uint64_t i = 0; i < ops; i++)
		if (syscall(SYS_tgkill, pid, tid, SIGUSR1) != 0)
			return bench_fail(errno, "tgkill");
	return 0;
}

static int run_check(void *state, uint64_t ops)
{
	(void)state;
	for (uint64_t i = 0; i < ops; i++)
		if (syscall(SYS_tgkill, pid, tid, 0) != 0)
			return bench_fail(errno, "tgkill");
	return 0;
}

/* Results are looked at after the loop: in the twin process that counts system calls none succeeds. */
static int run_install(void *state, uint64_t ops)
{
	struct sigaction action = { .sa_handler = on_signal };
	int failed = 0;

	(void)state;
	for (uint64_t i = 0; i < ops; i++)
		failed |= sigaction(SIGUSR2, &action, NULL) < 0;
	return failed ? bench_fail(errno, "sigaction") : 0;
}

static void count(void *state, struct bench_counts *counts)
{
	(void)state;
	counts->events[BENCH_SIGNALS] += (double)handled;
}

static const struct bench_case cases[] = {
	{
		.name = "signal.install",
		.what = "sigaction of a handler for a signal that does not come: one system call",
		.expect.events[BENCH_SYSCALLS] = 1,
		.claims_syscalls = 1,
		.setup = setup,
		.run = run_install,
		.count = count,
	},
	{
		.name = "signal.check",
		.what = "tgkill with signal 0: the system call and its checks; nothing is sent",
		.setup = setup,
		.run = run_check,
		.count = count,
	},
	{
		.name = "signal.self",
		.what = "tgkill of a signal to oneself, the handler, and the return from it (sigreturn)",
		.expect.events[BENCH_SIGNALS] = 1,
		.setup = setup,
		.run = run_self,
		.count = count,
	},
};

const struct bench_program bench_program = {
	.cases = cases,
	.count = sizeof(cases) / sizeof(cases[0]),
};
