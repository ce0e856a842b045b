/* The samples of a run that count, by case and process. */
#ifndef OSCOST_COUNTED_H
#define OSCOST_COUNTED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "record/run.h"

/* Which figure of a sample: one of the two times, or COUNTED_COUNTERS + the index of a counter. */
enum {
	COUNTED_TIME,   /* ns per operation, or percent (see record_case) */
	COUNTED_CYCLES, /* core cycles per operation */
	COUNTED_COUNTERS,
};

/* A process that counts: where several measured the same case in the same round because the earlier
 * ones were disturbed, the one with the highest number. */
struct counted_process {
	uint32_t round, process;
	size_t first, sample_n; /* in the case's samples */
	double median
		[COUNTED_COUNTERS]; /* of the samples' time and cycles; NaN: no sample has one */
	double signals;             /* counted per operation; NaN: not counted */
};

struct counted_case {
	const struct record_case *c;
	const struct record_sample **samples; /* by round, then by number */
	size_t sample_n;
	struct counted_process *processes; /* by round, one each */
	size_t process_n;
	size_t replaced_n; /* processes that do not count */
	size_t aside_n; /* processes that were left out because enough undisturbed ones remain */
	size_t unclean_n; /* processes that count though something disturbed them or their core was shared */
};

struct counted {
	const struct record_run *run;         /* must outlive this */
	struct counted_case *cases;           /* as many as the run has, in its order */
	const struct record_sample **samples; /* private */
	struct counted_process *processes;    /* private */
};

/*
 * Which processes: those that were timed, and of them, where that leaves enough for an interval, only those
 * that nothing disturbed and whose core was not shared; or those that had counters
 * attached, whose times do not count (`disturbed` says "counted").
 */
enum counted_kind { COUNTED_TIMED, COUNTED_APART };

/* 0; -EBADMSG: a sample is in the file twice; -ENOMEM. On an error there is nothing to free. */
int counted_make(const struct record_run *run, enum counted_kind kind, struct counted *counted,
		 struct record_error *err);
void counted_free(struct counted *counted);

/* More than half of the processes that count were not alone: their median says what disturbed them. */
bool counted_is_disturbed(const struct counted_case *c);

/* NaN when the sample lacks it. */
double counted_figure(const struct record_case *c, const struct record_sample *sample,
		      size_t figure);
/* The process of that round; NULL when there is none. */
const struct counted_process *counted_find(const struct counted_case *c, uint32_t round);

#endif
