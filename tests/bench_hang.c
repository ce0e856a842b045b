/* A benchmark that never ends: for interrupts and time limits. */
#include <unistd.h>

#include "harness/bench.h"

static int run(void *state, uint64_t ops)
{
	(void)ops;
	do
		pause();
	while (!state);
	return 0;
}

static const struct bench_case cases[] = {
	{ .name = "hang.forever", .what = "sleeps", .run = run },
};

const struct bench_program bench_program = { .cases = cases, .count = 1 };
