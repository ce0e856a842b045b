/*
 * inspect.*: a program that is looked at, in place of one that runs directly on the processor.
 *
 * This process looks, a partner is looked at: after each instruction, or at each system call, the
 * partner stops, and this process is switched to and lets it go on. See also inspect_notify.c.
 */
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/bench.h"
#include "harness/chain.h"
#include "harness/clock.h"
#include "harness/raw.h"

/* With PTRACE_O_TRACESYSGOOD: a stop at a system call and nothing else. */
#define SYSCALL_STOP (SIGTRAP | 0x80)

struct traced {
	int pid;
};

static int run_direct(void *state, uint64_t ops, uint64_t *ticks, uint64_t *readings)
{
	(void)state;
	uint64_t begin = clock_begin();

	chain_run((ops + CHAIN_BLOCK_ADDS - 1) / CHAIN_BLOCK_ADDS);
	*ticks = clock_end() - begin;
	*readings = 1;
	return 0;
}

static void compute(void)
{
	for (;;)
		chain_run(1000);
}

static void call(void)
{
	for (;;)
		raw_syscall0(SYS_getppid);
}

/* Starts a partner that asks to be traced, and holds it where its work begins. */
static int setup_traced(void **state, void (*work)(void))
{
	struct traced *t = calloc(1, sizeof(*t));
	int status;

	if (!t)
		return -ENOMEM;
	*state = t;
	t->pid = bench_fork_partner();
	if (t->pid < 0)
		return bench_fail(-t->pid, "starting the program to trace");
	if (t->pid == 0) {
		if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) != 0)
			_exit(errno);
		raise(SIGSTOP);
		work();
	}
	if (waitpid(t->pid, &status, 0) != t->pid)
		return bench_fail(errno, "waiting for the program to trace");
	if (WIFEXITED(status))
		return bench_skip("ptrace is refused here (Yama, seccomp, or traced already): %s",
				  strerror(WEXITSTATUS(status)));
	if (ptrace(PTRACE_SETOPTIONS, t->pid, NULL,
		   (void *)(intptr_t)(PTRACE_O_EXITKILL | PTRACE_O_TRACESYSGOOD)) != 0)
		return bench_skip("ptrace is refused here: %s", strerror(errno));
	return 0;
}

/* Waits for the stop that is expected; let_go is what the ptrace() before it returned. */
static int wait_for_stop(const struct traced *t, long let_go, int expected)
{
	int status;

	if (let_go != 0 || waitpid(t->pid, &status, 0) != t->pid)
		return -errno;
	return WIFSTOPPED(status) && WSTOPSIG(status) == expected ? 0 : -EPROTO;
}

static int step(const struct traced *t)
{
	return wait_for_stop(t, ptrace(PTRACE_SINGLESTEP, t->pid, NULL, NULL), SIGTRAP);
}

static int go_to_syscall(const struct traced *t)
{
	return wait_for_stop(t, ptrace(PTRACE_SYSCALL, t->pid, NULL, NULL), SYSCALL_STOP);
}

static int setup_step(void **state, long param)
{
	int err = setup_traced(state, compute);

	(void)param;
	if (!err && (err = step(*state)) == -EIO)
		return bench_skip("there is no single step here: %s", strerror(EIO));
	return err;
}

static int run_step(void *state, uint64_t ops)
{
	int err = 0;

	for (uint64_t i = 0; i < ops && !err; i++)
		err = step(state);
	return err ? bench_fail(-err, "a single step") : 0;
}

static int setup_trace(void **state, long param)
{
	(void)param;
	return setup_traced(state, call);
}

/* Two stops: at the entry into the kernel and on the way out. */
static int run_trace(void *state, uint64_t ops)
{
	int err = 0;

	for (uint64_t i = 0; i < ops && !err; i++)
		if ((err = go_to_syscall(state)) == 0)
			err = go_to_syscall(state);
	return err ? bench_fail(-err, "tracing a system call") : 0;
}

static void count_switches(void *state, struct bench_counts *counts)
{
	counts->events[BENCH_SWITCHES] += bench_switches_of(((struct traced *)state)->pid);
}

static void teardown(void *state)
{
	struct traced *t = state;

	if (t->pid > 0) {
		kill(t->pid, SIGKILL);
		waitpid(t->pid, NULL, 0);
	}
	free(t);
}

#define TRACED(n) .expect.events[BENCH_SWITCHES] = n, .count = count_switches, .teardown = teardown

static const struct bench_case cases[] = {
	{
		.name = "inspect.direct",
		.what = "one simple instruction run directly on the processor: an add that needs the one "
			"before",
		.run_timed = run_direct,
	},
	{
		.name = "inspect.singlestep",
		.what = "the same instructions, each under PTRACE_SINGLESTEP by another process: "
			"2 switches an instruction",
		.setup = setup_step,
		.run = run_step,
		TRACED(2),
	},
	{
		.name = "inspect.syscall_trace",
		.what = "a getppid under PTRACE_SYSCALL: stops at entry and exit, 4 switches",
		.setup = setup_trace,
		.run = run_trace,
		TRACED(4),
	},
};

const struct bench_program bench_program = {
	.cases = cases,
	.count = sizeof(cases) / sizeof(cases[0]),
};
