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

/* Which cases. All zero: all of them, curves with their usual points. */
struct catalog_wish {
	const char *const *only; /* shell globs over the name or NAME:PARAM */
	size_t only_count;
	const char *const *labels; /* exactly these, "timer.preempt:100"; globs are not looked at then */
	size_t label_count;
	bool dense; /* curves with all their points; labels may name any */
};

/*
 * Asks every program in dir and adds the cases that are wished for to the run; a job that several of
 * them come out of is one. -ENOENT: no program there, or, with the pattern or label in err, one that
 * matches nothing; -EBADMSG: a program that does not answer properly. -errno with words in err.
 */
int catalog_read(const char *dir, const struct catalog_wish *wish, struct catalog *out, struct record_run *run,
		 struct record_error *err);
void catalog_free(struct catalog *catalog);

#endif
