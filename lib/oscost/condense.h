/* A run made small: what a baseline keeps of it. It stays a run that every command reads. */
#ifndef OSCOST_CONDENSE_H
#define OSCOST_CONDENSE_H

#include "record/run.h"
#include "record/summary.h"

/*
 * Of samples.tsv one row stays for each process that counts (counted.h): its operations, ticks,
 * overhead and events are sums over its samples; ns, core_cycles and counters are the process's median
 * per operation times those operations. So medians, intervals, proofs of events and derived figures
 * come out as before. Where events come by time (signals_hz) each sample is proved by itself, so all
 * samples of such a case stay. Gaps and core_width go; `disturbed` says "shared" of a process that
 * counts although its core was shared. machine.tsv gets `run.condensed yes`.
 *
 * A run that is condensed already comes out as it is. out need not be empty before; it is the caller's
 * to free, empty after an error. 0; -EBADMSG: the run contradicts itself or its sums are beyond what a
 * file may hold, err says where; -ENOMEM.
 */
int condense_run(const struct record_run *run, struct record_run *out, struct record_error *err);

/* The rows of a summary that are times (metric "time"), without their words: what a history reads. As
 * above; 0 or -ENOMEM. */
int condense_summary(const struct record_summary *summary, struct record_summary *out);

/* Whether the run is a condensed one: floor, percentiles of samples, modes and ICC cannot be told. */
bool condense_is(const struct record_run *run);

#endif
