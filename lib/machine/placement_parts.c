/* The parts of placement that need neither hwloc nor a wait. */
#include "placement_parts.h"

#include <errno.h>

#include "files.h"

bool machine_isolated_usable(const struct machine_cpuset *affinity,
			     const struct machine_cpuset *isolated,
			     const struct machine_cpuset *online)
{
	struct machine_cpuset others = *online;

	machine_cpuset_and_not(&others, isolated);
	return machine_cpuset_count(isolated) > 0 && machine_cpuset_count(&others) > 0 &&
	       machine_cpuset_within(&others, affinity);
}

void machine_avoid_set(const struct machine_cpuset *allowed, unsigned cpu,
		       const struct machine_cpuset *siblings, struct machine_cpuset *rest)
{
	struct machine_cpuset others = *allowed;

	machine_cpuset_remove(&others, cpu);
	*rest = others;
	machine_cpuset_and_not(&others, siblings);
	if (machine_cpuset_count(&others) > 0)
		*rest = others;
}

int machine_wanted_check(const struct machine_places *places, int wanted_cpu, char *err,
			 size_t err_size)
{
	char list[256];

	if (wanted_cpu >= 0 && machine_cpuset_has(&places->allowed, (unsigned)wanted_cpu))
		return 0;
	machine_cpuset_format(&places->allowed, list, sizeof(list));
	if (wanted_cpu >= 0 && (machine_cpuset_count(&places->present) == 0 ||
				machine_cpuset_has(&places->present, (unsigned)wanted_cpu)))
		machine_print(
		    err, err_size,
		    "PU %d is outside the set that this process may use (affinity, cpuset "
		    "or offline); allowed: %s",
		    wanted_cpu, list);
	else
		machine_print(err, err_size, "there is no PU %d on this machine; allowed: %s",
			      wanted_cpu, list);
	return -EINVAL;
}
