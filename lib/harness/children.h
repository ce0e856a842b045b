/* What benchmarks that make processes share: a page with their children, exec, the reaping. */
#ifndef HARNESS_CHILDREN_H
#define HARNESS_CHILDREN_H

#include <sys/types.h>

#include "bench.h"

/* How a child ends that did what it was made for; anything else is an error and no number. */
#define CHILDREN_FORKED 3  /* a copy of this process */
#define CHILDREN_EXECED 42 /* a program of bench/child/ */

/* Memory that all children share with their parent, so that they can tell it something. */
struct children_page {
	int exec_errno; /* what exec said in a child that could not */
	uint64_t ticks; /* a clock reading, or a number of ticks */
	double faults;
};

/* Stands first in the state of a case. */
struct children {
	volatile struct children_page *page;
	double reaped; /* that ended as expected */
};

/* 0, or -errno with its reason given. */
int children_open(struct children *c);

/* Why there is no child, by errno: BENCH_SKIP where the call is not permitted or unknown, or -errno. */
int children_refused(const char *call);

/* In the child: ends it, with nothing of libc before the system call. Fit for a child of vfork. */
__attribute__((noreturn)) void children_exit(int status);

/* In the child: runs the program, or tells the parent why not and ends. Fit for a child of vfork. */
__attribute__((noreturn)) void children_exec(struct children *c, const char *path, char *const argv[],
					     char *const envp[]);

/* Waits for a child and checks that it ended with this status. 0, or -errno with its reason given. */
int children_reap(struct children *c, pid_t pid, int status);

/* The body of a run_timed(): forks, timed until they return in the parent; the children exit at once. */
int children_time_forks(struct children *c, uint64_t ops, uint64_t *ticks, uint64_t *readings);

/* The .count of a case that claims children. */
void children_count(void *state, struct bench_counts *counts);

#endif
