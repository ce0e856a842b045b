/* The statistics of one figure of one case (method.md, section 1). */
#ifndef OSCOST_FIGURES_H
#define OSCOST_FIGURES_H

#include "counted.h"
#include "record/summary.h"
#include "stats/stats.h"

enum {
	FIGURES_MODES = 4,           /* modes that are described; there may be more */
	FIGURES_LEAST_PROCESSES = 6, /* for an interval of 95% */
	FIGURES_SERIES_MAX = 20000,  /* samples up to which the effective size is worked out */
};

/* An interval of which half is more than this share of the median is not a result. */
#define FIGURES_STABLE_SHARE .1

/* In the unit of the figure, NaN when not defined. */
struct figures {
	size_t processes, samples;
	double median;          /* of the processes' medians */
	double lo, hi;          /* exact order-statistic interval (95%) of that */
	double drift;           /* of the processes' medians in the order of rounds */
	double floor, p95, p99; /* of all samples */
	double icc;             /* of the samples within processes */
	double ess;             /* of the samples in the order of time */
	size_t negative;        /* samples below 0 */
	size_t modes;           /* of all samples */
	struct stats_mode mode[FIGURES_MODES];
};

/* Over the samples that have the figure. 0, also when none has it (samples is 0 then); -ENOMEM. */
int figures_make(const struct counted_case *c, size_t figure, struct figures *f);

/* Over values that stand for one round each, in the order of rounds; sorts them. icc, ess and modes
 * are not defined. */
void figures_of_rounds(double *values, size_t n, struct figures *f);

/* Everything but the numbers of processes and samples becomes not defined. */
void figures_clear(struct figures *f);

/* Of a condensed run (condense.h) a row is a process: what is of single samples becomes not defined. */
void figures_forget_samples(struct figures *f);

/* A row with these figures; its texts are NULL, its overhead NaN. */
void figures_fill_row(const struct figures *f, struct record_summary_row *row);

/* Half the interval's width / |median|; NaN without an interval. */
double figures_spread(const struct figures *f);

#endif
