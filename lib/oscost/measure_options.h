/* The options of `oscost measure`, and of every subcommand that measures too. */
#ifndef OSCOST_MEASURE_OPTIONS_H
#define OSCOST_MEASURE_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "plan.h"

struct option;

enum { MEASURE_ONLY_MOST = 64 };

/* Texts are borrowed from the caller. All zero but for cpu = -1 (measure_options_init) is the default. */
struct measure_options {
	enum plan_kind kind;
	const char *only[MEASURE_ONLY_MOST]; /* globs */
	size_t only_count;
	uint32_t rounds; /* 0: as the kind has it */
	uint64_t seed;
	bool seed_given;
	int cpu; /* -1: choose */
	const char *counters; /* NULL: the default list */
	bool no_counters, no_pictures;
	bool no_report; /* only the records: no summary.tsv, table, page, pictures */
	const char *out, *tag;
	const char *under;  /* prefix command of each benchmark; NULL or "": none */
	const char *commit; /* NULL: what the environment says */

	const char *measuring; /* the first option given that means nothing without measuring; NULL: none */

	/* Not on the command line. */
	const char *const *labels; /* exactly these cases, "timer.preempt:100", in place of globs */
	size_t label_count;	   /* 0: all, or by globs */
	const char *title;	   /* of the progress line, "run 3 of 8"; NULL: "measuring" */
	bool print_table;	   /* to standard output, before the folder gets its final name */
};

void measure_options_init(struct measure_options *out);

/* Options of a subcommand beside those of measure. */
struct measure_options_own {
	const struct option *option; /* at most 16, with letters as val; ends with a NULL name */
	int (*take)(void *ctx, int val, const char *arg); /* 0, or -EINVAL with the fault printed */
	void *ctx;
};

/* 0 with optind at the first operand, or -EINVAL with the fault printed. own NULL: those of measure. */
int measure_options_parse_with(int argc, char **argv, const struct measure_options_own *own,
			       struct measure_options *out);
/* The same for measure itself, which has no operands. */
int measure_options_parse(int argc, char **argv, struct measure_options *out);

#endif
