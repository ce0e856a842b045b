/* Whether a case's samples are about what the case claims: its status before there are figures. */
#ifndef OSCOST_JUDGE_H
#define OSCOST_JUDGE_H

#include "counted.h"
#include "proof.h"

struct judgement {
	const char *status; /* "ok", or why there are no figures */
	enum proof_verdict verdict;
	struct text expected, observed; /* events, as in summary.tsv */
	double overhead;                /* subtracted / net; NaN: not known */
};

/* 0; -EBADMSG: the case claims what no case can, err says which; -ENOMEM. j is to be freed in every
 * case. */
int judge_case(const struct record_run *run, const struct counted_case *c, struct judgement *j,
	       struct record_error *err);
void judge_free(struct judgement *j);

/* One sentence on why there are no figures; "" for status "ok". */
const char *judge_reason(const struct counted_case *c, const struct judgement *j);

#endif
