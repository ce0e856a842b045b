/* What a failed perf_event_open means: the part of counters that needs no libpfm4. */
#ifndef MACHINE_COUNTERS_STATE_H
#define MACHINE_COUNTERS_STATE_H

#include <stdbool.h>
#include <stddef.h>

#include "counters.h"

/* A counter whose trial failed. */
struct machine_left_out {
	char name[64];
	int errno_value;
	bool hardware;
};

/* Words for an errno of perf_event_open. */
const char *machine_counters_errno_words(int errno_value);

/* "REASON: a, b; OTHER REASON: c"; "" when nothing was left out. */
void machine_counters_explain(const struct machine_left_out *left, size_t count, char *why,
			      size_t size);

/* The state of a list of which `opened` opened, hardware_opened of them hardware counters. */
enum machine_counters_state machine_counters_judge(const struct machine_left_out *left,
						   size_t count, size_t opened,
						   size_t hardware_opened);

#endif
