/* Working sets in random order. */
#include "workset.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "bench.h"
#include "clock.h"

#define LINE_BYTES 64
#define LINE_WORDS (LINE_BYTES / sizeof(void *))

/* xorshift64 (Marsaglia, 2003), from the same seed each time. */
static uint64_t next_random(uint64_t *x)
{
	*x ^= *x << 13;
	*x ^= *x >> 7;
	*x ^= *x << 17;
	return *x;
}

/* The lines in random order (Fisher and Yates), each pointing to the one after it. */
static void link_lines(struct workset *set, size_t *order)
{
	uint64_t random = 88172645463325252u;
	size_t n = set->lines;

	for (size_t i = 0; i < n; i++)
		order[i] = i;
	for (size_t i = n - 1; i > 0; i--) {
		size_t k = next_random(&random) % (i + 1), swapped = order[i];

		order[i] = order[k];
		order[k] = swapped;
	}
	for (size_t i = 0; i < n; i++)
		set->memory[order[i] * LINE_WORDS] = &set->memory[order[(i + 1) % n] * LINE_WORDS];
	for (size_t c = 0; c < WORKSET_CHAINS; c++)
		set->first[c] = &set->memory[order[c * n / WORKSET_CHAINS] * LINE_WORDS];
}

int workset_make(struct workset *set, long bytes)
{
	size_t *order;

	set->lines = (size_t)bytes / LINE_BYTES;
	set->memory = mmap(NULL, (size_t)bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (set->memory == MAP_FAILED)
		return bench_fail(errno, "a working set of %ld bytes", bytes);
	/* Whether there are huge pages would be left to chance. */
	madvise(set->memory, (size_t)bytes, MADV_NOHUGEPAGE);
	order = malloc(set->lines * sizeof(*order));
	if (!order)
		return -ENOMEM;
	link_lines(set, order);
	free(order);
	return 0;
}

void workset_free(struct workset *set)
{
	munmap(set->memory, set->lines * LINE_BYTES);
}

void workset_traverse(const struct workset *set)
{
	void **a = set->first[0], **b = set->first[1], **c = set->first[2], **d = set->first[3];

	for (size_t n = set->lines / WORKSET_CHAINS; n; n--) {
		a = *a;
		b = *b;
		c = *c;
		d = *d;
	}
	__asm__ volatile("" : : "r"(a), "r"(b), "r"(c), "r"(d));
}

uint64_t workset_time(const struct workset *set)
{
	uint64_t begin = clock_begin();

	workset_traverse(set);
	return clock_end() - begin;
}
