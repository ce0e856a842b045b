/* trap.fault.huge: one fault that brings a huge page. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "harness/bench.h"
#include "harness/clock.h"

#define THP_FOLDER "/sys/kernel/mm/transparent_hugepage/"
/* Larger ones (512 MiB with 64 KiB pages) take too long to clear. */
#define MOST_SIZE (32u * 1024u * 1024u)

struct huge {
	char *start;
	size_t size;
	char *mapped; /* twice as much, so that an aligned part is in it */
};

static int read_setting(const char *path, char *text, int size)
{
	FILE *f = fopen(path, "re");
	int ok = f && fgets(text, size, f);

	if (f)
		fclose(f);
	return ok;
}

/* Its size in bytes; 0 after a bench_skip(). */
static size_t huge_size(void)
{
	char text[128] = "";
	size_t size;

	if (!read_setting(THP_FOLDER "enabled", text, sizeof(text)) || strstr(text, "[never]")) {
		bench_skip("the kernel has no transparent huge pages, or they are off");
		return 0;
	}
	size = read_setting(THP_FOLDER "hpage_pmd_size", text, sizeof(text)) ? strtoul(text, NULL, 10) : 0;
	if (size == 0)
		bench_skip("the kernel does not say how large its huge pages are");
	if (size <= MOST_SIZE)
		return size;
	bench_skip("huge pages of %zu MiB take too long to clear", size >> 20);
	return 0;
}

static void touch_first(const struct huge *h)
{
	*(volatile char *)h->start = 1;
}

/* Where the first touch brought less than the huge page, this one faults too, and that fault counts. */
static void touch_last(const struct huge *h)
{
	*(volatile char *)(h->start + h->size - 1) = 1;
}

static long faults_now(void)
{
	struct rusage u;

	getrusage(RUSAGE_SELF, &u);
	return u.ru_minflt + u.ru_majflt;
}

static int setup(void **state, long param)
{
	size_t size = huge_size();
	struct huge *h;

	(void)param;
	if (size == 0)
		return BENCH_SKIP;
	h = calloc(1, sizeof(*h));
	if (!h)
		return -ENOMEM;
	*state = h;
	h->size = size;
	h->mapped = mmap(NULL, 2 * size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (h->mapped == MAP_FAILED)
		return bench_fail(errno, "mmap of %zu MiB", 2 * size >> 20);
	h->start = h->mapped + (size - (uintptr_t)h->mapped % size) % size;
	if (madvise(h->start, size, MADV_HUGEPAGE) != 0)
		return bench_skip("huge pages may not be asked for (MADV_HUGEPAGE): %s", strerror(errno));
	touch_first(h);
	long before = faults_now();

	touch_last(h);
	if (faults_now() != before)
		return bench_skip("no huge page came: fragmented memory, or they are off for this process");
	return 0;
}

static int run_huge(void *state, uint64_t ops, uint64_t *ticks, uint64_t *readings)
{
	struct huge *h = state;

	*ticks = 0;
	for (uint64_t i = 0; i < ops; i++) {
		if (madvise(h->start, h->size, MADV_DONTNEED) != 0)
			return bench_fail(errno, "madvise(MADV_DONTNEED)");
		uint64_t begin = clock_begin();

		touch_first(h);
		*ticks += clock_end() - begin;
		touch_last(h);
	}
	*readings = ops;
	return 0;
}

static void teardown(void *state)
{
	struct huge *h = state;

	if (h->mapped != MAP_FAILED)
		munmap(h->mapped, 2 * h->size);
	free(h);
}

static const struct bench_case cases[] = {
	{
		.name = "trap.fault.huge",
		.what = "first write to memory that comes as one huge page (2 MiB on x86); clearing included",
		.expect.events[BENCH_FAULTS] = 1,
		/* So long an operation is now and then interrupted by somebody. */
		.expect.events[BENCH_SWITCHES] = BENCH_ANY,
		.setup = setup,
		.run_timed = run_huge,
		.teardown = teardown,
	},
};

const struct bench_program bench_program = {
	.cases = cases,
	.count = sizeof(cases) / sizeof(cases[0]),
};
