/* The three calls of libpfm4 that counters need; a build without it (OSCOST_NO_PFM) has none. */
#ifndef MACHINE_COUNTERS_PFM_H
#define MACHINE_COUNTERS_PFM_H

#include <linux/perf_event.h>
#include <stddef.h>

/* NULL, or why no name can be encoded. machine_pfm_end in every case. */
const char *machine_pfm_begin(void);
void machine_pfm_end(void);

/* Fills an all-zero attr from a name. NULL, or why not. */
const char *machine_pfm_encode(const char *name, struct perf_event_attr *attr);

#endif
