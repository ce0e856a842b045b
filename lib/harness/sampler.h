/* Takes the samples of one case in one process: warm-up, calibration of N, timing, event counts. */
#ifndef HARNESS_SAMPLER_H
#define HARNESS_SAMPLER_H

#include "bench.h"
#include "events.h"

struct sampler_options {
	unsigned samples;   /* how many */
	uint64_t sample_ns; /* least length of one */
	uint64_t seed;	    /* of the jitter of N */
	double ns_per_tick;
	struct events_counters counters;
};

struct sampler_sample {
	size_t output;	       /* of an observing case; else 0 */
	uint64_t ops;
	double ticks;	       /* raw, between the two readings */
	double overhead_ticks; /* loop and clock reading, to be taken off */
	double cycles_per_tick;
	double width; /* chain_read, NaN unknown */
	int cpu;	       /* where it ended, -1 unknown */
	double events[BENCH_EVENTS]; /* NaN: not counted */
	double counter[EVENTS_MAX_COUNTERS];
};

struct sampler_gap {
	int is_tick;
	double start_ticks, ticks;
};

/* Grows as needed; everything is kept in memory until the process has been measured. */
struct sampler_result {
	struct sampler_sample *sample;
	size_t count, capacity;
	struct sampler_gap *gap;
	size_t gaps, gap_capacity;
	const char *skip[8]; /* by output: why it has no figure; owned */
	uint64_t timed_ticks;
	double involuntary;
};

/* The methods of a run or run_timed case. 0, or -errno (of the case, or -ENOMEM). */
int sampler_run(const struct bench_case *c, void *state, const struct sampler_options *options,
		struct sampler_result *out);
/* The same for a case that observes. */
int sampler_observe(const struct bench_case *c, void *state, const struct sampler_options *options,
		    struct sampler_result *out);
void sampler_free(struct sampler_result *result);

/* For series.c: room for count samples, the new ones all zero; what bench_subtract() left. */
int sampler_reserve(struct sampler_result *result, size_t count);
double sampler_take_subtrahend(void);

#endif
