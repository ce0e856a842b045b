/* Times of CLOCK_MONOTONIC, by which timers are set, on the clock that times samples. */
#ifndef HARNESS_MOMENT_H
#define HARNESS_MOMENT_H

#include <time.h>

/* One moment on both clocks. */
struct moment {
	double ticks, ns;
};

/* Now: the tightest of a few brackets of readings. */
struct moment moment_now(void);

/* The tick at which CLOCK_MONOTONIC was at ns: on the straight line through a moment before and one after. */
double moment_ticks(struct moment before, struct moment after, double ns);

struct timespec moment_timespec(double ns);

#endif
