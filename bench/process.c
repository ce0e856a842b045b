/* process.*: making a process that does nothing, its end, and the waiting for it. */
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/bench.h"
#include "harness/children.h"
#include "harness/clock.h"

#define ZOMBIES 16
#define STACK_BYTES 65536

struct creation {
	struct children children;
	char *stack; /* of a child by clone */
};

static int setup(void **state, long param)
{
	struct creation *s = calloc(1, sizeof(*s));

	(void)param;
	if (!s)
		return -ENOMEM;
	*state = s;
	s->stack = mmap(NULL, STACK_BYTES, PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
	if (s->stack == MAP_FAILED)
		return bench_fail(errno, "mapping the child's stack");
	return children_open(&s->children);
}

static int run_fork(void *state, uint64_t ops, uint64_t *ticks, uint64_t *readings)
{
	return children_time_forks(state, ops, ticks, readings);
}

/* By the bare system call: after libc's fork the first instruction would be one of libc's own. */
static int run_fork_child(void *state, uint64_t ops, uint64_t *ticks, uint64_t *readings)
{
	struct children *c = state;
	int err = 0;

	*ticks = 0;
	for (uint64_t i = 0; i < ops && !err; i++) {
		c->page->ticks = 0;
		uint64_t begin = clock_begin();
		long pid = syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);

		if (pid == 0) {
			c->page->ticks = clock_end();
			children_exit(CHILDREN_FORKED);
		}
		err = pid < 0 ? children_refused("clone") : children_reap(c, (pid_t)pid, CHILDREN_FORKED);
		if (!err && c->page->ticks <= begin)
			err = bench_fail(EIO, "the child's clock reading is not after the parent's");
		*ticks += c->page->ticks - begin;
	}
	*readings = ops;
	return err;
}

static int run_exit_wait(void *state, uint64_t ops, uint64_t *ticks, uint64_t *readings)
{
	struct children *c = state;
	int err = 0;

	*ticks = 0;
	for (uint64_t i = 0; i < ops && !err; i++) {
		pid_t pid = fork();

		if (pid == 0) {
			c->page->ticks = 0; /* the page is there when the time is stored */
			c->page->ticks = clock_begin();
			children_exit(CHILDREN_FORKED);
		}
		err = pid < 0 ? children_refused("fork") : children_reap(c, pid, CHILDREN_FORKED);
		*ticks += clock_end() - c->page->ticks;
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
			children_exit(CHILDREN_FORKED);
		err = pid < 0 ? children_refused("fork") : children_reap(state, pid, CHILDREN_FORKED);
	}
	return err;
}

/* In a function of its own: nothing that the parent needs lives in registers here. */
static __attribute__((noinline)) pid_t vfork_child(void)
{
	pid_t pid = vfork();

	if (pid == 0)
		children_exit(CHILDREN_FORKED);
	return pid;
}

static int run_vfork_exit_wait(void *state, uint64_t ops)
{
	int err = 0;

	for (uint64_t i = 0; i < ops && !err; i++) {
		pid_t pid = vfork_child();

		err = pid < 0 ? children_refused("vfork") : children_reap(state, pid, CHILDREN_FORKED);
	}
	return err;
}

static int exit_at_once(void *unused)
{
	(void)unused;
	children_exit(CHILDREN_FORKED);
}

static int run_clone_exit_wait(void *state, uint64_t ops)
{
	struct creation *s = state;
	int err = 0;

	for (uint64_t i = 0; i < ops && !err; i++) {
		int pid = clone(exit_at_once, s->stack + STACK_BYTES, CLONE_VM | CLONE_VFORK | SIGCHLD, NULL);

		err = pid < 0 ? children_refused("clone") : children_reap(state, pid, CHILDREN_FORKED);
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
			children_exit(CHILDREN_FORKED);
		if (pid[k] < 0)
			return children_refused("fork");
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
			err = children_reap(state, pid[k], CHILDREN_FORKED);
		*ticks += clock_end() - begin;
		++*readings;
		ops -= count;
	}
	return err;
}

/* Faults are part of what fork does (page tables are copied, pages on demand): not claimed. */
#define ONE_CHILD \
	.setup = setup, .count = children_count, .teardown = free, .expect.events[BENCH_CHILDREN] = 1, \
	.expect.events[BENCH_FAULTS] = BENCH_ANY, .expect.events[BENCH_SWITCHES] = BENCH_ANY

static const struct bench_case cases[] = {
	{
		.name = "process.fork",
		.what = "fork until it returns in the parent; the child's run, exit and wait are not timed",
		.run_timed = run_fork,
		ONE_CHILD,
	},
	{
		.name = "process.fork.child",
		.what = "from before fork until the child's first instruction; meanwhile the parent waits",
		.run_timed = run_fork_child,
		ONE_CHILD,
	},
	{
		.name = "process.exit_wait",
		.what = "from the child's last instruction before _exit until wait returns in the parent",
		.run_timed = run_exit_wait,
		ONE_CHILD,
	},
	{
		.name = "process.wait",
		.what = "waitpid for a child that is a zombie already: reaping alone",
		.run_timed = run_wait,
		ONE_CHILD,
	},
	{
		.name = "process.fork_exit_wait",
		.what = "fork, the child exits at once, the parent waits for it: all of it",
		.run = run_fork_exit_wait,
		ONE_CHILD,
	},
	{
		.name = "process.vfork_exit_wait",
		.what = "the same with vfork: nothing is copied, the parent stands still meanwhile",
		.run = run_vfork_exit_wait,
		ONE_CHILD,
	},
	{
		.name = "process.clone_vm.exit_wait",
		.what = "the same with clone(CLONE_VM|CLONE_VFORK): as vfork, but with a stack of its own",
		.run = run_clone_exit_wait,
		ONE_CHILD,
	},
};

const struct bench_program bench_program = {
	.cases = cases,
	.count = sizeof(cases) / sizeof(cases[0]),
};
