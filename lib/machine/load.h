/* What every PU has done so far, and which was the quietest between two looks. */
#ifndef MACHINE_LOAD_H
#define MACHINE_LOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cpuset.h"

/* Since boot. Ticks are those of /proc/stat: sysconf(_SC_CLK_TCK) a second. */
struct machine_cpu_load {
	uint64_t busy_ticks; /* user, nice, system, irq, softirq */
	uint64_t steal_ticks;
	uint64_t total_ticks; /* all of the line but guest time, which user time includes */
	uint32_t interrupts; /* sum of the PU's column; wraps, so only differences mean something */
};

struct machine_load {
	struct machine_cpu_load *cpu; /* by os-index, `cpus` of them */
	size_t cpus;
	bool have_stat, have_interrupts;
};

/*
 * Reads both files. 0; a file that is missing or makes no sense only leaves its have_… false.
 * -ENOMEM. machine_load_free in every case.
 */
int machine_load_read(const char *root, struct machine_load *load);
void machine_load_free(struct machine_load *load);

/* What happened between two looks on one PU. Steal and busy in ns of that PU's time. */
struct machine_load_change {
	uint64_t busy_ns, steal_ns, total_ns;
	uint32_t interrupts;
};

/* All zero for a PU that one of the looks has no line for. */
struct machine_load_change machine_load_between(const struct machine_load *before,
						const struct machine_load *after, unsigned cpu);

/*
 * The candidate with the least time taken by others between the looks, on it and on the PUs of the
 * same core (core_of[os-index], -1 if unknown; array of MACHINE_CPUS_MAX or NULL). Candidates
 * within 2 ms of the least count as equally quiet: then the least os-index that is not 0, so that
 * the choice does not wander between runs of a quiet machine. `what` gets that PU's figures, its
 * core's other PUs included. -EINVAL if there is no candidate, else the os-index.
 */
int machine_load_quietest(const struct machine_cpuset *candidates, const int *core_of,
			  const struct machine_load *before, const struct machine_load *after,
			  struct machine_load_change *what);

#endif
