/* What a claim says of figures: comparisons of expressions, and whether an interval satisfies them.
 *
 *   > 1                      the figure itself on the left side
 *   A < B   <=  >  >=        two expressions of expr.h
 *   A = B   A != B           for facts, which are exact
 *   A ~ B within 2x          A / B from 1/2 to 2
 *   A ~ B within 10%         A differs from B by at most 10% of B
 *   A in [B, C]              B <= A <= C
 *   R and R …                all of them
 *
 * Names that begin with "fact." are facts (seen.h); facts and cases do not mix in one comparison. */
#ifndef OSCOST_RELATION_H
#define OSCOST_RELATION_H

#include <stdbool.h>
#include <stddef.h>

#include "expr.h"

enum { RELATION_TESTS_MAX = 16 };

/* A comparison as one expression and the range in which it has to be. */
struct relation_test {
	struct expr *expr;
	double least, most; /* may be infinite */
	bool strict;        /* the ends are outside */
	bool facts;         /* made of facts alone */
};

/* {0}: says nothing. */
struct relation {
	struct relation_test tests[RELATION_TESTS_MAX];
	size_t n;
};

/* figure: text of the expression that a missing left side stands for; NULL: none may miss. 0;
 * -EBADMSG: err says what is wrong and where; -ENOMEM. On an error r is {0}. */
int relation_parse(const char *text, const char *figure, struct relation *r,
		   struct record_error *err);
void relation_free(struct relation *r);

/* Of what an expression is made. -EBADMSG: facts and cases. */
int relation_is_of_facts(const struct expr *expr, bool *facts);

enum relation_answer { RELATION_INSIDE, RELATION_OUTSIDE, RELATION_ASTRIDE };

/* Where an interval lies: wholly inside the range, wholly outside, or neither. NaN: neither. */
enum relation_answer relation_place(const struct relation_test *test, double lo, double hi);

#endif
