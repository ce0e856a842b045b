/* The checks, and how they write down what they found. */
#ifndef MACHINE_PREFLIGHT_PARTS_H
#define MACHINE_PREFLIGHT_PARTS_H

#include "preflight.h"

#define MACHINE_CHECK(name)                                                                        \
	enum machine_level machine_check_##name(const struct machine_preflight *preflight,         \
						struct machine_finding *finding)

/* preflight_cpu.c */
MACHINE_CHECK(governor);
MACHINE_CHECK(turbo);
MACHINE_CHECK(smt);
MACHINE_CHECK(clock);
MACHINE_CHECK(hypervisor);
MACHINE_CHECK(isolated);
MACHINE_CHECK(tick);

/* preflight_system.c */
MACHINE_CHECK(load);
MACHINE_CHECK(irqbalance);
MACHINE_CHECK(watchdog);
MACHINE_CHECK(mitigations);
MACHINE_CHECK(thp);
MACHINE_CHECK(timer_slack);
MACHINE_CHECK(memory);

/* preflight_limits.c */
MACHINE_CHECK(counters);
MACHINE_CHECK(paranoid);
MACHINE_CHECK(quota);
MACHINE_CHECK(affinity);
MACHINE_CHECK(processes);

/* Busy and stolen shares (0..1) of a PU's time over the look; 0 if unknown. */
double machine_busy_share(const struct machine_preflight *preflight, unsigned cpu);
double machine_steal_share(const struct machine_preflight *preflight, unsigned cpu);

#endif
