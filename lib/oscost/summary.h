/* A run's samples become its summary: the one place where results are worked out. */
#ifndef OSCOST_SUMMARY_H
#define OSCOST_SUMMARY_H

#include "record/run.h"
#include "record/summary.h"

/* One row per figure of each case, in the order of cases.tsv: time in ns (or %), time in cycles
 * where known, each counter that has a value; then the rows of derived.tsv (path NULL: none).
 * Equal input gives equal rows. The caller frees out with record_free_summary.
 * 0; -EBADMSG: the run or derived.tsv contradicts itself, err says where; -ENOMEM; errors of open
 * and read for derived.tsv. On an error out is empty. */
int summary_make(const struct record_run *run, const char *derived_path, struct record_summary *out,
		 struct record_error *err);

#endif
