/* Which PU (hardware thread, by os-index) to measure on. Only this part knows hwloc. */
#ifndef MACHINE_PLACEMENT_H
#define MACHINE_PLACEMENT_H

#include <stddef.h>

#include "cpuset.h"

struct machine_placement {
	unsigned cpu;  /* os-index of a PU */
	char why[160]; /* words for run.cpu.why */
};

/*
 * Chooses the PU to measure on. The allowed set is the affinity of the calling thread, so call
 * this before machine_bind and machine_avoid; isolated PUs belong to it too when all that keeps
 * them out is isolcpus= (no task starts on those, but any task may move there).
 * wanted_cpu -1: an isolated PU if there is one, else the quietest over 100 ms, which this call
 * then takes. Else that PU: -EINVAL with a sentence in err that lists the allowed set if it is not
 * in the set. Anything that cannot be read makes the choice poorer, not an error; `why` says so.
 */
int machine_place(int wanted_cpu, struct machine_placement *out, char *err, size_t err_size);

/* Binds the calling thread to one PU. Async-signal-safe. 0 or -errno. */
int machine_bind(unsigned cpu);

/*
 * Keeps the calling thread off a PU and, if that leaves any, off the PUs that share its core.
 * Does nothing when the thread has only that PU. 0 or -errno.
 */
int machine_avoid(unsigned cpu);

/*
 * The other PUs of a PU's core, allowed or not. 0, or -ENODATA with the set empty when hwloc cannot
 * tell. machine_siblings may move the calling thread about when there is no /sys; it comes back.
 */
int machine_siblings(unsigned cpu, struct machine_cpuset *siblings);

/* How far a PU is from another. */
enum machine_distance {
	MACHINE_SAME_CORE, /* an SMT sibling */
	MACHINE_SAME_LLC,  /* another core over the same last-level cache */
	MACHINE_OTHER_PACKAGE,
	MACHINE_DISTANCES
};

/*
 * The nearest allowed PU by os-index at each distance from cpu, -1 where there is none, or nothing
 * is known (cpu -1 too).
 */
void machine_other_pus(int cpu, int other[MACHINE_DISTANCES]);

/*
 * One line each: "1 package, 2 cores, 2 PUs, 1 NUMA node" of the whole machine, and the caches over
 * one PU, "L1d 48 KiB, L1i 32 KiB, L2 2 MiB, L3 260 MiB (2 PUs)". 0, or -errno with both empty.
 */
int machine_topology(unsigned cpu, char *topology, size_t topology_size, char *caches,
		     size_t caches_size);

#endif
