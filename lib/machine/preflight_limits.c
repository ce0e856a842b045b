/* Checks of what we are allowed: counters, CPU time, PUs, processes. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "cgroup.h"
#include "files.h"
#include "placement.h"
#include "preflight_parts.h"

#define SEEN(...) machine_print(finding->seen, sizeof(finding->seen), __VA_ARGS__)
#define REMEDY(...) machine_print(finding->todo, sizeof(finding->todo), __VA_ARGS__)

MACHINE_CHECK(counters)
{
	const struct machine_counters *counters = &preflight->counters;

	SEEN("%s%s%s", machine_counters_state_name(counters->state), counters->why[0] ? "; " : "",
	     counters->why);
	switch (counters->state) {
	case MACHINE_COUNTERS_OK:
		return MACHINE_OK;
	case MACHINE_COUNTERS_NO_PMU:
		finding->cost =
		    "No cycles, instructions or misses from hardware. Core cycles come from a "
		    "chain of additions of known length; the table says so.";
#ifdef OSCOST_NO_PFM
		REMEDY("Install libpfm4 with its header and build again.");
#else
		if (preflight->guest)
			REMEDY("Have the hypervisor pass the PMU on (QEMU: -cpu host,pmu=on).");
#endif
		break;
	case MACHINE_COUNTERS_NO_PERMISSION:
		finding->cost =
		    "No cycles, instructions or misses, though the machine may have them. Core "
		    "cycles come from a chain of additions of known length.";
		REMEDY("$ sudo sysctl kernel.perf_event_paranoid=1\nIn a container or sandbox, allow "
		     "perf_event_open (docker: --cap-add PERFMON, or a seccomp profile).");
		break;
	case MACHINE_COUNTERS_NO_SYSCALL:
		finding->cost =
		    "No counters at all. Core cycles come from a chain of additions of known "
		    "length; switches and faults from getrusage.";
		break;
	}
	return MACHINE_WARN;
}

MACHINE_CHECK(paranoid)
{
	int64_t level;

	if (machine_read_number(preflight->root, "/proc/sys/kernel/perf_event_paranoid", &level)) {
		SEEN("no /proc/sys/kernel/perf_event_paranoid");
		return MACHINE_UNKNOWN;
	}
	SEEN("perf_event_paranoid is %lld%s", (long long)level,
	     geteuid() == 0 ? ", which does not bind root" : "");
	if (level <= 1 || geteuid() == 0)
		return MACHINE_OK;
	finding->cost = level == 2
			    ? "User mode only: what the kernel does in cycles and instructions is "
			      "left out, and so are switches and migrations."
			    : "Nothing may be counted by this user.";
	REMEDY("$ sudo sysctl kernel.perf_event_paranoid=1");
	return MACHINE_WARN;
}

/* The PUs' worth of time that a group may use, from its file's text; 0 for no limit. */
static double quota_of(const struct machine_cgroup *group, const char *where, const char *text,
		       const char *root)
{
	long long quota_us, period_us = 100000;
	char path[1400];
	int64_t period;

	if (sscanf(text, "%lld %lld", &quota_us, &period_us) < 1 || quota_us <= 0)
		return 0;
	if (!group->v2) {
		machine_print(path, sizeof(path), "%.*s/cpu.cfs_period_us",
			      (int)(strrchr(where, '/') - where), where);
		if (machine_read_number(root, path, &period) == 0)
			period_us = period;
	}
	return period_us > 0 ? (double)quota_us / (double)period_us : 0;
}

MACHINE_CHECK(quota)
{
	char text[64], where[1400], least_where[1400] = "";
	struct machine_cgroup group;
	double least = 0;

	if (machine_cgroup_find(preflight->root, "cpu", &group)) {
		SEEN("no control group for CPU time can be found");
		return machine_exists(preflight->root, "/proc/self/cgroup") ? MACHINE_OK
									    : MACHINE_UNKNOWN;
	}
	while (machine_cgroup_next(preflight->root, &group,
				   group.v2 ? "cpu.max" : "cpu.cfs_quota_us", text, sizeof(text),
				   where, sizeof(where)) == 0) {
		double quota = quota_of(&group, where, text, preflight->root);

		if (quota > 0 && (least <= 0 || quota < least)) {
			least = quota;
			memcpy(least_where, where, sizeof(where));
		}
	}
	if (least <= 0) {
		SEEN("none (cgroup v%d)", group.v2 ? 2 : 1);
		return MACHINE_OK;
	}
	SEEN("%.2f PUs' worth of time, in %s", least, least_where);
	finding->cost =
	    "When the quota of a period is used up everything stands still until the next: a "
	    "quota of one half was seen to make gaps of up to 49 ms.";
	REMEDY("Run outside of that group or lift its quota (docker: no --cpus; Kubernetes: no CPU "
	     "limit).");
	return least >= 1.5 ? MACHINE_WARN : MACHINE_BAD;
}

MACHINE_CHECK(affinity)
{
	struct machine_cpuset allowed;
	int err = machine_cpuset_get_affinity(&allowed);
	char list[256], online[256];

	if (err) {
		SEEN("the affinity cannot be read: %s", strerror(-err));
		return MACHINE_UNKNOWN;
	}
	machine_cpuset_format(&allowed, list, sizeof(list));
	if (machine_read(preflight->root, "/sys/devices/system/cpu/online", online, sizeof(online)))
		machine_print(online, sizeof(online), "unknown");
	SEEN("%s (online: %s)", list, online);
	/* Setting what is set already shows whether binding is permitted, and changes nothing. */
	err = machine_cpuset_set_affinity(&allowed);
	if (err) {
		SEEN("%s, but sched_setaffinity is refused: %s", list, strerror(-err));
		finding->cost =
		    "Nothing can be bound: tasks wander between PUs, and round trips between two "
		    "tasks on one PU cannot be measured.";
		REMEDY("Allow sched_setaffinity in the sandbox's seccomp profile.");
		return MACHINE_BAD;
	}
	if (machine_cpuset_count(&allowed) > 1 || !machine_cpuset_has(&allowed, preflight->cpu))
		return MACHINE_OK;
	finding->cost = "oscost itself and everything else have to run on the PU that is measured.";
	REMEDY(strpbrk(online, ",-")
		     ? "Start without taskset, or in a cpuset of two PUs or more."
		     : "Give this machine a second PU, if it is a guest.");
	return MACHINE_WARN;
}

/* The fewest further tasks that a pids group lets us make; -1 for no limit. */
static long long pids_left(const char *root)
{
	char text[64], where[1400];
	struct machine_cgroup group;
	long long least = -1;

	if (machine_cgroup_find(root, "pids", &group))
		return -1;
	while (machine_cgroup_next(root, &group, "pids.max", text, sizeof(text), where,
				   sizeof(where)) == 0) {
		int64_t now = 0;
		long long most;

		if (sscanf(text, "%lld", &most) != 1)
			continue;
		machine_print(strrchr(where, '/'), sizeof("/pids.current"), "/pids.current");
		if (machine_read_number(root, where, &now) || now < 0)
			now = 0;
		most = most > now ? most - now : 0;
		if (least < 0 || most < least)
			least = most;
	}
	return least;
}

MACHINE_CHECK(processes)
{
	enum { FEW = 64, TOO_FEW = 8 };
	long long left = pids_left(preflight->root);
	struct rlimit limit = { .rlim_cur = RLIM_INFINITY };
	bool rlimit_binds;

	getrlimit(RLIMIT_NPROC, &limit);
	rlimit_binds = limit.rlim_cur != RLIM_INFINITY && geteuid() != 0;
	if (limit.rlim_cur == RLIM_INFINITY)
		SEEN("unlimited (ulimit -u)");
	else
		SEEN("%llu (ulimit -u)%s", (unsigned long long)limit.rlim_cur,
		     rlimit_binds ? "" : ", which does not bind root");
	if (left >= 0)
		machine_append(finding->seen, sizeof(finding->seen),
			       "; the control group has room for %lld more", left);
	if (rlimit_binds && (left < 0 || limit.rlim_cur < (rlim_t)left))
		left = (long long)limit.rlim_cur;
	if (left < 0 || left >= FEW)
		return MACHINE_OK;
	finding->cost =
	    "Process creation fails with EAGAIN when the limit is reached, and its cases with it.";
	REMEDY("$ ulimit -u unlimited\nor raise the control group's pids.max.");
	return left < TOO_FEW ? MACHINE_BAD : MACHINE_WARN;
}
