/*
 * Exact runs: in an emulator that counts instructions, one instruction is one nanosecond of the guest's time, and the
 * same boot gives the same figures to the byte. What they say is how many instructions were executed, the length of a
 * path, and not what it costs on hardware.
 */
#ifndef OSCOST_EXACT_H
#define OSCOST_EXACT_H

#include <stdbool.h>

#include "harness/clock.h"
#include "record/run.h"
#include "text.h"

/* In place of ns, in summaries and all that is made of them. */
#define EXACT_UNIT "instructions"

/* Two figures that differ by less are the same: one instruction is the least that can change. */
#define EXACT_STEP .5

/* Whether the environment (OSCOST_EXACT=1) says that this machine is such an emulator. */
bool exact_asked(void);
/* Sets the clock and its rate, and proves that so many instructions take so many ns. 0; -EINVAL: they do not. */
int exact_use_clock(struct clock_calibration *clock, struct record_error *err);

/* Whether the run says of itself that it is exact (run.exact). */
bool exact_is(const struct record_run *run);
/* The unit of a figure of that run: EXACT_UNIT for ns where the run is exact, else the unit itself. */
const char *exact_unit(const struct record_run *run, const char *unit);
bool exact_is_unit(const char *unit);

/* A fact for the head of the table: what the figures of an exact run mean; nothing for others. */
void exact_add_words(struct text *t, const struct record_run *run);

#endif
