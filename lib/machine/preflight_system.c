/* Checks of what else goes on: load, interrupts, memory, and settings of the kernel. */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>

#include "files.h"
#include "preflight_parts.h"

#define SEEN(...) machine_print(finding->seen, sizeof(finding->seen), __VA_ARGS__)
#define REMEDY(...) machine_print(finding->todo, sizeof(finding->todo), __VA_ARGS__)

/* The mean busy share of all PUs but the measured one. */
static double others_busy(const struct machine_preflight *preflight)
{
	double sum = 0;
	size_t count = 0;

	for (unsigned cpu = 0; cpu < preflight->after.cpus; cpu++) {
		struct machine_load_change change =
		    machine_load_between(&preflight->before, &preflight->after, cpu);

		if (cpu == preflight->cpu || change.total_ns == 0)
			continue;
		sum += machine_busy_share(preflight, cpu);
		count++;
	}
	return count ? sum / (double)count : 0;
}

MACHINE_CHECK(load)
{
	double here = machine_busy_share(preflight, preflight->cpu),
	       others = others_busy(preflight);
	char average[64];

	if (!preflight->after.have_stat) {
		SEEN("/proc/stat cannot be read");
		return MACHINE_UNKNOWN;
	}
	SEEN("PU %u busy %.1f%%, others %.1f%% over %u ms", preflight->cpu, here * 100,
	     others * 100, preflight->look_ms);
	if (machine_read(preflight->root, "/proc/loadavg", average, sizeof(average)) == 0)
		machine_append(finding->seen, sizeof(finding->seen), "; load %.*s",
			       (int)strcspn(average, " "), average);
	if (here < .02 && others < .25)
		return MACHINE_OK;
	finding->cost =
	    here < .02 ? "Work on other PUs shares caches, memory and power with the measured "
			 "one: figures grow and spread."
		       : "Work on the measured PU takes turns with the benchmark: samples with its "
			 "time in them, switches that are not ours, processes run again.";
	REMEDY("See what it is, and stop it or move it away:\n$ ps -eo psr,pcpu,comm --sort=-pcpu | "
	     "head");
	return here < .2 ? MACHINE_WARN : MACHINE_BAD;
}

/* The number of processes of this name, or -errno without /proc. */
static int count_processes(const char *root, const char *name)
{
	char path[512], comm[64];
	struct dirent *entry;
	int count = 0;
	bool any = false;
	DIR *proc;

	machine_print(path, sizeof(path), "%s/proc", root);
	proc = opendir(path);
	if (!proc)
		return -errno;
	while ((entry = readdir(proc)) != NULL) {
		if (!isdigit((unsigned char)entry->d_name[0]))
			continue;
		if (machine_readf(root, comm, sizeof(comm), "/proc/%s/comm", entry->d_name))
			continue;
		any = true;
		count += strcmp(comm, name) == 0;
	}
	closedir(proc);
	return any ? count : -ENOENT;
}

MACHINE_CHECK(irqbalance)
{
	int count = count_processes(preflight->root, "irqbalance");

	if (count < 0) {
		SEEN("processes cannot be listed");
		return MACHINE_UNKNOWN;
	}
	SEEN("%s", count ? "running" : "not running");
	if (count == 0)
		return MACHINE_OK;
	finding->cost =
	    "It may move device interrupts to the measured PU in the middle of a run: gaps "
	    "and p99 change between rounds.";
	REMEDY("$ sudo systemctl stop irqbalance");
	return MACHINE_WARN;
}

MACHINE_CHECK(watchdog)
{
	int64_t on;
	int err = machine_read_number(preflight->root, "/proc/sys/kernel/nmi_watchdog", &on);

	if (err) {
		SEEN("no /proc/sys/kernel/nmi_watchdog");
		return preflight->root[0] || machine_exists("", "/proc/self") ? MACHINE_OK
									      : MACHINE_UNKNOWN;
	}
	SEEN("%s", on ? "on" : "off");
	if (!on)
		return MACHINE_OK;
	finding->cost =
	    "It keeps one hardware counter for itself, so that the counters of a run must take "
	    "turns sooner, and interrupts now and then.";
	REMEDY("$ sudo sysctl kernel.nmi_watchdog=0");
	return MACHINE_WARN;
}

static int is_name(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

MACHINE_CHECK(mitigations)
{
	const char *folder = "/sys/devices/system/cpu/vulnerabilities";
	unsigned mitigated = 0, vulnerable = 0, unaffected = 0;
	char path[512], text[128], option[64] = "";
	struct dirent **names = NULL;
	int count;

	machine_print(path, sizeof(path), "%s%s", preflight->root, folder);
	count = scandir(path, &names, is_name, alphasort);
	for (int i = 0; i < count; i++) {
		if (machine_readf(preflight->root, text, sizeof(text), "%s/%s", folder,
				  names[i]->d_name) == 0) {
			mitigated += strncmp(text, "Mitigation", 10) == 0;
			vulnerable += strncmp(text, "Vulnerable", 10) == 0;
			unaffected += strncmp(text, "Not affected", 12) == 0;
		}
		free(names[i]);
	}
	free(names);
	if (count <= 0) {
		SEEN("no /sys/devices/system/cpu/vulnerabilities");
		return MACHINE_UNKNOWN;
	}
	SEEN("%u in force, %u left open, %u not needed", mitigated, vulnerable, unaffected);
	if (machine_option(preflight->kernel.cmdline, "mitigations", option, sizeof(option)) == 0)
		machine_append(finding->seen, sizeof(finding->seen), "; mitigations=%s", option);
	finding->cost =
	    "They are part of what entering the kernel and switching cost here, so they are "
	    "measured with it. Compare only with runs that have the same.";
	return MACHINE_OK;
}

MACHINE_CHECK(thp)
{
	const char *path = "/sys/kernel/mm/transparent_hugepage/enabled";
	char text[128], chosen[32];

	if (machine_read(preflight->root, path, text, sizeof(text)) ||
	    machine_bracketed(text, chosen, sizeof(chosen))) {
		SEEN("no transparent huge pages in this kernel, or no /sys");
		return MACHINE_UNKNOWN;
	}
	SEEN("%s", chosen);
	if (strcmp(chosen, "always") != 0)
		return MACHINE_OK;
	finding->cost =
	    "Whether a program gets huge pages depends on what memory is free: fork and page "
	    "faults then have two prices.";
	REMEDY("$ echo madvise | sudo tee %s", path);
	return MACHINE_WARN;
}

MACHINE_CHECK(timer_slack)
{
	enum { USUAL_NS = 50000 };
	long slack_ns = prctl(PR_GET_TIMERSLACK, 0UL, 0UL, 0UL, 0UL);

	(void)preflight;
	if (slack_ns < 0) {
		SEEN("cannot be read: %s", strerror(errno));
		return MACHINE_UNKNOWN;
	}
	SEEN("%ld ns", slack_ns);
	if (slack_ns <= USUAL_NS)
		return MACHINE_OK;
	finding->cost = "Sleeps end late by up to that much; interval timers do not.";
	REMEDY("It is inherited from what started this shell; 50000 is usual.");
	return MACHINE_WARN;
}

static int64_t meminfo_kib(const char *text, const char *key)
{
	char value[32];

	return machine_field(text, key, ':', value, sizeof(value)) ? -1 : strtoll(value, NULL, 10);
}

MACHINE_CHECK(memory)
{
	int64_t total, available, swapped = preflight->swaps_after - preflight->swaps_before;
	char *text;

	if (machine_slurp(preflight->root, "/proc/meminfo", &text, NULL)) {
		SEEN("/proc/meminfo cannot be read");
		return MACHINE_UNKNOWN;
	}
	total = meminfo_kib(text, "MemTotal");
	available = meminfo_kib(text, "MemAvailable");
	free(text);
	if (total <= 0 || available < 0) {
		SEEN("/proc/meminfo does not say");
		return MACHINE_UNKNOWN;
	}
	if (preflight->swaps_before < 0 || swapped < 0)
		swapped = 0;
	SEEN("%lld of %lld MiB available, ", (long long)available / 1024, (long long)total / 1024);
	machine_append(finding->seen, sizeof(finding->seen),
		       swapped ? "swapping (%lld pages in %u ms)" : "not swapping",
		       (long long)swapped, preflight->look_ms);
	if (swapped == 0 && available > 64 * 1024 && available > total / 20)
		return MACHINE_OK;
	finding->cost = "Reclaim and swapping run in the middle of forks and page faults.";
	REMEDY("Stop what holds the memory:\n$ ps -eo rss,comm --sort=-rss | head");
	return swapped ? MACHINE_BAD : MACHINE_WARN;
}
