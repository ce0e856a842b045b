/* Claims about costs and mechanisms, and what a run and this machine answer to them. */
#ifndef OSCOST_CLAIMS_H
#define OSCOST_CLAIMS_H

#include <stdbool.h>
#include <stddef.h>

#include "derived.h"
#include "expr.h"
#include "record/record.h"
#include "relation.h"
#include "seen.h"
#include "text.h"

/* A row of a claims file; its columns are explained in claims.tsv. */
struct claim {
	char *id, *section, *words, *document, *heading, *experiment;
	char *figure_text, *unit, *relation_text, *picture; /* NULL: none */
	struct expr *figure;                                /* NULL: none */
	bool of_facts;                                      /* the figure is made of facts */
	struct relation relation;                           /* no tests: a figure to compare */
	double published_lo, published_hi;                  /* in `unit`; NaN: none */
};

struct claims {
	struct claim *rows;
	size_t row_n;
};

/* 0; -EBADMSG, -EFBIG: something is wrong with a row, err says where; -ENOENT …; -ENOMEM. On an
 * error it is empty. */
int claims_read(const char *path, struct claims *claims, struct record_error *err);
int claims_read_memory(const char *bytes, size_t size, struct claims *claims,
		       struct record_error *err);
void claims_free(struct claims *claims);

enum claim_verdict {
	CLAIM_HOLDS,
	CLAIM_FAILS,
	CLAIM_UNDECIDED,
	CLAIM_CANNOT,
	CLAIM_SHOWN, /* a figure to look at, or to set beside a published one: nothing that could fail */
	CLAIM_VERDICTS,
};
/* "DOES NOT HOLD HERE". */
const char *claim_verdict_words(enum claim_verdict verdict);
/* One word for machines: "fails". */
const char *claim_verdict_name(enum claim_verdict verdict);

struct claim_answer {
	enum claim_verdict verdict;
	struct text why;  /* of UNDECIDED and CANNOT; from files, not escaped */
	struct text unstable;  /* the UNSTABLE cases that it rests on, with the reason of each */
	struct text no_figure; /* why there is none though there is a verdict */
	struct text seen; /* the facts that it was judged by, in words; from programs, not escaped */
	struct text left_out;   /* points of curves that have no figures */
	double median, lo, hi;  /* of the figure, in its unit; NaN: none */
	size_t rounds;          /* that the figure was worked out over; 0 for facts */
	bool invalid;           /* a case that it needs is INVALID in this run */
};

/* What claims are judged by. */
struct claims_source {
	const struct record_run *run;
	const struct derived_list *derived;
	const struct seen *seen;
};

/* Fills answers[claims->row_n], to be freed by claims_free_answers in every case. 0; -EBADMSG: the
 * run contradicts itself, err says where; -ENOMEM. */
int claims_judge(const struct claims *claims, const struct claims_source *source,
		 struct claim_answer *answers, struct record_error *err);
void claims_free_answers(struct claim_answer *answers, size_t n);

/* Calls take for every case and fact that an expression of the file names, in its order, repetitions
 * included, until it returns something else than 0, which is returned. */
typedef int (*claims_take_name)(void *context, const struct expr_operand *operand);
int claims_each_name(const struct claims *claims, claims_take_name take, void *context);

#endif
