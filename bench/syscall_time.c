/* syscall.clock_gettime: the time, read by entering the kernel; clock.vdso is the same without. */
#include <errno.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "harness/bench.h"

/* Results are looked at after the loop: in the twin process that counts system calls none succeeds. */
static int run_clock_gettime(void *state, uint64_t ops)
{
	struct timespec now;
	int failed = 0;

	(void)state;
	for (uint64_t i = 0; i < ops; i++)
		failed |= syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &now) < 0;
	return failed ? bench_fail(errno, "clock_gettime") : 0;
}

static const struct bench_case cases[] = {
	{
		.name = "syscall.clock_gettime",
		.what = "clock_gettime(CLOCK_MONOTONIC) forced into the kernel by syscall(), past the vDSO",
		.expect.events[BENCH_SYSCALLS] = 1,
		.claims_syscalls = 1,
		.run = run_clock_gettime,
	},
};

const struct bench_program bench_program = {
	.cases = cases,
	.count = sizeof(cases) / sizeof(cases[0]),
};
