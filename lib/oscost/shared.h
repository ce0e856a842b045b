/* Whether the core worked for the measured process alone: judged by a probe between the samples, never by their times. */
#ifndef OSCOST_SHARED_H
#define OSCOST_SHARED_H

#include <stdbool.h>

#include "record/run.h"

/*
 * The probe's width (lib/harness/chain.h) while the core is ours alone: its 5% quantile over the run's
 * samples. NaN when fewer than 20 samples have one.
 */
double shared_alone_width(const struct record_run *run);

/* A core counts as shared when its mean width over a process is more than this above that. */
#define SHARED_EXCESS .02

/* Of the samples of one process. False when nothing is known. */
bool shared_core(const struct record_sample *const *samples, size_t n, double alone_width);

/* Share of the run's processes, 0 to 1, whose core was shared; NaN when nothing is known. */
double shared_share(const struct record_run *run);

#endif
