/* The CI gate: a run held against the runs of a baseline folder (method.md, section 4). */
#ifndef OSCOST_GATE_H
#define OSCOST_GATE_H

#include <limits.h>
#include <stdbool.h>

#include "comparison.h"
#include "noise.h"
#include "record/error.h"

enum {
	GATE_LAST = 5, /* runs of a rolling baseline, where nobody says otherwise */
	GATE_ACROSS_MOST = 16,
};

enum gate_confirming {
	GATE_MEASURE,  /* what looks changed is measured once more, now, in fresh processes */
	GATE_RUN,      /* a second run is there already */
	GATE_NOTHING,  /* the first finding stands */
};

enum gate_metric { GATE_BY_NOISE, GATE_NS, GATE_CYCLES };

struct gate_options {
	const char *run;      /* as side_read has it */
	const char *baseline; /* folder */
	unsigned last;        /* newest runs that are the baseline, unless some are pinned */
	const char *across[GATE_ACROSS_MOST]; /* fields of the key that may differ: a field, the word
					       * before its dot, or "all" */
	size_t across_count;
	const char *const *only;
	size_t only_count;
	enum gate_metric metric;
	enum gate_confirming confirming;
	const char *confirm; /* the second run of GATE_RUN */
	const char *under;   /* prefix of GATE_MEASURE: must be the run's own */
	const char *out;     /* folder for the measurement of GATE_MEASURE, which goes to OUT/confirm,
			      * and beside what an earlier gate left there */
	bool strict;         /* what the run lacks of the baseline's cases is INCONCLUSIVE */
};

struct gate {
	struct side run, baseline, second; /* second: has no runs when nothing was confirmed */
	bool pinned; /* the baseline is what was pinned */
	struct noise noise;
	struct comparison c;      /* final verdicts */
	size_t flagged, confirmed; /* changes seen at first, and those that were seen again */
	size_t unconfirmed; /* of what looked REGRESSED: neither seen again nor seen to be none */
	size_t missing;     /* cases that the baseline has and the run lacks */
	bool interrupted;          /* by the user, while it confirmed */
};

/*
 * -ENODATA: there is no baseline for this run, err says why; -EINVAL: the run cannot be judged, or not
 * be confirmed here; errors of reading and measuring; -ENOMEM. On an error there is nothing to free.
 */
int gate_make(const struct gate_options *options, struct gate *out, struct record_error *err);
void gate_free(struct gate *gate);

/* "2 REGRESSED (confirmed), …": one line on how it ended. strict: as for the exit status. */
void gate_add_result(struct text *t, const struct gate *gate, bool strict);
/* Exit status: CLI_OK, CLI_FAILED, CLI_INCONCLUSIVE. */
int gate_status(const struct gate *gate, bool strict);

/* A word of --across: a field of the key (store_key.h), what stands before its dot, under, or all.
 * add_fields lists them. */
bool gate_across_known(const char *word);
void gate_across_add_fields(struct text *t);

/* For a CI's collector of test results: a case is a test, REGRESSED a failure; strict: INCONCLUSIVE
 * too. For a pull request's comment or a job's summary: what changed, the rest folded. Untrusted texts
 * are escaped. 0 or -ENOMEM. */
int gate_junit_add(struct text *out, const struct gate *gate, bool strict);
int gate_markdown_add(struct text *out, const struct gate *gate, bool strict);
/* The same where there was nothing to judge against. */
int gate_junit_add_missing(struct text *out, const char *why);
int gate_markdown_add_missing(struct text *out, const char *why);
/* For programs: the comparison as compare has it, and the object gate. */
int gate_json_add(struct text *out, const struct gate *gate, bool strict);

#endif
