/* The proof of events: what a case claims, what was counted, and whether both agree. */
#ifndef OSCOST_PROOF_H
#define OSCOST_PROOF_H

#include "record/run.h"
#include "text.h"

/* Counts may be off by this share; where none is expected, so many per operation may come. */
#define PROOF_TOLERANCE .02
/* Other tasks must run and pages must move some time: so many switches and faults a second are nobody's
 * claim. They matter only where an operation takes milliseconds. */
#define PROOF_BACKGROUND_HZ 20.0

/* Column `expected` of cases.tsv: words such as `switches=2 faults=0 signals_hz=1000`. NaN: not
 * claimed. signals_hz takes the place of signals: a sample that lasts t seconds expects
 * floor(t * signals_hz + 1/2) of them. */
struct proof_claim {
	double per_op[RECORD_EVENTS];
	double signals_hz;
};

/* Sums over samples; {0} is none. Only samples in which the event was counted. */
struct proof_count {
	double events[RECORD_EVENTS], ops[RECORD_EVENTS], ns[RECORD_EVENTS];
	double hz_signals, hz_expected, hz_ops, hz_ns;
};

enum proof_verdict {
	PROOF_NOTHING, /* nothing is claimed */
	PROOF_HOLDS,
	PROOF_UNKNOWN, /* what is claimed holds as far as it was counted, but not all of it was */
	PROOF_INVALID,
};

/* expected NULL: nothing is claimed. 0; -EBADMSG: no such words, err says which. */
int proof_parse(const char *expected, struct proof_claim *claim, struct record_error *err);

/* ns_per_tick NaN: the sample lasted its net ns. */
void proof_add(struct proof_count *count, const struct proof_claim *claim,
	       const struct record_sample *sample, double ns_per_tick);

/* Appends the columns of summary.tsv: `switches=2 faults=0` and `switches=2.00 faults=0.00`, the
 * claimed events alone; an event that was not counted is left out of observed. signals_hz is
 * observed as that rate times the share of the expected signals that came. */
enum proof_verdict proof_judge(const struct proof_claim *claim, const struct proof_count *count,
			       struct text *expected, struct text *observed);

#endif
