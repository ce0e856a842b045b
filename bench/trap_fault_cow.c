/* trap.fault.cow: the bill of fork, page by page: the first write to a page that the child holds as well. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/bench.h"
#include "harness/clock.h"

#define PAGES 256 /* for each fork */
#define MOST_SIZE (4u * 1024u * 1024u)

struct region {
	char *start;
	size_t page, pages;
	struct bench_counts timed; /* events in the timed parts alone */
};

/* This process last: after fork its own variables fault once, and that must come before it is read. */
static struct bench_counts usage_now(void)
{
	const int who[] = { RUSAGE_CHILDREN, RUSAGE_SELF };
	struct bench_counts now = { { 0 } };

	for (int i = 0; i < 2; i++) {
		struct rusage u;

		getrusage(who[i], &u);
		now.events[BENCH_FAULTS] += (double)(u.ru_minflt + u.ru_majflt);
		now.events[BENCH_SWITCHES] += (double)(u.ru_nvcsw + u.ru_nivcsw);
	}
	return now;
}

/* In place of what the harness sees of the whole process, forks included: what the timed parts caused. */
static void count(void *state, struct bench_counts *counts)
{
	const struct region *r = state;
	struct bench_counts now = usage_now();

	for (int e = 0; e < BENCH_EVENTS; e++)
		counts->events[e] += r->timed.events[e] - now.events[e];
}

static size_t size_of(const struct region *r)
{
	return r->pages * r->page;
}

static void write_pages(const struct region *r, uint64_t pages)
{
	for (uint64_t i = 0; i < pages; i++)
		*(volatile char *)(r->start + i * r->page) = 1;
}

static int setup(void **state, long param)
{
	struct region *r = calloc(1, sizeof(*r));

	(void)param;
	if (!r)
		return -ENOMEM;
	*state = r;
	r->page = (size_t)sysconf(_SC_PAGESIZE);
	r->pages = PAGES * r->page < MOST_SIZE ? PAGES : MOST_SIZE / r->page;
	r->start = mmap(NULL, size_of(r), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (r->start == MAP_FAILED)
		return bench_fail(errno, "mmap of %zu KiB", size_of(r) / 1024);
	/* EINVAL: a kernel without huge pages. */
	if (madvise(r->start, size_of(r), MADV_NOHUGEPAGE) != 0 && errno != EINVAL)
		return bench_fail(errno, "madvise(MADV_NOHUGEPAGE)");
	write_pages(r, r->pages);
	return 0;
}

/* A child that holds all pages of its parent and does nothing: stopped until it is killed. */
static int start_holder(void)
{
	pid_t pid = bench_fork_partner();
	int status;

	if (pid < 0)
		return bench_fail(-pid, "starting the process that holds the pages");
	if (pid == 0) {
		kill(getpid(), SIGSTOP);
		_exit(0);
	}
	if (waitpid(pid, &status, WUNTRACED) != pid || !WIFSTOPPED(status))
		return bench_fail(ECHILD, "the process that holds the pages did not stop");
	return pid;
}

/* One that is gone already has not held the pages, and nothing was copied. */
static int end_holder(pid_t pid)
{
	if (waitpid(pid, NULL, WNOHANG) != 0)
		return bench_fail(ECHILD, "the process that holds the pages is gone too early");
	if (kill(pid, SIGKILL) != 0 || waitpid(pid, NULL, 0) != pid)
		return bench_fail(errno, "ending the process that holds the pages");
	return 0;
}

static int run_cow(void *state, uint64_t ops, uint64_t *ticks, uint64_t *readings)
{
	struct region *r = state;
	int err = 0;

	*ticks = *readings = 0;
	while (ops && !err) {
		uint64_t pages = ops < r->pages ? ops : r->pages;
		pid_t holder = start_holder();

		if (holder < 0)
			return holder;
		struct bench_counts before = usage_now();
		uint64_t begin = clock_begin();

		write_pages(r, pages);
		uint64_t taken = clock_end() - begin;
		struct bench_counts after = usage_now();

		for (int e = 0; e < BENCH_EVENTS; e++)
			r->timed.events[e] += after.events[e] - before.events[e];
		*ticks += taken;
		++*readings;
		ops -= pages;
		err = end_holder(holder);
	}
	return err;
}

static void teardown(void *state)
{
	struct region *r = state;

	if (r->start != MAP_FAILED)
		munmap(r->start, size_of(r));
	free(r);
}

static const struct bench_case cases[] = {
	{
		.name = "trap.fault.cow",
		.what = "first write after fork to a page that the child still holds: the fault and the copy",
		.expect.events[BENCH_FAULTS] = 1,
		/* Enough of them that the odd fault of the harness's own after a fork does not count. */
		.sample_ns = 2000000,
		.samples = 6,
		.setup = setup,
		.run_timed = run_cow,
		.count = count,
		.teardown = teardown,
	},
};

const struct bench_program bench_program = {
	.cases = cases,
	.count = sizeof(cases) / sizeof(cases[0]),
};
