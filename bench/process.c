/* process.*: making a process, replacing its program, and waiting for its end. */
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/bench.h"
#include "harness/clock.h"

/* How each kind of child ends; anything else is an error and no number. */
#define FORKED_STATUS 3
#define EXECED_STATUS 42
#define ZOMBIES 16

struct creation {
	char child[PATH_MAX];
	char *argv[2];
	char *envp[1];
	volatile int *exec_errno; /* shared: what exec said in a child that could not */
	double reaped;
};

static int setup(void **state, long param)
{
	struct creation *s = calloc(1, sizeof(*s));
	int err;

	(void)param;
	if (!s)
		return -ENOMEM;
	*state = s;
	s->exec_errno = mmap(NULL, sizeof(int), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (s->exec_errno == MAP_FAILED)
		return bench_fail(errno, "sharing a page with the child");
	err = bench_child_path("exit", s->child, sizeof(s->child));
	if (err)
		return bench_fail(-err, "finding the program to exec");
	s->argv[0] = s->child;
	return 0;
}

static int reap(struct creation *s, pid_t pid, int expected)
{
	int status;

	while (waitpid(pid, &status, 0) != pid)
		if (errno != EINTR)
			return bench_fail(errno, "waiting for child %d", (int)pid);
	if (*s->exec_errno)
		return bench_fail(*s->exec_errno, "exec of %s", s->child);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != expected)
		return bench_fail(ECHILD, "the child ended with status 0x%x, expected exit %d", status, expected);
	s->reaped++;
	return 0;
}

static int fork_failed(void)
{
	return bench_fail(errno, errno == EAGAIN ? "fork: is the limit of processes reached (ulimit -u)?"
						 : "fork");
}

static int run_fork(void *state, uint64_t ops, uint64_t *ticks, uint64_t *readings)
{
	struct creation *s = state;
	int err = 0;

	*ticks = 0;
	for (uint64_t i = 0; i < ops && !err; i++) {
		uint64_t begin = clock_begin();
		pid_t pid = fork();

		if (pid == 0)
			_exit(FORKED_STATUS);
		*ticks += clock_end() - begin;
		err = pid < 0 ? fork_failed() : reap(s, pid, FORKED_STATUS);
	}
	*readings = ops;
	return err;
}

static int run_fork_exit_wait(void *state, uint64_t ops)
{
	int err = 0;

	for (uint64_t i = 0; i < ops && !err; i++) {
		pid_t pid = fork();

		if (pid == 0)
			_exit(FORKED_STATUS);
		err = pid < 0 ? fork_failed() : reap(state, pid, FORKED_STATUS);
	}
	return err;
}

/* In a function of its own: nothing that the parent needs lives in registers here. */
static __attribute__((noinline)) pid_t vfork_child(void)
{
	pid_t pid = vfork();

	if (pid == 0)
		_exit(FORKED_STATUS);
	return pid;
}

static int run_vfork_exit_wait(void *state, uint64_t ops)
{
	int err = 0;

	for (uint64_t i = 0; i < ops && !err; i++) {
		pid_t pid = vfork_child();

		err = pid < 0 ? fork_failed() : reap(state, pid, FORKED_STATUS);
	}
	return err;
}

static int run_fork_exec_wait(void *state, uint64_t ops)
{
	struct creation *s = state;
	int err = 0;

	for (uint64_t i = 0; i < ops && !err; i++) {
		pid_t pid = fork();

		if (pid == 0) {
			execve(s->child, s->argv, s->envp);
			*s->exec_errno = errno;
			_exit(127);
		}
		err = pid < 0 ? fork_failed() : reap(s, pid, EXECED_STATUS);
	}
	return err;
}

static int run_spawn_wait(void *state, uint64_t ops)
{
	struct creation *s = state;
	int err = 0;

	for (uint64_t i = 0; i < ops && !err; i++) {
		pid_t pid;
		int failed = posix_spawn(&pid, s->child, NULL, NULL, s->argv, s->envp);

		err = failed ? bench_fail(failed, "posix_spawn of %s", s->child)
			     : reap(s, pid, EXECED_STATUS);
	}
	return err;
}

/* Children that have all ended and wait to be reaped. */
static int make_zombies(pid_t *pid, unsigned count)
{
	siginfo_t info;

	for (unsigned k = 0; k < count; k++) {
		pid[k] = fork();
		if (pid[k] == 0)
			_exit(FORKED_STATUS);
		if (pid[k] < 0)
			return fork_failed();
	}
	for (unsigned k = 0; k < count; k++)
		if (waitid(P_PID, (id_t)pid[k], &info, WEXITED | WNOWAIT) != 0)
			return bench_fail(errno, "waiting for a zombie");
	return 0;
}

static int run_wait(void *state, uint64_t ops, uint64_t *ticks, uint64_t *readings)
{
	pid_t pid[ZOMBIES];
	int err = 0;

	*ticks = *readings = 0;
	while (ops && !err) {
		unsigned count = ops < ZOMBIES ? (unsigned)ops : ZOMBIES;

		err = make_zombies(pid, count);
		uint64_t begin = clock_begin();

		for (unsigned k = 0; k < count && !err; k++)
			err = reap(state, pid[k], FORKED_STATUS);
		*ticks += clock_end() - begin;
		++*readings;
		ops -= count;
	}
	return err;
}

static void count(void *state, struct bench_counts *counts)
{
	counts->events[BENCH_CHILDREN] += ((struct creation *)state)->reaped;
}

/* Faults are part of what fork does (page tables are copied, pages on demand): not claimed. */
#define ONE_CHILD \
	.setup = setup, .count = count, .teardown = free, .expect.events[BENCH_CHILDREN] = 1, \
	.expect.events[BENCH_FAULTS] = BENCH_ANY

static const struct bench_case cases[] = {
	{
		.name = "process.fork",
		.what = "fork until it returns in the parent; the child's own run, exit and wait are not timed",
		.expect.events[BENCH_SWITCHES] = BENCH_ANY,
		.run_timed = run_fork,
		ONE_CHILD,
	},
	{
		.name = "process.fork_exit_wait",
		.what = "fork, the child exits at once, the parent waits for it: all of it",
		.expect.events[BENCH_SWITCHES] = BENCH_ANY,
		.run = run_fork_exit_wait,
		ONE_CHILD,
	},
	{
		.name = "process.vfork_exit_wait",
		.what = "the same with vfork: nothing is copied, the parent stands still meanwhile",
		.expect.events[BENCH_SWITCHES] = BENCH_ANY,
		.run = run_vfork_exit_wait,
		ONE_CHILD,
	},
	{
		.name = "process.fork_exec_wait",
		.what = "fork, exec of a tiny static program that exits, wait: what a shell does for a command",
		.expect.events[BENCH_SWITCHES] = BENCH_ANY,
		.run = run_fork_exec_wait,
		ONE_CHILD,
	},
	{
		.name = "process.spawn_wait",
		.what = "posix_spawn of the same program, and wait: no copy of the parent",
		.expect.events[BENCH_SWITCHES] = BENCH_ANY,
		.run = run_spawn_wait,
		ONE_CHILD,
	},
	{
		.name = "process.wait",
		.what = "waitpid for a child that is a zombie already: reaping alone",
		.expect.events[BENCH_SWITCHES] = BENCH_ANY,
		.run_timed = run_wait,
		ONE_CHILD,
	},
};

const struct bench_program bench_program = {
	.cases = cases,
	.count = sizeof(cases) / sizeof(cases[0]),
};
