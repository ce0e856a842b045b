/* syscall.mmap_munmap: address space alone, no memory. */
#include <errno.h>
#include <sys/mman.h>

#include "harness/bench.h"

#define SIZE (64 * 1024)

/* Results are looked at after the loop: in the twin process that counts system calls none succeeds. */
static int run_mmap_munmap(void *state, uint64_t ops)
{
	int failed = 0;

	(void)state;
	for (uint64_t i = 0; i < ops; i++) {
		void *p = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

		failed |= p == MAP_FAILED;
		failed |= munmap(p, SIZE) < 0;
	}
	return failed ? bench_fail(errno, "mmap and munmap") : 0;
}

static const struct bench_case cases[] = {
	{
		.name = "syscall.mmap_munmap",
		.what = "mmap of 64 KiB of anonymous memory and munmap: two system calls; nothing is touched",
		.expect.events[BENCH_SYSCALLS] = 2,
		.claims_syscalls = 1,
		.run = run_mmap_munmap,
	},
};

const struct bench_program bench_program = {
	.cases = cases,
	.count = sizeof(cases) / sizeof(cases[0]),
};
