/* What disturbs measuring on this machine: a table of checks. Looking changes nothing. */
#ifndef MACHINE_PREFLIGHT_H
#define MACHINE_PREFLIGHT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "counters.h"
#include "cpuset.h"
#include "kernel.h"
#include "load.h"

enum machine_level {
	MACHINE_OK,
	MACHINE_WARN,	 /* disturbs; figures can be used with that in mind */
	MACHINE_BAD,	 /* figures will be wrong or wander, or something cannot be measured */
	MACHINE_UNKNOWN, /* cannot be seen from here */
};

/* What the checks look at, gathered once. Tests may change it between open and check. */
struct machine_preflight {
	const char *root;
	unsigned cpu; /* the PU that would be measured on */

	/* over the look */
	struct machine_load before, after;
	unsigned look_ms;
	int64_t swaps_before, swaps_after; /* pages swapped in and out since boot, -1 unknown */

	struct machine_kernel kernel;
	struct machine_counters counters;
	bool siblings_known;
	struct machine_cpuset siblings; /* other PUs of the core */
	bool guest;
	char hypervisor[128];
};

struct machine_finding {
	char seen[400];	  /* one line */
	const char *cost; /* what it costs, in words; "" if nothing */
	/* Lines: words to wrap, "$ command" to type or "  text" to keep as it is; "" if there is
	 * nothing to do. */
	char todo[400];
};

struct machine_check {
	const char *id;	   /* "governor" */
	const char *title; /* "CPU governor" */
	enum machine_level (*check)(const struct machine_preflight *preflight,
				    struct machine_finding *finding);
};

/* Gathers; waits look_ms to see what is going on. 0 or -ENOMEM; close in every case. */
int machine_preflight_open(const char *root, unsigned cpu, unsigned look_ms,
			   struct machine_preflight *preflight);
void machine_preflight_close(struct machine_preflight *preflight);

/* All checks, in the order for reading. */
const struct machine_check *machine_checks(size_t *count);

/* Runs one check, `finding` all filled in. */
enum machine_level machine_check_run(const struct machine_check *check,
				     const struct machine_preflight *preflight,
				     struct machine_finding *finding);

#endif
