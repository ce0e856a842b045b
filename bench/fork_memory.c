/* process.fork.memory: fork of a process that has touched so much memory. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "harness/bench.h"
#include "harness/children.h"

#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23
#endif
#define MIB (1ul << 20)

struct memory {
	struct children children;
	char *base;
	size_t bytes, page;
};

/* A number in a file, or the greatest there is: no file, or "max". */
static unsigned long long limit_in(const char *path)
{
	FILE *f = fopen(path, "re");
	unsigned long long n = ULLONG_MAX;

	if (f && fscanf(f, "%llu", &n) != 1)
		n = ULLONG_MAX;
	if (f)
		fclose(f);
	return n;
}

/* A container may have less than the machine; half of that, for the kernel kills where it ends. */
static int is_there(size_t bytes)
{
	unsigned long long room =
		(unsigned long long)sysconf(_SC_AVPHYS_PAGES) * (unsigned long long)sysconf(_SC_PAGESIZE);
	unsigned long long limit = limit_in("/sys/fs/cgroup/memory.max") / 2;

	room = limit < room ? limit : room;
	return bytes <= room ? 0 : bench_skip("%llu MiB of memory are free for this, too few", room / MIB);
}

/* Maps the memory, aligned, and says with which pages; nothing of it is touched. */
static int map(struct memory *m, size_t align, int advice)
{
	char *at = mmap(NULL, m->bytes + align, PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (at == MAP_FAILED)
		return bench_skip("%zu MiB cannot be mapped here", m->bytes / MIB);
	m->base = at + (align - (size_t)at % align) % align;
	/* EINVAL: a kernel without transparent huge pages, which gives small ones to everybody. */
	if (m->bytes && madvise(m->base, m->bytes, advice) != 0 && advice == MADV_HUGEPAGE)
		return bench_skip("this kernel has no transparent huge pages: %s",
				  errno == EINVAL ? "madvise does not know them" : "madvise fails");
	return 0;
}

/* Writes to every page of a stretch. */
static void touch(const struct memory *m, size_t from, size_t to)
{
	for (size_t at = from; at < to; at += m->page)
		*(volatile char *)(m->base + at) = 1;
}

/* In one go where the kernel can (5.14), which is quicker than fault by fault. */
static void touch_all(const struct memory *m)
{
	if (madvise(m->base, m->bytes, MADV_POPULATE_WRITE) != 0)
		touch(m, 0, m->bytes);
}

/* fork copies what is in memory, and only that. */
static int is_resident(const struct memory *m)
{
	size_t pages = m->bytes / m->page, resident = 0;
	unsigned char *in = malloc(pages + 1);

	if (!in)
		return -ENOMEM;
	if (m->bytes && mincore(m->base, m->bytes, in) != 0) {
		free(in);
		return bench_fail(errno, "mincore");
	}
	for (size_t i = 0; i < pages; i++)
		resident += in[i] & 1;
	free(in);
	return resident == pages ? 0 : bench_fail(ENOMEM, "%zu of %zu pages are in memory", resident, pages);
}

static int prepare(void **state, long mib, struct memory **out)
{
	struct memory *m = calloc(1, sizeof(*m));
	int err;

	if (!m)
		return -ENOMEM;
	*state = *out = m;
	m->bytes = (size_t)mib * MIB;
	m->page = (size_t)sysconf(_SC_PAGESIZE);
	err = is_there(m->bytes);
	return err ? err : children_open(&m->children);
}

static int setup_small(void **state, long mib)
{
	struct memory *m;
	int err = prepare(state, mib, &m);

	if (!err)
		err = map(m, m->page, MADV_NOHUGEPAGE);
	if (err)
		return err;
	touch_all(m);
	return is_resident(m);
}

/* Bytes of a huge page; 0: there are none. */
static size_t huge_page_bytes(void)
{
	FILE *f = fopen("/sys/kernel/mm/transparent_hugepage/hpage_pmd_size", "re");
	size_t bytes = 0;

	if (f && fscanf(f, "%zu", &bytes) != 1)
		bytes = 0;
	if (f)
		fclose(f);
	return bytes;
}

static long minor_faults(void)
{
	struct rusage u;

	getrusage(RUSAGE_SELF, &u);
	return u.ru_minflt;
}

/* A huge page takes one fault where the small ones in its place take hundreds. */
static int touch_huge(const struct memory *m, size_t huge)
{
	for (size_t at = 0; at < m->bytes; at += huge) {
		long before = minor_faults();

		touch(m, at, at + huge);
		if (minor_faults() - before > 2)
			return bench_skip("no huge page after %zu of %zu MiB: they are off, or memory is too "
					  "fragmented", at / MIB, m->bytes / MIB);
	}
	return 0;
}

static int setup_huge(void **state, long mib)
{
	struct memory *m;
	size_t huge = huge_page_bytes();
	int err = prepare(state, mib, &m);

	if (err)
		return err;
	if (!huge)
		return bench_skip("this kernel has no transparent huge pages, or hides /sys");
	if (m->bytes % huge)
		return bench_skip("a huge page has %zu MiB here", huge / MIB);
	err = map(m, huge, MADV_HUGEPAGE);
	if (!err)
		err = touch_huge(m, huge);
	return err ? err : is_resident(m);
}

/* fork takes the right to write off every page; one not written since the last fork is quicker. */
static int run(void *state, uint64_t ops, uint64_t *ticks, uint64_t *readings)
{
	struct memory *m = state;
	int err = 0;

	*ticks = *readings = 0;
	for (uint64_t i = 0; i < ops && !err; i++) {
		uint64_t more = 0, more_readings = 0;

		touch_all(m);
		err = children_time_forks(&m->children, 1, &more, &more_readings);
		*ticks += more;
		*readings += more_readings;
	}
	return err;
}

static const long small_mib[] = { 0, 1, 16, 64 };
static const long small_mib_dense[] = { 0, 1, 4, 16, 64, 128, 256 };
static const long huge_mib[] = { 2, 16, 32 };
static const long huge_mib_dense[] = { 2, 4, 16, 32, 64, 128, 256 };

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))
#define CURVE(mib) \
	.params = mib, .param_count = LENGTH(mib), \
	.dense_params = mib##_dense, .dense_count = LENGTH(mib##_dense)

/* Faults and switches are the child's, and the parent's between two forks: not timed, not claimed. */
#define ONE_CHILD \
	.samples = 3, .sample_ns = 4000000, .run_timed = run, .count = children_count, .teardown = free, \
	.expect.events[BENCH_CHILDREN] = 1, .expect.events[BENCH_FAULTS] = BENCH_ANY, \
	.expect.events[BENCH_SWITCHES] = BENCH_ANY

static const struct bench_case cases[] = {
	{
		.name = "process.fork.memory",
		.what = "fork until it returns; before it the parent writes so many MiB of small pages",
		.setup = setup_small,
		CURVE(small_mib),
		ONE_CHILD,
	},
	{
		.name = "process.fork.memory.huge",
		.what = "the same with so many MiB in transparent huge pages",
		.setup = setup_huge,
		CURVE(huge_mib),
		ONE_CHILD,
	},
};

const struct bench_program bench_program = {
	.cases = cases,
	.count = sizeof(cases) / sizeof(cases[0]),
};
