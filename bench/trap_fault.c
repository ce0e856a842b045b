/*
 * trap.fault.*: what the first touch of a page costs, fault by fault.
 *
 * Each operation touches one page and must be one fault. Page tables stay: the regions are shorter than
 * what one page of page table maps, so that nothing but the pages themselves is given back in between.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "harness/bench.h"
#include "harness/clock.h"

#define REGION (1024u * 1024u)
/* The kernel maps cached neighbours within such a window with one fault (fault_around_bytes). */
#define WINDOW (64u * 1024u)

struct region {
	char *start;
	size_t step; /* from one touched place to the next */
};

typedef void touch_each(const struct region *r, size_t step, uint64_t places);

static void write_each(const struct region *r, size_t step, uint64_t places)
{
	for (uint64_t i = 0; i < places; i++)
		*(volatile char *)(r->start + i * step) = 1;
}

static void read_each(const struct region *r, size_t step, uint64_t places)
{
	for (uint64_t i = 0; i < places; i++)
		(void)*(volatile char *)(r->start + i * step);
}

static size_t page_size(void)
{
	return (size_t)sysconf(_SC_PAGESIZE);
}

static size_t window_size(void)
{
	return page_size() > WINDOW ? page_size() : WINDOW;
}

static int map_region(void **state, size_t step, int flags, int fd)
{
	struct region *r = calloc(1, sizeof(*r));

	if (!r)
		return -ENOMEM;
	*state = r;
	r->step = step;
	r->start = mmap(NULL, REGION, PROT_READ | PROT_WRITE, flags, fd, 0);
	if (r->start == MAP_FAILED)
		return bench_fail(errno, "mmap of %u KiB", REGION / 1024);
	/* EINVAL: a kernel without huge pages. */
	if (madvise(r->start, REGION, MADV_NOHUGEPAGE) != 0 && errno != EINVAL)
		return bench_fail(errno, "madvise(MADV_NOHUGEPAGE)");
	return 0;
}

static int setup_anon(void **state, long param)
{
	(void)param;
	return map_region(state, page_size(), MAP_PRIVATE | MAP_ANONYMOUS, -1);
}

/* A page of the file is cached at every so manieth byte; between them are holes. */
static int map_file(void **state, size_t cached_step)
{
	int fd = memfd_create("oscost", MFD_CLOEXEC);
	int err;

	if (fd < 0)
		return bench_skip("no file in memory may be made here (memfd_create): %s", strerror(errno));
	if (ftruncate(fd, REGION) != 0)
		err = bench_fail(errno, "a file of %u KiB in memory", REGION / 1024);
	else
		err = map_region(state, window_size(), MAP_SHARED, fd);
	close(fd);
	if (!err)
		write_each(*state, cached_step, REGION / cached_step);
	return err;
}

/* No fault finds a neighbour to map. */
static int setup_file(void **state, long param)
{
	(void)param;
	return map_file(state, window_size());
}

static int setup_around(void **state, long param)
{
	(void)param;
	if (page_size() >= WINDOW)
		return bench_skip("a page is as large as the window in which neighbours are mapped");
	return map_file(state, page_size());
}

/* Forgets the pages, which is not timed, and touches them. */
static int run_faults(struct region *r, touch_each *touch, uint64_t ops, uint64_t *ticks, uint64_t *readings)
{
	*ticks = *readings = 0;
	while (ops) {
		uint64_t places = ops < REGION / r->step ? ops : REGION / r->step;

		if (madvise(r->start, REGION, MADV_DONTNEED) != 0)
			return bench_fail(errno, "madvise(MADV_DONTNEED)");
		uint64_t begin = clock_begin();

		touch(r, r->step, places);
		*ticks += clock_end() - begin;
		++*readings;
		ops -= places;
	}
	return 0;
}

static int run_write(void *state, uint64_t ops, uint64_t *ticks, uint64_t *readings)
{
	return run_faults(state, write_each, ops, ticks, readings);
}

static int run_read(void *state, uint64_t ops, uint64_t *ticks, uint64_t *readings)
{
	return run_faults(state, read_each, ops, ticks, readings);
}

static void teardown(void *state)
{
	struct region *r = state;

	if (r->start != MAP_FAILED)
		munmap(r->start, REGION);
	free(r);
}

#define ONE_FAULT .expect.events[BENCH_FAULTS] = 1, .teardown = teardown

static const struct bench_case cases[] = {
	{
		.name = "trap.fault.anon",
		.what = "first write to a page of anonymous memory: the fault, a page found, cleared, mapped",
		.setup = setup_anon,
		.run_timed = run_write,
		ONE_FAULT,
	},
	{
		.name = "trap.fault.file",
		.what = "first read of a cached page of a mapped file (memfd); the fault maps it alone",
		.setup = setup_file,
		.run_timed = run_read,
		ONE_FAULT,
	},
	{
		.name = "trap.fault.file.around",
		.what = "the same where all of the file is cached: one fault maps all of the 64 KiB around",
		.setup = setup_around,
		.run_timed = run_read,
		ONE_FAULT,
	},
};

const struct bench_program bench_program = {
	.cases = cases,
	.count = sizeof(cases) / sizeof(cases[0]),
};
