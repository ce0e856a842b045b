/* clock.*: reading the time without entering the kernel. */
#include <errno.h>
#include <time.h>

#include "harness/bench.h"

static int read_vdso(void *state, uint64_t ops)
{
	struct timespec now;
	int err = 0;

	(void)state;
	for (uint64_t i = 0; i < ops; i++)
		err |= clock_gettime(CLOCK_MONOTONIC, &now);
	return err ? -EIO : 0;
}

static const struct bench_case cases[] = {
	{
		.name = "clock.vdso",
		.what = "clock_gettime(CLOCK_MONOTONIC) by the vDSO; no kernel entry",
		.claims_syscalls = 1,
		.run = read_vdso,
	},
};

const struct bench_program bench_program = {
	.cases = cases,
	.count = sizeof(cases) / sizeof(cases[0]),
};
