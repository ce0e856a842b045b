/* What the readers of a run's files share: for the sources of this module alone. */
#ifndef RECORD_RUN_READ_H
#define RECORD_RUN_READ_H

#include "run.h"
#include "tsv.h"

int record_read_samples(const char *dir, struct record_run *run, struct record_error *err);

/* Words for what record_add_… refused in the row last read; returns the code that reading ends
 * with. */
int record_read_fault(const struct tsv_reader *r, int rc, struct record_error *err);

/* Notes in run->warning that the file's last row was dropped. */
void record_read_cut(const struct tsv_reader *r, struct record_run *run);

#endif
