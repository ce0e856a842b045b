/* clock.*: reading the time without entering the kernel. */
#include <errno.h>
#include <time.h>

#include "harness/bench.h"
#include "harness/clock.h"

static int read_vdso(void *state, uint64_t ops)
{
	struct timespec now;
	int err = 0;

	(void)state;
	for (uint64_t i = 0; i < ops; i++)
		err |= clock_gettime(CLOCK_MONOTONIC, &now);
	return err ? -EIO : 0;
}

static int setup_counter(void **state, long param)
{
	(void)state;
	(void)param;
	if (clock_source != CLOCK_SOURCE_TSC && clock_source != CLOCK_SOURCE_CNTVCT)
		return bench_skip("the clock in use here is '%s', not a counter that programs may read",
				  clock_name(clock_source));
	return 0;
}

static int read_counter(void *state, uint64_t ops)
{
	(void)state;
	for (uint64_t i = 0; i < ops; i++)
		clock_begin();
	return 0;
}

static const struct bench_case cases[] = {
	{
		.name = "clock.tsc",
		.what = "the processor's counter (x86 TSC, Arm CNTVCT), fenced; no kernel entry",
		.claims_syscalls = 1,
		.setup = setup_counter,
		.run = read_counter,
	},
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
