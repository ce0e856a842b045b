/*
 * A working set whose traversal takes as long as its cache lines are far away.
 *
 * Each line is read once, in an order that no prefetcher guesses, and each says which is next. Four such
 * chains are followed at a time, so four loads at most are under way.
 */
#ifndef HARNESS_WORKSET_H
#define HARNESS_WORKSET_H

#include <stddef.h>
#include <stdint.h>

#define WORKSET_CHAINS 4

struct workset {
	void **memory;
	size_t lines;
	void **first[WORKSET_CHAINS];
};

/* Small pages, all of them written to; at least a page. 0, or -errno with its reason given. */
int workset_make(struct workset *set, long bytes);
void workset_free(struct workset *set);

void workset_traverse(const struct workset *set);
/* Clock ticks of one traversal, the reading of the clock included. */
uint64_t workset_time(const struct workset *set);

#endif
