/* Fingerprint: the processor, who shares its core, its caches, its frequency. */
#include <string.h>

#include "cpuinfo.h"
#include "cpuset.h"
#include "files.h"
#include "fingerprint_parts.h"
#include "placement.h"
#include "x86.h"

static void say_or(const struct machine_print *print, const char *key, const char *value,
		   const char *why)
{
	if (value[0])
		machine_say(print, key, value);
	else
		machine_say_unknown(print, key, why[0] ? why : "/proc/cpuinfo has no such line");
}

/* A list of PUs of /sys: "none" when it is empty. */
static void say_list(const struct machine_print *print, const char *key, const char *path,
		     const char *why_missing)
{
	struct machine_cpuset set;
	char text[4096], list[1024];

	if (machine_read(print->root, path, text, sizeof(text))) {
		machine_say_unknown(print, key, why_missing);
	} else if (machine_cpuset_parse(text, &set)) {
		machine_say_unknown(print, key, "not a list of PUs");
	} else {
		machine_cpuset_format(&set, list, sizeof(list));
		machine_say(print, key, list);
	}
}

static void say_smt(const struct machine_print *print)
{
	struct machine_cpuset siblings;
	char control[64], active[16], list[256];
	int known = machine_read(print->root, "/sys/devices/system/cpu/smt/control", control,
				 sizeof(control));

	machine_read(print->root, "/sys/devices/system/cpu/smt/active", active, sizeof(active));
	if (known)
		machine_say_unknown(print, "cpu.smt", "no /sys/devices/system/cpu/smt");
	else if (strcmp(active, "1") == 0)
		machine_say(print, "cpu.smt", "on");
	else
		machine_sayf(print, "cpu.smt", "off (%s)", control);
	if (machine_siblings(print->cpu, &siblings)) {
		machine_say_unknown(print, "cpu.smt_siblings", "hwloc cannot read the topology");
		return;
	}
	machine_cpuset_format(&siblings, list, sizeof(list));
	machine_say(print, "cpu.smt_siblings", list);
}

static void say_topology(const struct machine_print *print)
{
	char topology[256], caches[512];
	int err = machine_topology(print->cpu, topology, sizeof(topology), caches, sizeof(caches));
	const char *why = err ? "hwloc cannot read the topology" : "hwloc finds none";

	say_or(print, "cpu.topology", topology, why);
	say_or(print, "cpu.caches", caches, why);
}

static void say_tsc(const struct machine_print *print)
{
	int invariant = machine_x86_tsc_invariant();

	if (invariant < 0)
		machine_say_unknown(print, "cpu.tsc_invariant", "not an x86 processor");
	else
		machine_say(print, "cpu.tsc_invariant", invariant ? "yes" : "no");
}

void machine_print_cpu(const struct machine_print *print)
{
	struct machine_cpuinfo info;

	machine_cpuinfo_read(print->root, print->cpu, &info);
	say_or(print, "cpu.vendor", info.vendor, info.why);
	say_or(print, "cpu.model", info.model, info.why);
	say_or(print, "cpu.family", info.family, info.why);
	say_or(print, "cpu.model_number", info.model_number, info.why);
	say_or(print, "cpu.stepping", info.stepping, info.why);
	say_or(print, "cpu.microcode", info.microcode, info.why);
	say_topology(print);
	say_smt(print);
	say_list(print, "cpu.isolated", "/sys/devices/system/cpu/isolated",
		 "no /sys/devices/system/cpu/isolated");
	say_list(print, "cpu.nohz_full", "/sys/devices/system/cpu/nohz_full",
		 "no /sys/devices/system/cpu/nohz_full: built without it, or no /sys");
	say_tsc(print);
}

void machine_print_frequency(const struct machine_print *print)
{
	char path[96], text[64];

	machine_print(path, sizeof(path), "/sys/devices/system/cpu/cpu%u/cpufreq/scaling_governor",
		      print->cpu);
	if (machine_read(print->root, path, text, sizeof(text)))
		machine_say_unknown(print, "cpu.governor",
				    "no cpufreq: the firmware or the host sets the frequency");
	else
		machine_say(print, "cpu.governor", text);
	if (machine_read(print->root, "/sys/devices/system/cpu/intel_pstate/no_turbo", text,
			 sizeof(text)) == 0)
		machine_say(print, "cpu.turbo", strcmp(text, "0") == 0 ? "on" : "off");
	else if (machine_read(print->root, "/sys/devices/system/cpu/cpufreq/boost", text,
			      sizeof(text)) == 0)
		machine_say(print, "cpu.turbo", strcmp(text, "0") == 0 ? "off" : "on");
	else
		machine_say_unknown(print, "cpu.turbo",
				    "neither intel_pstate/no_turbo nor cpufreq/boost");
}
