/* How a time budget becomes rounds, samples and their length. Pure arithmetic. */
#ifndef OSCOST_PLAN_H
#define OSCOST_PLAN_H

#include <stdbool.h>
#include <stdint.h>

#include "catalog.h"

struct plan {
	uint32_t rounds_least; /* rounds that every run has */
	uint32_t rounds_most;  /* goes on this far while an interval is too wide and there is time */
	unsigned samples;      /* a process takes, and */
	uint64_t sample_ns;    /* the length of each, where a case does not say otherwise */
	double budget_s;       /* of measuring */
	double precision;      /* half-width of the interval over the median that is good enough */
};

enum plan_kind { PLAN_DEFAULT, PLAN_QUICK, PLAN_THOROUGH };

/* rounds 0: as the kind has it. guest: a virtual machine, whose noise a 1% goal would chase in vain. */
struct plan plan_make(enum plan_kind kind, uint32_t rounds, bool guest, const struct catalog *catalog);

/* For figures that do not scatter: one round, samples so short that the timer interrupts few of them. */
void plan_exact(struct plan *plan, uint32_t rounds);

/* The time limit of one process: far above what it should take, so that only a hang meets it. */
uint64_t plan_process_limit_ns(const struct plan *plan, const struct catalog_job *job);

#endif
