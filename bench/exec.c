/* process.exec.*: exec without fork: a child that replaces its program by the same one, a few times over. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/bench.h"
#include "harness/children.h"

#define LETTERS 16 /* of a time as the child writes it: see bench/child/exec_any.c */

struct chain {
	struct children children;
	unsigned execs; /* that a child times: one digit */
	char program[PATH_MAX];
	char left[2], began[LETTERS + 1];
	char *argv[4];
	char *envp[1];
	int report[2]; /* here the last program writes when the first one and itself began */
};

static uint64_t time_ns(const char *letters)
{
	uint64_t ns = 0;

	for (unsigned i = 0; i < LETTERS; i++)
		ns = ns << 4 | (uint64_t)(letters[i] - 'a');
	return ns;
}

/* Nothing but the two times of one child fits the answer. */
static int read_report(const struct chain *c, uint64_t *ns)
{
	char text[2 * LETTERS + 1];
	uint64_t first, last;

	if (read(c->report[0], text, sizeof(text)) != 2 * LETTERS)
		return bench_fail(EPROTO, "the child did not tell when its programs began");
	first = time_ns(text);
	last = time_ns(text + LETTERS);
	*ns = last - first;
	return last > first ? 0 : bench_fail(EPROTO, "the last program began before the first one");
}

/* One child; its time covers the execs of its own, not the one that made it. */
static int run_chain(struct chain *c, uint64_t *ns)
{
	pid_t pid = fork();

	if (pid == 0) {
		if (dup2(c->report[1], STDOUT_FILENO) < 0)
			_exit(126);
		children_exec(&c->children, c->program, c->argv, c->envp);
	}
	int err = pid < 0 ? children_refused("fork") : children_reap(&c->children, pid, CHILDREN_EXECED);

	return err ? err : read_report(c, ns);
}

static int run(void *state, uint64_t ops, uint64_t *ticks, uint64_t *readings)
{
	struct chain *c = state;
	double total_ns = 0;
	int err = 0;

	for (uint64_t i = 0; i < ops && !err; i++) {
		uint64_t ns = 0;

		err = run_chain(c, &ns);
		total_ns += (double)ns / c->execs;
	}
	*ticks = (uint64_t)(total_ns * bench_ticks_per_ns());
	*readings = 0; /* the child reads the clock, once for all its execs */
	return err;
}

/* The file is there but exec says it is not: what is lacking is the loader that it names. */
static int try_chain(struct chain *c)
{
	uint64_t ns;
	int err = run_chain(c, &ns);

	if (err && c->children.page->exec_errno == ENOENT)
		return bench_skip("the dynamic loader of the machine of the build is not on this one");
	return err;
}

/* lacking: why the program may rightly not be there, or NULL. */
static int setup(void **state, const char *name, unsigned execs, const char *lacking)
{
	struct chain *c = calloc(1, sizeof(*c));
	int err;

	if (!c)
		return -ENOMEM;
	*c = (struct chain){ .execs = execs, .left = { (char)('0' + execs) },
			     .argv = { c->program, c->left, c->began } };
	memset(c->began, '-', LETTERS);
	*state = c;
	err = bench_child_path(name, c->program, sizeof(c->program));
	if (err)
		return bench_fail(-err, "finding the program to exec");
	if (access(c->program, F_OK) != 0)
		return lacking ? bench_skip("%s", lacking) : bench_fail(errno, "%s", c->program);
	if (pipe2(c->report, O_NONBLOCK) != 0) /* a child that says nothing is not waited for */
		return bench_fail(errno, "making a pipe");
	err = children_open(&c->children);
	return err ? err : try_chain(c);
}

static int setup_bare(void **state, long param)
{
	(void)param;
	return setup(state, "exec_bare", 8, NULL);
}

static int setup_static(void **state, long param)
{
	(void)param;
	return setup(state, "exec_static", 2, "there was no static libc to build the program with");
}

static int setup_dynamic(void **state, long param)
{
	(void)param;
	return setup(state, "exec_dynamic", 2, NULL);
}

/* One child for every operation, which is the mean of that child's execs. */
#define ONE_CHILD \
	.run_timed = run, .count = children_count, .teardown = free, .expect.events[BENCH_CHILDREN] = 1, \
	.expect.events[BENCH_FAULTS] = BENCH_ANY, .expect.events[BENCH_SWITCHES] = BENCH_ANY

static const struct bench_case cases[] = {
	{
		.name = "process.exec.bare",
		.what = "exec alone: a program without libc replaces itself, until its first instruction",
		.setup = setup_bare,
		ONE_CHILD,
	},
	{
		.name = "process.exec.static",
		.what = "the same with a static libc, until main begins: the start of libc is in it",
		.samples = 6,
		.sample_ns = 2500000,
		.setup = setup_static,
		ONE_CHILD,
	},
	{
		.name = "process.exec.dynamic",
		.what = "the same with libc linked dynamically: the loader finds, maps and links it as well",
		.samples = 6,
		.sample_ns = 2500000,
		.setup = setup_dynamic,
		ONE_CHILD,
	},
};

const struct bench_program bench_program = {
	.cases = cases,
	.count = sizeof(cases) / sizeof(cases[0]),
};
