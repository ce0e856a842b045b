/* Counters that opened and never counted: QEMU, some hypervisors and some processors let an event be asked for that
 * they do not count, and its 0 is no fact about the program. */
#ifndef OSCOST_SILENT_H
#define OSCOST_SILENT_H

#include <stdbool.h>

#include "record/run.h"
#include "record/summary.h"
#include "text.h"

/* Whether the counter (an index into run->counters) is one of hardware events and 0 in every sample of the run. */
bool silent_counter(const struct record_run *run, size_t counter);

/* For beneath the tables of counters: "L1D_CACHE_REFILL: 0 in every sample…", a clean line for each of them that the
 * summary has a note on; nothing when there is none. */
void silent_add_words(struct text *t, const struct record_summary *summary);

/* The note of such a row. */
#define SILENT_NOTE "0 in every sample of this run: there was no such event, or this machine does not count it"

#endif
