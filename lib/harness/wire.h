/*
 * What a benchmark program says to the driver: lines of tab-separated words on standard output.
 *
 *	oscost-bench 3                       first line
 *	case NAME PARAM RUN UNIT EXPECTED COST_NS WHAT     one per figure, with --list; RUN goes to --case
 *	sample NAME OPS TICKS OVERHEAD_TICKS CYCLES_PER_TICK WIDTH CPU EVENT… COUNTER…
 *	gap tick|other START_TICKS TICKS
 *	skip NAME REASON                     no such figure on this machine
 *	error ERRNO REASON
 *	process TIMED_TICKS INVOLUNTARY
 *	end                                  last line; without it the process did not finish, and behind it
 *	                                     somebody else has talked
 *
 * EVENT… are switches, faults, children, signals, interrupts, syscalls, threads; `-` is a missing number.
 */
#ifndef HARNESS_WIRE_H
#define HARNESS_WIRE_H

#include "sampler.h"

#define WIRE_HEADER "oscost-bench\t3"

/* dense: curves by their dense parameters. */
void wire_list(const struct bench_program *program, int dense);
void wire_result(const struct bench_case *c, const struct sampler_options *options,
		 const struct sampler_result *result);
void wire_skip(const struct bench_case *c, const char *reason);
void wire_error(int error, const char *reason);
/* Writes the last line and flushes. 0, or -EIO. */
int wire_end(void);

#endif
