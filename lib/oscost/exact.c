/* Exact runs: how they are recognised, proven, and called. */
#include "exact.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
	PROOF_SHORT = 2000, /* instructions */
	PROOF_LONG = 10000,
	PROOF_TRIES = 20,
	CALIBRATE_NS = 20000000,
};

bool exact_asked(void)
{
	const char *value = getenv("OSCOST_EXACT");

	return value && strcmp(value, "1") == 0;
}

bool exact_is(const struct record_run *run)
{
	const char *value = record_machine_get(run, "run.exact");

	return value && strcmp(value, "yes") == 0;
}

const char *exact_unit(const struct record_run *run, const char *unit)
{
	return strcmp(unit, "ns") == 0 && exact_is(run) ? EXACT_UNIT : unit;
}

bool exact_is_unit(const char *unit)
{
	return strcmp(unit, EXACT_UNIT) == 0;
}

#define REPEAT(count) __asm__ volatile(".rept " #count "\n\tnop\n\t.endr" : : : "memory")

static uint64_t least_ticks(bool many)
{
	uint64_t least = UINT64_MAX;

	for (int i = 0; i < PROOF_TRIES; i++) {
		uint64_t begin = clock_begin(), ticks;

		if (many)
			REPEAT(10000);
		else
			REPEAT(2000);
		ticks = clock_end() - begin;
		least = ticks < least ? ticks : least;
	}
	return least;
}

/* The counter's rate is a whole number of ns a tick by construction (QEMU: 1 on x86, 16 on aarch64); what is
 * measured is off by the kernel's own clock. */
int exact_use_clock(struct clock_calibration *clock, struct record_error *err)
{
	double whole, step;

#if defined(__x86_64__)
	clock_use(CLOCK_SOURCE_TSC); /* invariant here, whatever CPUID says */
#elif defined(__aarch64__)
	clock_use(CLOCK_SOURCE_CNTVCT);
#endif
	if (clock_calibrate(CALIBRATE_NS, clock) != 0)
		return record_fail(err, -EINVAL, "OSCOST_EXACT: the counter stands still");
	whole = nearbyint(clock->ns_per_tick);
	if (whole >= 1 && fabs(clock->ns_per_tick / whole - 1) < .001)
		*clock = (struct clock_calibration){ .ns_per_tick = whole };
	step = (double)(least_ticks(true) - least_ticks(false)) * clock->ns_per_tick;
	if (!(fabs(step - (PROOF_LONG - PROOF_SHORT)) <= clock->ns_per_tick))
		return record_fail(err, -EINVAL,
				   "OSCOST_EXACT is set, but here %d instructions take %.1f ns: this is no emulator "
				   "in which one takes one", PROOF_LONG - PROOF_SHORT, step);
	return 0;
}

void exact_add_words(struct text *t, const struct record_run *run)
{
	if (exact_is(run))
		text_add(t, "figures are instructions executed (instr), counted by the emulator: the length of the "
			    "path through kernel and program, not its cost on hardware; a second boot gives the "
			    "same ones");
}
