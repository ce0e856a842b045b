/* Ties CLOCK_MONOTONIC to the clock that times samples. */
#include "moment.h"

#include <stdint.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "clock.h"

#define NS_PER_S 1000000000.0

struct moment moment_now(void)
{
	struct moment best = { 0, 0 };
	uint64_t least = UINT64_MAX;
	struct timespec now;

	for (int i = 0; i < 5; i++) {
		uint64_t begin = clock_begin();

		/* The vDSO may read a counter that is disabled. */
		if (clock_source == CLOCK_SOURCE_RAW_SYSCALL)
			syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &now);
		else
			clock_gettime(CLOCK_MONOTONIC, &now);
		uint64_t width = clock_end() - begin;

		if (width >= least)
			continue;
		least = width;
		best.ticks = (double)begin + (double)width / 2;
		best.ns = (double)now.tv_sec * NS_PER_S + (double)now.tv_nsec;
	}
	return best;
}

double moment_ticks(struct moment before, struct moment after, double ns)
{
	double ticks_per_ns = (after.ticks - before.ticks) / (after.ns - before.ns);

	return before.ticks + (ns - before.ns) * ticks_per_ns;
}

struct timespec moment_timespec(double ns)
{
	struct timespec at = { .tv_sec = (time_t)(ns / NS_PER_S) };

	at.tv_nsec = (long)(ns - (double)at.tv_sec * NS_PER_S);
	return at;
}
