/* A measurement in the making: for measurement*.c alone. */
#ifndef OSCOST_MEASUREMENT_PARTS_H
#define OSCOST_MEASUREMENT_PARTS_H

#include <limits.h>

#include "catalog.h"
#include "machine/counters.h"
#include "machine/cpuset.h"
#include "machine/placement.h"
#include "measurement.h"
#include "prefix.h"
#include "rounds.h"
#include "runfolder.h"

/* One of those that are measured beside each other. */
struct measurement_part {
	const char *under; /* the prefix as it was typed; NULL or "": none */
	struct prefix prefix;
	struct record_run run;
	char path[PATH_MAX]; /* of its folder as long as that has its temporary name; "": not made */
};

struct measurement {
	const struct measure_options *options;
	struct measurement_part part[ROUNDS_ARMS_MOST];
	size_t parts;
	struct catalog catalog;
	struct machine_placement place;
	struct machine_counters counters;
	struct rounds_setup setup;
	struct rounds_arm arm[ROUNDS_ARMS_MOST];
	struct runfolder folder;
	struct machine_cpuset affinity; /* of the caller */
	bool affinity_known;
};

/* The catalogue, and its cases in the first part's run. 0 or -errno with words in err. */
int measurement_read_cases(struct measurement *m, struct record_error *err);
/* Everything before the first process: cases, PU, clock, counters, plan, the keys of machine.tsv. */
int measurement_prepare(struct measurement *m, struct record_error *err);
/* The keys of machine.tsv that are known when the last process has ended. */
void measurement_describe_end(struct measurement *m, size_t part);
/* Closes counters, gives the caller its affinity back, frees all. */
void measurement_release(struct measurement *m);

#endif
