/* The cases of a run as claims take them: which have figures, which are UNSTABLE, and why. */
#ifndef OSCOST_CLAIMS_CASES_H
#define OSCOST_CLAIMS_CASES_H

#include "counted.h"
#include "judge.h"
#include "text.h"

/* Arrays over the run's cases, in its order. */
struct claims_cases {
	struct counted counted;
	const char **statuses; /* as in the table */
	bool *named;	       /* by the claim that is being judged */
	/* Private. */
	struct judgement *judgements;
	struct text *loose; /* why it is UNSTABLE; empty: it is not */
};

/* 0; -EBADMSG: the run contradicts itself, err says where; -ENOMEM. To be freed in every case. */
int claims_cases_make(const struct record_run *run, struct claims_cases *cases, struct record_error *err);
void claims_cases_free(struct claims_cases *cases);

/* "why (counted, expected …)" of a case without figures. */
void claims_cases_add_reason(struct text *out, const struct claims_cases *cases, const struct record_case *c);
/* "NAME (why)" of all that are named and UNSTABLE. */
void claims_cases_add_unstable(struct text *out, const struct claims_cases *cases);

#endif
