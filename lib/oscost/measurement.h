/* One measurement, from options to finished run folders. Prints no table unless asked to. */
#ifndef OSCOST_MEASUREMENT_H
#define OSCOST_MEASUREMENT_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

#include "measure_options.h"
#include "record/error.h"

struct measurement_result {
	/*
	 * The run folder under its final name; after an error its temporary name, with what was measured
	 * until then; "" when none was made.
	 */
	char path[PATH_MAX];
	bool measured;	  /* at least one sample; else cases.tsv has the reason of each case */
	bool interrupted; /* by the user: run.complete is no */
	uint32_t rounds;  /* finished ones */
	int cpu;	  /* the PU, for options.cpu of what is to be measured on the same one; -1: not bound */
};

/*
 * Measures and leaves one run folder. May be called again and again in one process: the affinity of
 * the caller is as before, counters are closed, and signals, once caught, stay caught
 * (spawn_catch_signals). A signal that came before, or while it prepares, gives interrupted with no
 * folder. 0 also when interrupted or when nothing could be measured; else -errno with words in err:
 * -EINVAL bad options, -ENOENT no such case or prefix, -EEXIST the folder is there, errors of files.
 */
int measurement_run(const struct measure_options *options, struct measurement_result *result,
		    struct record_error *err);

enum { MEASUREMENT_ARMS = 2 };

struct measurement_pair {
	char path[PATH_MAX]; /* of the folder that holds both, as above */
	/* A and B: PATH/a and PATH/b, each a normal run folder. interrupted, rounds and cpu are the same. */
	struct measurement_result arm[MEASUREMENT_ARMS];
};

/*
 * Measures two arms at once, each with a prefix of its own (NULL or "": none; options.under is not
 * looked at): in every round each case runs once per arm, next to each other, in the order A B, B A,
 * B A, A B and so on. Samples carry process numbers that count over both arms, so the order can be
 * read from the folders; rounds are the same in both. options.out is the outer folder (NULL:
 * RESULTS/HOST-KERNEL-TIME-paired). Each arm gets the rounds and samples of a single run, so the
 * whole takes twice its time. Errors as above.
 */
int measurement_paired(const struct measure_options *options, const char *prefix_a, const char *prefix_b,
		       struct measurement_pair *pair, struct record_error *err);

/*
 * Says, as messages, what went wrong if anything did: bad and err from above, where the samples of a
 * broken measurement are, why nothing could be measured. The exit status of a command that has
 * nothing else to tell: CLI_OK, CLI_ERROR or CLI_INTERRUPTED.
 */
int measurement_explain(int bad, const struct measurement_result *result, const struct record_error *err);
/* The same of a pair; CLI_ERROR when either arm could not be measured. */
int measurement_explain_pair(int bad, const struct measurement_pair *pair, const struct record_error *err);

#endif
