/*
 * The clock that times samples: the time stamp counter where it can be trusted, else the kernel's.
 *
 * Ticks are time, not core cycles. On x86-64 a reading is fenced so that neither the timed code leaks
 * out nor its surroundings leak in (Intel, "How to Benchmark Code Execution Times", 2010, but with
 * LFENCE in place of CPUID, which traps to the hypervisor in a guest; Intel SDM vol. 2, RDTSC: LFENCE
 * orders it). On aarch64 the virtual counter is read behind ISB (Arm ARM, CNTVCT_EL0).
 */
#ifndef HARNESS_CLOCK_H
#define HARNESS_CLOCK_H

#include <stdint.h>

enum clock_source {
	CLOCK_SOURCE_TSC,	 /* x86-64 rdtsc / rdtscp */
	CLOCK_SOURCE_CNTVCT,	 /* aarch64 cntvct_el0 */
	CLOCK_SOURCE_RAW,	 /* CLOCK_MONOTONIC_RAW through libc, 1 tick = 1 ns */
	CLOCK_SOURCE_RAW_SYSCALL /* the same by a system call: the vDSO traps where the TSC is disabled */
};

/* The source in use; set once by clock_use(), before anything is timed. */
extern enum clock_source clock_source;

/* The best source here; why (never NULL) says in words why it is not the counter, or "". */
enum clock_source clock_pick(const char **why);
void clock_use(enum clock_source source);

/* "tsc", "cntvct", "raw", "raw-syscall". clock_parse: 0, or -EINVAL. */
const char *clock_name(enum clock_source source);
int clock_parse(const char *name, enum clock_source *source);

/* CLOCK_MONOTONIC_RAW in ns, by system call: for time limits and calibration, safe without a vDSO. */
uint64_t clock_raw_ns(void);

struct clock_calibration {
	double ns_per_tick;
	double error_ppm; /* bound: width of the two brackets that tie both clocks, over the duration */
};

/* Ticks against CLOCK_MONOTONIC_RAW over duration_ns. 0, or -EIO when the counter stands still. */
int clock_calibrate(uint64_t duration_ns, struct clock_calibration *out);

/* Least ticks seen between a begin and the end that follows it directly. */
uint64_t clock_read_cost_ticks(void);
/* Least non-zero step of the clock, in ticks. */
uint64_t clock_step_ticks(void);

uint64_t clock_kernel_ns_vdso(void);

static inline uint64_t clock_begin(void)
{
#if defined(__x86_64__)
	if (__builtin_expect(clock_source == CLOCK_SOURCE_TSC, 1)) {
		uint32_t lo, hi;

		__asm__ volatile("lfence\n\trdtsc\n\tlfence" : "=a"(lo), "=d"(hi) : : "memory");
		return (uint64_t)hi << 32 | lo;
	}
#elif defined(__aarch64__)
	if (__builtin_expect(clock_source == CLOCK_SOURCE_CNTVCT, 1)) {
		uint64_t t;

		__asm__ volatile("isb\n\tmrs %0, cntvct_el0\n\tisb" : "=r"(t) : : "memory");
		return t;
	}
#endif
	return clock_source == CLOCK_SOURCE_RAW ? clock_kernel_ns_vdso() : clock_raw_ns();
}

static inline uint64_t clock_end(void)
{
#if defined(__x86_64__)
	if (__builtin_expect(clock_source == CLOCK_SOURCE_TSC, 1)) {
		uint32_t lo, hi;

		__asm__ volatile("rdtscp\n\tlfence" : "=a"(lo), "=d"(hi) : : "ecx", "memory");
		return (uint64_t)hi << 32 | lo;
	}
#endif
	return clock_begin();
}

#endif
