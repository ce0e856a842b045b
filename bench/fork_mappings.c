/* process.fork.mappings: fork of a process whose address space is in so many more pieces. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "harness/bench.h"
#include "harness/children.h"

/* How many mappings the kernel keeps for this process; -1: there is no /proc to ask. */
static long mappings(void)
{
	FILE *f = fopen("/proc/self/maps", "re");
	long lines = 0;

	if (!f)
		return -1;
	for (int c = getc(f); c != EOF; c = getc(f))
		lines += c == '\n';
	fclose(f);
	return lines;
}

/* Neighbours with the same rights would be merged, so they alternate. No page is touched. */
static int map(long count)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	char *at = mmap(NULL, (size_t)count * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (at == MAP_FAILED)
		return bench_fail(errno, "mapping %ld pages", count);
	for (long i = 1; i < count; i += 2)
		if (mprotect(at + (size_t)i * page, page, PROT_READ) != 0)
			return errno == ENOMEM ? bench_skip("no more than %ld mappings are allowed here", i)
					       : bench_fail(errno, "mprotect");
	return 0;
}

static int setup(void **state, long count)
{
	struct children *c = calloc(1, sizeof(*c));
	int err;

	if (!c)
		return -ENOMEM;
	*state = c;
	err = children_open(c);
	if (err)
		return err;
	long before = mappings();

	err = count ? map(count) : 0;
	if (err)
		return err;
	long more = mappings() - before;

	/* The ends may have found a neighbour, and libc's heap may have grown a mapping. */
	if (before >= 0 && labs(more - count) > 3)
		return bench_fail(EPROTO, "there are %ld more mappings, not %ld", more, count);
	return 0;
}

static int run(void *state, uint64_t ops, uint64_t *ticks, uint64_t *readings)
{
	return children_time_forks(state, ops, ticks, readings);
}

static const long mapping_counts[] = { 0, 100, 1000 };
static const long mapping_counts_dense[] = { 0, 10, 100, 300, 1000, 3000, 10000 };

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

static const struct bench_case cases[] = {
	{
		.name = "process.fork.mappings",
		.what = "fork until it returns; the parent has so many more mappings, none of them touched",
		.expect.events[BENCH_CHILDREN] = 1,
		.expect.events[BENCH_FAULTS] = BENCH_ANY,
		.expect.events[BENCH_SWITCHES] = BENCH_ANY,
		.params = mapping_counts,
		.param_count = LENGTH(mapping_counts),
		.dense_params = mapping_counts_dense,
		.dense_count = LENGTH(mapping_counts_dense),
		.setup = setup,
		.run_timed = run,
		.count = children_count,
		.teardown = free,
	},
};

const struct bench_program bench_program = {
	.cases = cases,
	.count = sizeof(cases) / sizeof(cases[0]),
};
