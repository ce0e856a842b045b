/* The parts of placement that need neither hwloc nor a wait; for tests. */
#ifndef MACHINE_PLACEMENT_PARTS_H
#define MACHINE_PLACEMENT_PARTS_H

#include <stdbool.h>
#include <stddef.h>

#include "cpuset.h"

/* All that a choice rests on. */
struct machine_places {
	struct machine_cpuset allowed;	/* where we may go */
	struct machine_cpuset isolated; /* those of them that are isolated */
	struct machine_cpuset present;	/* what the machine has; empty if unknown */
	int core_of[MACHINE_CPUS_MAX];	/* PUs with the same number share a core; -1 unknown */
	bool cores_known;
};

/*
 * Does the affinity look as isolcpus= leaves it, all of online but the isolated PUs? Then these
 * may be used as well. An affinity that a taskset made narrower is respected.
 */
bool machine_isolated_usable(const struct machine_cpuset *affinity,
			     const struct machine_cpuset *isolated,
			     const struct machine_cpuset *online);

/*
 * Where to be so as to keep off a PU: allowed less that PU and its siblings, or less the PU alone if
 * nothing else is left; empty if that leaves nothing either.
 */
void machine_avoid_set(const struct machine_cpuset *allowed, unsigned cpu,
		       const struct machine_cpuset *siblings, struct machine_cpuset *rest);

/* Is the wanted PU in places->allowed? 0, or -EINVAL with a sentence. */
int machine_wanted_check(const struct machine_places *places, int wanted_cpu, char *err,
			 size_t err_size);

#endif
