/* process.cow.*: what fork leaves to pay: the first write to a page that both share copies it. */
#include <errno.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "harness/bench.h"
#include "harness/children.h"
#include "harness/clock.h"

#define CHILD_PAGES 256 /* that a child writes to */

struct cow {
	struct children children;
	char *base;
	size_t page;
	uint64_t pages;	     /* written to after each fork */
	double faults;	     /* in the timed stretches alone */
	int ready[2], go[2]; /* the child's word that it is there, and its leave to end */
};

/* What the pages of one fork took. */
struct bill {
	uint64_t ticks;
	double faults;
};

static double faults_of(int who)
{
	struct rusage u;

	if (getrusage(who, &u) != 0)
		return 0;
	return (double)(u.ru_minflt + u.ru_majflt);
}

static struct bill write_pages(const struct cow *s)
{
	struct bill bill;

	faults_of(RUSAGE_SELF); /* brings in what asking itself writes to */
	double before = faults_of(RUSAGE_SELF);
	uint64_t begin = clock_begin();

	for (uint64_t i = 0; i < s->pages; i++)
		*(volatile char *)(s->base + i * s->page) = 2;
	bill.ticks = clock_end() - begin;
	bill.faults = faults_of(RUSAGE_SELF) - before;
	return bill;
}

static int setup(void **state, long pages)
{
	struct cow *s = calloc(1, sizeof(*s));

	if (!s)
		return -ENOMEM;
	*state = s;
	s->pages = pages ? (uint64_t)pages : CHILD_PAGES;
	s->page = (size_t)sysconf(_SC_PAGESIZE);
	s->base = mmap(NULL, s->pages * s->page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (s->base == MAP_FAILED || pipe(s->ready) != 0 || pipe(s->go) != 0)
		return bench_fail(errno, "mapping %ju pages and making two pipes", (uintmax_t)s->pages);
	madvise(s->base, s->pages * s->page, MADV_NOHUGEPAGE); /* fails where there are none */
	for (uint64_t i = 0; i < s->pages; i++)
		*(volatile char *)(s->base + i * s->page) = 1;
	return children_open(&s->children);
}

/* The child: holds the pages as they were until it may end. */
static __attribute__((noreturn)) void hold(const struct cow *s)
{
	char byte = 'r';

	if (write(s->ready[1], &byte, 1) != 1 || read(s->go[0], &byte, 1) != 1)
		children_exit(1);
	children_exit(CHILDREN_FORKED);
}

static int write_beside_child(struct cow *s, struct bill *bill)
{
	pid_t pid = fork();
	char byte;

	if (pid == 0)
		hold(s);
	if (pid < 0)
		return children_refused("fork");
	if (read(s->ready[0], &byte, 1) != 1)
		return bench_fail(errno, "waiting for the child");
	*bill = write_pages(s);
	if (write(s->go[1], &byte, 1) != 1)
		return bench_fail(errno, "telling the child to end");
	return children_reap(&s->children, pid, CHILDREN_FORKED);
}

static int write_in_child(struct cow *s, struct bill *bill)
{
	volatile struct children_page *told = s->children.page;
	pid_t pid = fork();
	int err;

	if (pid == 0) {
		*bill = write_pages(s);
		told->ticks = bill->ticks;
		told->faults = bill->faults;
		children_exit(CHILDREN_FORKED);
	}
	err = pid < 0 ? children_refused("fork") : children_reap(&s->children, pid, CHILDREN_FORKED);
	*bill = (struct bill){ told->ticks, told->faults };
	return err;
}

/* One operation is one page. After each fork all are written to; of the last fork's, a share counts. */
static inline int run(struct cow *s, uint64_t ops, uint64_t *ticks, uint64_t *readings,
		      int (*write_all)(struct cow *, struct bill *))
{
	double total = 0, shares = 0;
	int err = 0;

	for (uint64_t left = ops; left && !err;) {
		uint64_t counted = left < s->pages ? left : s->pages;
		double share = (double)counted / (double)s->pages;
		struct bill bill = { 0, 0 };

		err = write_all(s, &bill);
		total += (double)bill.ticks * share;
		s->faults += bill.faults * share;
		shares += share;
		left -= counted;
	}
	*ticks = (uint64_t)total;
	*readings = (uint64_t)(shares + .5);
	return err;
}

static int run_parent(void *state, uint64_t ops, uint64_t *ticks, uint64_t *readings)
{
	return run(state, ops, ticks, readings, write_beside_child);
}

static int run_child(void *state, uint64_t ops, uint64_t *ticks, uint64_t *readings)
{
	return run(state, ops, ticks, readings, write_in_child);
}

/* The harness counts all faults of parent and children: those outside the timed stretches are taken off. */
static void count(void *state, struct bench_counts *counts)
{
	const struct cow *s = state;

	counts->events[BENCH_FAULTS] += s->faults - faults_of(RUSAGE_SELF) - faults_of(RUSAGE_CHILDREN);
}

static const long pages_written[] = { 16, 256 };
static const long pages_written_dense[] = { 1, 16, 64, 256, 1024, 4096 };

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))
#define ONE_FAULT \
	.samples = 8, .sample_ns = 1000000, .setup = setup, .count = count, .teardown = free, \
	.expect.events[BENCH_FAULTS] = 1, .expect.events[BENCH_SWITCHES] = BENCH_ANY

static const struct bench_case cases[] = {
	{
		.name = "process.cow.parent",
		.what = "per page: the parent's first write after fork to so many pages; the child lives",
		.params = pages_written,
		.param_count = LENGTH(pages_written),
		.dense_params = pages_written_dense,
		.dense_count = LENGTH(pages_written_dense),
		.run_timed = run_parent,
		ONE_FAULT,
	},
	{
		.name = "process.cow.child",
		.what = "per page: the child's first write after fork to 256 pages; the parent lives",
		.run_timed = run_child,
		ONE_FAULT,
	},
};

const struct bench_program bench_program = {
	.cases = cases,
	.count = sizeof(cases) / sizeof(cases[0]),
};
