/* This machine as machine.tsv of a run that began now would have it, as far as the store's key needs it. */
#ifndef OSCOST_HERE_H
#define OSCOST_HERE_H

#include "record/run.h"

/* cpu: a PU that is there. under: the prefix command of such a run; NULL or "": none. Nothing is measured, but the clock is tried for
 * some milliseconds. 0; -EINVAL for a prefix that is none, -ENOMEM, with words in err; run is to be freed
 * in every case. */
int here_describe(unsigned cpu, const char *under, struct record_run *run, struct record_error *err);

#endif
