/* process.*exec_wait and relatives: making a process that runs another program, and waiting for its end. */
#include <errno.h>
#include <limits.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "harness/bench.h"
#include "harness/children.h"

#define STACK_BYTES 65536

struct command {
	struct children children;
	char program[PATH_MAX];
	char *argv[4];
	char *envp[1];
	int status;  /* that the program ends with */
	char *stack; /* of a child by clone */
};

typedef pid_t start_fn(struct command *c); /* a child that runs the program; -1 and errno */

static pid_t start_fork(struct command *c)
{
	pid_t pid = fork();

	if (pid == 0)
		children_exec(&c->children, c->program, c->argv, c->envp);
	return pid;
}

/* In a function of its own: nothing that the parent needs lives in registers here. */
static __attribute__((noinline)) pid_t start_vfork(struct command *c)
{
	pid_t pid = vfork();

	if (pid == 0)
		children_exec(&c->children, c->program, c->argv, c->envp);
	return pid;
}

static int run_program(void *command)
{
	struct command *c = command;

	children_exec(&c->children, c->program, c->argv, c->envp);
}

static pid_t start_clone(struct command *c)
{
	return clone(run_program, c->stack + STACK_BYTES, CLONE_VM | CLONE_VFORK | SIGCHLD, c);
}

static pid_t start_spawn(struct command *c)
{
	pid_t pid;

	errno = posix_spawn(&pid, c->program, NULL, NULL, c->argv, c->envp);
	return errno ? -1 : pid;
}

static inline int repeat(struct command *c, uint64_t ops, start_fn *start, const char *call)
{
	int err = 0;

	for (uint64_t i = 0; i < ops && !err; i++) {
		pid_t pid = start(c);

		err = pid < 0 ? children_refused(call) : children_reap(&c->children, pid, c->status);
	}
	return err;
}

static int run_fork(void *state, uint64_t ops)
{
	return repeat(state, ops, start_fork, "fork");
}

static int run_vfork(void *state, uint64_t ops)
{
	return repeat(state, ops, start_vfork, "vfork");
}

static int run_clone(void *state, uint64_t ops)
{
	return repeat(state, ops, start_clone, "clone");
}

static int run_spawn(void *state, uint64_t ops)
{
	return repeat(state, ops, start_spawn, "posix_spawn");
}

static int new_command(void **state, struct command **out)
{
	struct command *c = calloc(1, sizeof(*c));

	if (!c)
		return -ENOMEM;
	*state = *out = c;
	c->argv[0] = c->program;
	c->stack = mmap(NULL, STACK_BYTES, PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
	if (c->stack == MAP_FAILED)
		return bench_fail(errno, "mapping the child's stack");
	return children_open(&c->children);
}

static int setup_child(void **state, const char *name)
{
	struct command *c;
	int err = new_command(state, &c);

	if (err)
		return err;
	c->status = CHILDREN_EXECED;
	err = bench_child_path(name, c->program, sizeof(c->program));
	return err ? bench_fail(-err, "finding the program to exec") : 0;
}

static int setup_static(void **state, long param)
{
	(void)param;
	return setup_child(state, "exit");
}

/* The file is there but exec says it is not: what is lacking is the loader that it names. */
static int setup_dynamic(void **state, long param)
{
	int err = setup_child(state, "exec_dynamic");
	struct command *c = *state;

	(void)param;
	if (!err && run_fork(c, 1) != 0 && c->children.page->exec_errno == ENOENT &&
	    access(c->program, F_OK) == 0)
		return bench_skip("the dynamic loader of the machine of the build is not on this one");
	c->children.page->exec_errno = 0;
	return err;
}

static int setup_shell(void **state, long param)
{
	struct command *c;
	int err = new_command(state, &c);

	(void)param;
	if (err)
		return err;
	snprintf(c->program, sizeof(c->program), "/bin/sh");
	c->argv[0] = (char *)"sh";
	c->argv[1] = (char *)"-c";
	c->argv[2] = (char *)":";
	return access(c->program, X_OK) ? bench_skip("there is no /bin/sh") : 0;
}

/* Faults are part of what exec does (a program comes in page by page): not claimed. */
#define ONE_CHILD \
	.count = children_count, .teardown = free, .expect.events[BENCH_CHILDREN] = 1, \
	.expect.events[BENCH_FAULTS] = BENCH_ANY, .expect.events[BENCH_SWITCHES] = BENCH_ANY

static const struct bench_case cases[] = {
	{
		.name = "process.fork_exec_wait",
		.what = "fork, exec of a tiny static program that exits, wait: a command in a shell",
		.setup = setup_static,
		.run = run_fork,
		ONE_CHILD,
	},
	{
		.name = "process.fork_exec_wait.dynamic",
		.what = "the same with a program that is linked dynamically with libc, as most are",
		.setup = setup_dynamic,
		.run = run_fork,
		ONE_CHILD,
	},
	{
		.name = "process.vfork_exec_wait",
		.what = "the tiny static program by vfork and exec, and wait: no copy of the parent",
		.setup = setup_static,
		.run = run_vfork,
		ONE_CHILD,
	},
	{
		.name = "process.clone_vm.exec_wait",
		.what = "the same by clone(CLONE_VM|CLONE_VFORK): as vfork, but with a stack of its own",
		.setup = setup_static,
		.run = run_clone,
		ONE_CHILD,
	},
	{
		.name = "process.spawn_wait",
		.what = "posix_spawn of the same program, and wait: no copy of the parent",
		.setup = setup_static,
		.run = run_spawn,
		ONE_CHILD,
	},
	{
		.name = "process.shell",
		.what = "fork, exec of /bin/sh -c : (a command that does nothing), wait: what system() costs",
		.samples = 8,
		.sample_ns = 1000000,
		.setup = setup_shell,
		.run = run_fork,
		ONE_CHILD,
	},
};

const struct bench_program bench_program = {
	.cases = cases,
	.count = sizeof(cases) / sizeof(cases[0]),
};
