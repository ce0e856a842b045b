/* Choice and calibration of the clock that times samples. */
#include "clock.h"

#include <errno.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#if defined(__x86_64__)
#include <cpuid.h>
#endif

enum clock_source clock_source = CLOCK_SOURCE_RAW_SYSCALL;

static const char *const names[] = {
	[CLOCK_SOURCE_TSC] = "tsc",
	[CLOCK_SOURCE_CNTVCT] = "cntvct",
	[CLOCK_SOURCE_RAW] = "raw",
	[CLOCK_SOURCE_RAW_SYSCALL] = "raw-syscall",
};

const char *clock_name(enum clock_source source)
{
	return names[source];
}

int clock_parse(const char *name, enum clock_source *source)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(name, names[i]) == 0) {
			*source = (enum clock_source)i;
			return 0;
		}
	}
	return -EINVAL;
}

void clock_use(enum clock_source source)
{
	clock_source = source;
}

static uint64_t ns_of(const struct timespec *t)
{
	return (uint64_t)t->tv_sec * 1000000000u + (uint64_t)t->tv_nsec;
}

uint64_t clock_raw_ns(void)
{
	struct timespec t = { 0, 0 };

	syscall(SYS_clock_gettime, CLOCK_MONOTONIC_RAW, &t);
	return ns_of(&t);
}

uint64_t clock_kernel_ns_vdso(void)
{
	struct timespec t = { 0, 0 };

	clock_gettime(CLOCK_MONOTONIC_RAW, &t);
	return ns_of(&t);
}

#if defined(__x86_64__)
static int tsc_invariant(void)
{
	unsigned a, b, c, d;

	return __get_cpuid(0x80000007u, &a, &b, &c, &d) && (d & (1u << 8));
}

enum clock_source clock_pick(const char **why)
{
	int mode = PR_TSC_ENABLE;

	if (prctl(PR_GET_TSC, &mode) == 0 && mode != PR_TSC_ENABLE) {
		*why = "reading the TSC is disabled for this process (prctl PR_SET_TSC)";
		return CLOCK_SOURCE_RAW_SYSCALL;
	}
	if (!tsc_invariant()) {
		*why = "the TSC is not invariant (CPUID 80000007H, EDX bit 8): it may change its rate";
		return CLOCK_SOURCE_RAW;
	}
	*why = "";
	return CLOCK_SOURCE_TSC;
}
#elif defined(__aarch64__)
enum clock_source clock_pick(const char **why)
{
	*why = "";
	return CLOCK_SOURCE_CNTVCT;
}
#else
enum clock_source clock_pick(const char **why)
{
	*why = "no user-readable counter is known for this architecture";
	return CLOCK_SOURCE_RAW;
}
#endif

/* One point on both clocks: the tightest of several brackets. */
static void tie(uint64_t *ticks, uint64_t *ns, uint64_t *width_ticks)
{
	*width_ticks = UINT64_MAX;
	for (int i = 0; i < 64; i++) {
		uint64_t before = clock_begin();
		uint64_t now = clock_raw_ns();
		uint64_t after = clock_end();

		if (after - before < *width_ticks) {
			*width_ticks = after - before;
			*ticks = before + (after - before) / 2;
			*ns = now;
		}
	}
}

int clock_calibrate(uint64_t duration_ns, struct clock_calibration *out)
{
	uint64_t ticks0, ns0, width0, ticks1, ns1, width1;

	if (clock_source == CLOCK_SOURCE_RAW || clock_source == CLOCK_SOURCE_RAW_SYSCALL) {
		out->ns_per_tick = 1;
		out->error_ppm = 0;
		return 0;
	}
	tie(&ticks0, &ns0, &width0);
	while (clock_raw_ns() - ns0 < duration_ns)
		;
	tie(&ticks1, &ns1, &width1);
	if (ticks1 <= ticks0 || ns1 <= ns0)
		return -EIO;
	out->ns_per_tick = (double)(ns1 - ns0) / (double)(ticks1 - ticks0);
	out->error_ppm = 1e6 * (double)(width0 + width1) / 2 / (double)(ticks1 - ticks0);
	return 0;
}

uint64_t clock_read_cost_ticks(void)
{
	uint64_t least = UINT64_MAX;

	for (int i = 0; i < 1000; i++) {
		uint64_t begin = clock_begin();
		uint64_t cost = clock_end() - begin;

		if (cost < least)
			least = cost;
	}
	return least;
}

uint64_t clock_step_ticks(void)
{
	uint64_t least = UINT64_MAX;
	uint64_t last = clock_begin();

	for (int seen = 0, tries = 0; seen < 100 && tries < 100000; tries++) {
		uint64_t now = clock_begin();

		if (now == last)
			continue;
		if (now - last < least)
			least = now - last;
		last = now;
		seen++;
	}
	return least == UINT64_MAX ? 1 : least;
}
