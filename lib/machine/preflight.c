/* What disturbs measuring on this machine: gathering, and the table of checks. */
#include "preflight.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "files.h"
#include "placement.h"
#include "preflight_parts.h"
#include "virtual.h"

/* A count of /proc/vmstat, which machine_read makes one line of: "… pswpin 0 pswpout 0 …". -1: none. */
static int64_t count_of(const char *text, const char *key)
{
	const char *at = strstr(text, key);
	long long count;

	/* Two of them have a sum. */
	if (!at || sscanf(at + strlen(key), "%lld", &count) != 1 || count < 0 || count > INT64_MAX / 2)
		return -1;
	return count;
}

static int64_t pages_swapped(const char *root)
{
	char text[16384];
	int64_t in, out;

	if (machine_read(root, "/proc/vmstat", text, sizeof(text)))
		return -1;
	in = count_of(text, " pswpin ");
	out = count_of(text, " pswpout ");
	return in < 0 || out < 0 ? -1 : in + out;
}

static int look(struct machine_preflight *preflight)
{
	struct timespec wait = { .tv_sec = preflight->look_ms / 1000,
				 .tv_nsec = (long)(preflight->look_ms % 1000) * 1000000L };
	int err = machine_load_read(preflight->root, &preflight->before);

	if (err)
		return err;
	preflight->swaps_before = pages_swapped(preflight->root);
	nanosleep(&wait, NULL);
	preflight->swaps_after = pages_swapped(preflight->root);
	return machine_load_read(preflight->root, &preflight->after);
}

int machine_preflight_open(const char *root, unsigned cpu, unsigned look_ms,
			   struct machine_preflight *preflight)
{
	char why[160], err_text[160];
	int err;

	memset(preflight, 0, sizeof(*preflight));
	preflight->root = root;
	preflight->cpu = cpu;
	preflight->look_ms = look_ms;
	machine_kernel_read(root, &preflight->kernel);
	preflight->guest = machine_hypervisor(root, preflight->hypervisor,
					      sizeof(preflight->hypervisor), why, sizeof(why));
	preflight->siblings_known = machine_siblings(cpu, &preflight->siblings) == 0;
	err = machine_counters_encode(NULL, &preflight->counters, err_text, sizeof(err_text));
	return err ? err : look(preflight);
}

void machine_preflight_close(struct machine_preflight *preflight)
{
	machine_load_free(&preflight->before);
	machine_load_free(&preflight->after);
	machine_kernel_free(&preflight->kernel);
	machine_counters_free(&preflight->counters);
}

static double share(uint64_t part_ns, uint64_t total_ns)
{
	return total_ns ? (double)part_ns / (double)total_ns : 0;
}

double machine_busy_share(const struct machine_preflight *preflight, unsigned cpu)
{
	struct machine_load_change change =
	    machine_load_between(&preflight->before, &preflight->after, cpu);

	return share(change.busy_ns, change.total_ns);
}

double machine_steal_share(const struct machine_preflight *preflight, unsigned cpu)
{
	struct machine_load_change change =
	    machine_load_between(&preflight->before, &preflight->after, cpu);

	return share(change.steal_ns, change.total_ns);
}

enum machine_level machine_check_run(const struct machine_check *check,
				     const struct machine_preflight *preflight,
				     struct machine_finding *finding)
{
	memset(finding, 0, sizeof(*finding));
	finding->cost = "";
	return check->check(preflight, finding);
}

const struct machine_check *machine_checks(size_t *count)
{
	static const struct machine_check checks[] = {
		{ "load", "Other load", machine_check_load },
		{ "isolated", "Isolated PU", machine_check_isolated },
		{ "tick", "Timer tick", machine_check_tick },
		{ "smt", "SMT sibling", machine_check_smt },
		{ "governor", "CPU governor", machine_check_governor },
		{ "turbo", "Turbo", machine_check_turbo },
		{ "clock", "Clock", machine_check_clock },
		{ "hypervisor", "Hypervisor", machine_check_hypervisor },
		{ "counters", "Counters", machine_check_counters },
		{ "paranoid", "Permission to count", machine_check_paranoid },
		{ "quota", "CPU quota", machine_check_quota },
		{ "affinity", "Allowed PUs", machine_check_affinity },
		{ "processes", "Process limit", machine_check_processes },
		{ "memory", "Memory and swap", machine_check_memory },
		{ "thp", "Huge pages", machine_check_thp },
		{ "timer_slack", "Timer slack", machine_check_timer_slack },
		{ "mitigations", "Mitigations", machine_check_mitigations },
		{ "watchdog", "NMI watchdog", machine_check_watchdog },
		{ "irqbalance", "irqbalance", machine_check_irqbalance },
	};

	*count = sizeof(checks) / sizeof(checks[0]);
	return checks;
}
