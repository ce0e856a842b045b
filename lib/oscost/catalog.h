/* The cases that the benchmark programs beside the driver offer: asked of each program, no list names them. */
#ifndef OSCOST_CATALOG_H
#define OSCOST_CATALOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "record/error.h"
#include "record/run.h"

/* One process of every round: a case, or a group of figures that come out of one observation. */
struct catalog_job {
	char *program;	      /* path */
	char *run;	      /* what goes to --case */
	char *param;	      /* NULL: none */
	uint64_t cost_ns;     /* the time its samples take by the case's own rules; 0: as planned */
	uint32_t first, count; /* its cases in the run */
};

struct catalog {
	struct catalog_job *job;
	size_t count;
};

/*
 * Asks every program in dir and adds the cases that a pattern matches (none given: all) to the run.
 * Patterns are shell globs over the name or NAME:PARAM. dense: curves with all their points. -ENOENT: no program there, or, with the
 * pattern in err, one that matches nothing; -EBADMSG: a program that does not answer properly.
 */
int catalog_read(const char *dir, const char *const *only, size_t only_count, struct catalog *out,
		 bool dense, struct record_run *run, struct record_error *err);
void catalog_free(struct catalog *catalog);

#endif
