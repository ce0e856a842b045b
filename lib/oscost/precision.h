/* How precise a run is so far: what decides whether another round is worth its time. */
#ifndef OSCOST_PRECISION_H
#define OSCOST_PRECISION_H

#include "record/run.h"

/*
 * The widest interval among the cases: half its width over the median of the per-process medians of
 * time. 0 if no case has samples, infinite while one has too few processes for an interval.
 * Cases whose figure is near zero by nature (shares, other interruptions) are left out.
 */
double precision_worst(const struct record_run *run);

#endif
