/* summary.tsv: one row per figure, which is all that tables, comparisons and checks need. */
#ifndef RECORD_SUMMARY_H
#define RECORD_SUMMARY_H

#include <stddef.h>
#include <stdint.h>

#include "error.h"

/* Columns: case param metric unit status processes samples floor median lo hi p95 p99 icc modes
 * expected observed note drift ess overhead. Figures are in `unit` per operation, NaN when not
 * known. Texts that are missing are NULL; name, metric, unit and status never are. */
struct record_summary_row {
	/* The key. metric is "time" or a counter's name; unit is ns, %, cycles, events/op or a
	 * derived figure's own. */
	const char *name, *param, *metric, *unit;
	const char *status; /* ok, INVALID, SKIPPED, UNSTABLE or FAILED */
	uint64_t processes, samples;
	double floor, median, lo, hi; /* lo, hi: 95% interval of the median */
	double p95, p99, icc;
	uint64_t modes;                  /* 0: not known */
	const char *expected, *observed; /* events, in words */
	const char *note;                /* footnotes, parted by "; " */
	double drift;                    /* last third of the rounds / first third − 1 */
	double ess;                      /* effective number of samples */
	double overhead;                 /* subtracted overhead / net figure */
};

struct record_summary {
	struct record_summary_row *rows;
	size_t row_n;
	size_t row_size; /* private */
};

/* Copies the row; an empty text or "-" is the same as NULL. -EINVAL: no name, metric, unit or
 * status as above; -E2BIG; -ENOMEM. */
int record_add_summary_row(struct record_summary *summary, const struct record_summary_row *row);
/* param NULL: the case without one. NULL when there is no such row. */
const struct record_summary_row *record_find_summary_row(const struct record_summary *summary,
							 const char *name, const char *param,
							 const char *metric, const char *unit);

/* dir/summary.tsv; errors as for record_read_run and record_write_machine. On an error of reading
 * the summary is empty. */
int record_read_summary(const char *dir, struct record_summary *summary, struct record_error *err);
int record_read_summary_memory(const char *bytes, size_t size, struct record_summary *summary,
			       struct record_error *err);
int record_write_summary(const char *dir, const struct record_summary *summary,
			 struct record_error *err);
void record_free_summary(struct record_summary *summary);

/* The same file row by row, without keeping it. row: 0 to go on; else reading ends with that. Its texts
 * live until it returns; here they may be "-". Errors as above, or what row returned. */
int record_scan_summary(const char *dir,
			int (*row)(void *context, const struct record_summary_row *row,
				   struct record_error *err),
			void *context, struct record_error *err);

#endif
