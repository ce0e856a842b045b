/*
 * The contract between a benchmark and the harness.
 *
 * A benchmark is one file in bench/: static functions, a static table of cases, and last of all
 *
 *	const struct bench_program bench_program = { .cases = cases, .count = …, … };
 *
 * The harness brings main(), the clock, the samples and the proof of events. Each round runs every
 * case in a fresh process, so a case never meets another case's leftovers.
 */
#ifndef HARNESS_BENCH_H
#define HARNESS_BENCH_H

#include <stddef.h>
#include <stdint.h>

/* Returned by setup with a reason given to bench_skip(): this machine or kernel lacks the mechanism. */
#define BENCH_SKIP 1

/* In an expectation: the case does not claim a number for this event. */
#define BENCH_ANY (-1.0)

enum bench_event {
	BENCH_SWITCHES,	  /* context switches to another task, voluntary and not */
	BENCH_FAULTS,	  /* page faults, minor and major */
	BENCH_CHILDREN,	  /* children reaped that ended the way the case meant them to */
	BENCH_SIGNALS,	  /* signal handlers run */
	BENCH_INTERRUPTS, /* timer interrupts */
	BENCH_SYSCALLS,   /* entries into the kernel by a system call */
	BENCH_THREADS,	  /* threads that ran to their end */
	BENCH_EVENTS	  /* how many kinds there are */
};

/*
 * Events per operation that the case is about; what is not set is claimed to be zero
 * (but for timer interrupts, and system calls without claims_syscalls).
 * signals_hz > 0: signals come by time, not by operation, and a sample that lasts t seconds
 * expects floor(t * signals_hz + 1/2) of them (the first one comes after half a period); < 0: the
 * parameter is that rate.
 */
struct bench_expect {
	double events[BENCH_EVENTS];
	double signals_hz;
};

/* Events counted so far, by kind. */
struct bench_counts {
	double events[BENCH_EVENTS];
};

struct series;

/* One figure that a case with observe() leaves. */
struct bench_output {
	const char *name; /* "timer.tick.cost" */
	const char *unit; /* "ns", or "%" of the time that was watched */
	const char *what;
	struct bench_expect expect;
};

struct bench_case {
	const char *name; /* "ctxsw.pipe.process" */
	const char *what; /* one line: what one operation includes and excludes */
	struct bench_expect expect;

	/*
	 * A curve: the case is run once per parameter and called name:param (so are the outputs of a case
	 * that observes). With --thorough the dense parameters take the place of the others, if there are
	 * any.
	 */
	const long *params;
	size_t param_count;
	const long *dense_params;
	size_t dense_count;

	/* Where the usual sample does not fit: its least length, and how many a process takes. */
	uint64_t sample_ns;
	unsigned samples;

	/*
	 * expect.events[BENCH_SYSCALLS] is a claim, even if it is 0. Nothing can count system calls without
	 * slowing them, so a twin process runs the same code under a seccomp filter that traps each one.
	 */
	int claims_syscalls;

	int (*setup)(void **state, long param); /* 0, BENCH_SKIP, or -errno */

	/* One of the three. ops operations, timed from outside … */
	int (*run)(void *state, uint64_t ops); /* 0, BENCH_SKIP, or -errno */
	/* … or ops operations of which the case times the wanted part, with clock_begin/clock_end, in so
	 * many pairs of readings … */
	int (*run_timed)(void *state, uint64_t ops, uint64_t *ticks, uint64_t *readings);
	/* … or the case watches for watch_ns and leaves figures of its own, named by outputs. */
	int (*observe)(void *state, uint64_t watch_ns, struct series *out);
	const struct bench_output *outputs;
	size_t output_count;
	uint64_t watch_ns;

	/* Adds the events that getrusage() of this process and of its reaped children cannot see. */
	void (*count)(void *state, struct bench_counts *counts);
	void (*teardown)(void *state);
};

struct bench_program {
	const struct bench_case *cases;
	size_t count;
};

extern const struct bench_program bench_program;

/* Why setup returns BENCH_SKIP, or what failed: printf-like, one line. Returns BENCH_SKIP. */
__attribute__((format(printf, 1, 2))) int bench_skip(const char *format, ...);
/* A reason to go with an error: returns -error. */
__attribute__((format(printf, 2, 3))) int bench_fail(int error, const char *format, ...);

/* A program of bench/child/, which lies beside the folder of this program. 0, or -ENAMETOOLONG. */
int bench_child_path(const char *name, char *path, size_t size);

/*
 * fork() for a partner that lives as long as the case: it dies with its parent.
 * Like fork(), but -errno on failure.
 */
int bench_fork_partner(void);

/* Context switches of another process so far, voluntary and not, as /proc tells them; NaN: it does not. */
double bench_switches_of(int pid);

/* How far another PU is from the one that the benchmark is bound to. */
enum bench_distance {
	BENCH_SAME_CORE,     /* an SMT sibling */
	BENCH_SAME_LLC,      /* another core over the same last-level cache */
	BENCH_OTHER_PACKAGE,
	BENCH_DISTANCES
};

/* The os-index of such a PU on which this process may run; -1: this machine has none. */
int bench_other_pu(enum bench_distance distance);

/*
 * In run_timed, and in observe before series_add: so many ticks of the sample to come are what the work
 * takes anyway, and are taken off it like the reading of the clock. The figure may be negative.
 */
void bench_subtract(double ticks);

/* What observe() leaves. Ticks are clock ticks. */
void series_add(struct series *out, size_t output, uint64_t ops, double ticks,
		const struct bench_counts *events);
void series_gap(struct series *out, int is_tick, double start_ticks, double ticks);
void series_watched(struct series *out, uint64_t ticks);
/* This output has no figure on this machine, and why. */
__attribute__((format(printf, 3, 4))) void series_skip(struct series *out, size_t output,
						       const char *format, ...);
/* Clock ticks per nanosecond, for cases that keep their own time. */
double bench_ticks_per_ns(void);

#endif
