/* How the machines, kernels and settings of two sides differ. */
#ifndef OSCOST_DIFFERENCES_H
#define OSCOST_DIFFERENCES_H

#include "comparison.h"
#include "text.h"

struct difference {
	const char *key;      /* of machine.tsv; one of the runs owns it */
	struct text a, b;     /* the values of both sides, clean; "not known" where there is none */
};

struct differences {
	struct difference *item;
	size_t n;
	bool machine, kernel; /* another processor, hypervisor or host; another kernel or command line */
};

/* Keys that tell one run from the next on any machine (dates, loads, seeds) are left out. 0 or
 * -ENOMEM; nothing to free then. */
int differences_make(const struct side *a, const struct side *b, struct differences *out);
void differences_free(struct differences *d);

/* "2 runs are on both sides: a, b", clean, or nothing. */
void differences_add_shared(struct text *t, const struct side *a, const struct side *b);

/* -EINVAL with words: some runs are exact (exact.h) and some are not. */
int differences_check(const struct side *a, const struct side *b, struct record_error *err);
/* How the two sides have to be compared. */
enum comparison_way differences_way(const struct side *a, const struct side *b);

#endif
