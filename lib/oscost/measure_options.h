/* The options of `oscost measure`. */
#ifndef OSCOST_MEASURE_OPTIONS_H
#define OSCOST_MEASURE_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "plan.h"

enum { MEASURE_ONLY_MOST = 64 };

struct measure_options {
	enum plan_kind kind;
	const char *only[MEASURE_ONLY_MOST];
	size_t only_count;
	uint32_t rounds; /* 0: as the kind has it */
	uint64_t seed;
	bool seed_given;
	int cpu; /* -1: choose */
	const char *counters; /* NULL: the default list */
	bool no_counters, no_pictures;
	const char *out, *tag;
};

/* 0, or -EINVAL with the fault printed. */
int measure_options_parse(int argc, char **argv, struct measure_options *out);

#endif
