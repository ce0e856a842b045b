/* Checks of the processor: frequency, who shares it, clock, hypervisor, tick. */
#include <string.h>
#include <sys/prctl.h>

#include "cpuset.h"
#include "files.h"
#include "preflight_parts.h"
#include "x86.h"

#define SEEN(...) machine_print(finding->seen, sizeof(finding->seen), __VA_ARGS__)
#define REMEDY(...) machine_print(finding->todo, sizeof(finding->todo), __VA_ARGS__)

MACHINE_CHECK(governor)
{
	char governor[64], driver[64];

	if (machine_readf(preflight->root, governor, sizeof(governor),
			  "/sys/devices/system/cpu/cpu%u/cpufreq/scaling_governor",
			  preflight->cpu)) {
		SEEN("no cpufreq here: the %s sets the frequency",
		     preflight->guest ? "host" : "firmware");
		finding->cost =
		    "If the frequency moves during a run, nanoseconds move with it. Core "
		    "cycles are measured beside every sample and do not.";
		return MACHINE_UNKNOWN;
	}
	machine_readf(preflight->root, driver, sizeof(driver),
		      "/sys/devices/system/cpu/cpu%u/cpufreq/scaling_driver", preflight->cpu);
	SEEN("%s%s%s%s", governor, driver[0] ? " (" : "", driver, driver[0] ? ")" : "");
	if (strcmp(governor, "performance") == 0)
		return MACHINE_OK;
	finding->cost =
	    "The frequency follows the load: the first samples of a process are slower than "
	    "the rest, and nanoseconds differ between runs. Core cycles suffer less.";
	REMEDY("$ sudo cpupower -c %u frequency-set -g performance", preflight->cpu);
	return MACHINE_WARN;
}

MACHINE_CHECK(turbo)
{
	static const struct {
		const char *path, *on;
		int off;
	} switches[] = {
		{ "/sys/devices/system/cpu/intel_pstate/no_turbo", "0", 1 },
		{ "/sys/devices/system/cpu/cpufreq/boost", "1", 0 },
	};
	char text[32];

	for (size_t i = 0; i < sizeof(switches) / sizeof(switches[0]); i++) {
		if (machine_read(preflight->root, switches[i].path, text, sizeof(text)))
			continue;
		if (strcmp(text, switches[i].on) != 0) {
			SEEN("off");
			return MACHINE_OK;
		}
		SEEN("on");
		finding->cost = "The frequency depends on temperature and on what other cores do: "
				"nanoseconds drift over a run. Core cycles suffer less.";
		REMEDY("$ echo %d | sudo tee %s", switches[i].off, switches[i].path);
		return MACHINE_WARN;
	}
	SEEN("no switch for it here");
	finding->cost =
	    "If it is on, nanoseconds drift with temperature and with other cores' work.";
	return MACHINE_UNKNOWN;
}

MACHINE_CHECK(smt)
{
	char list[128];
	double busy = 0;

	if (!preflight->siblings_known) {
		SEEN("hwloc cannot read the topology");
		return MACHINE_UNKNOWN;
	}
	if (machine_cpuset_count(&preflight->siblings) == 0) {
		SEEN("PU %u has its core to itself%s", preflight->cpu,
		     preflight->guest ? ", as far as a guest can see" : "");
		return MACHINE_OK;
	}
	for (unsigned cpu = 0; cpu < MACHINE_CPUS_MAX; cpu++)
		if (machine_cpuset_has(&preflight->siblings, cpu))
			busy += machine_busy_share(preflight, cpu);
	machine_cpuset_format(&preflight->siblings, list, sizeof(list));
	SEEN("PU %u shares its core with %s, which %s busy %.1f%% of the time", preflight->cpu,
	     list, machine_cpuset_count(&preflight->siblings) > 1 ? "were" : "was", busy * 100);
	finding->cost =
	    "Both threads share the core's units and first caches: whatever runs on the "
	    "other one makes every figure larger and wider.";
	REMEDY("Give other work other PUs, or take the sibling offline:\n"
	     "$ echo 0 | sudo tee /sys/devices/system/cpu/cpu%d/online",
	     machine_cpuset_first(&preflight->siblings));
	return busy < .02 ? MACHINE_OK : busy < .2 ? MACHINE_WARN : MACHINE_BAD;
}

/* Clock sources that are read without leaving user mode. */
static bool is_fast_source(const char *source)
{
	static const char *const fast[] = { "tsc",
					    "kvm-clock",
					    "hyperv_clocksource_tsc_page",
					    "arch_sys_counter",
					    "riscv_clocksource",
					    "timebase",
					    "tod" };

	for (size_t i = 0; i < sizeof(fast) / sizeof(fast[0]); i++)
		if (strcmp(source, fast[i]) == 0)
			return true;
	return false;
}

static bool tsc_disabled(void)
{
	int mode = PR_TSC_ENABLE;

	return prctl(PR_GET_TSC, &mode, 0UL, 0UL, 0UL) == 0 && mode == PR_TSC_SIGSEGV;
}

MACHINE_CHECK(clock)
{
	int invariant = machine_x86_tsc_invariant();
	char source[64];

	if (machine_read(preflight->root,
			 "/sys/devices/system/clocksource/clocksource0/current_clocksource", source,
			 sizeof(source)))
		machine_print(source, sizeof(source), "unknown");
	SEEN("%sthe kernel's clock source is %s",
	     invariant < 0 ? ""
	     : invariant   ? "invariant TSC; "
			   : "the TSC is not invariant; ",
	     source);
	if (tsc_disabled()) {
		SEEN("reading the TSC is disabled for this process (PR_SET_TSC)");
		finding->cost =
		    "Time is taken by a system call; very short operations need longer samples.";
		return MACHINE_WARN;
	}
	if (strcmp(source, "unknown") != 0 && !is_fast_source(source)) {
		finding->cost =
		    "The kernel does not trust the fast clock, and every clock_gettime enters "
		    "the kernel: 521 instructions in place of 73 with hpet on Linux 6.1.";
		REMEDY("See why, and what there is:\n$ sudo dmesg | grep -i -e clocksource -e tsc\n"
		     "$ cat /sys/devices/system/clocksource/clocksource0/available_*");
		return MACHINE_BAD;
	}
	if (invariant == 0) {
		finding->cost =
		    "Its rate follows the frequency, so time comes from CLOCK_MONOTONIC_RAW, "
		    "which is coarser and dearer to read.";
		REMEDY("In a VM, ask for the flag (QEMU: -cpu host,+invtsc,migratable=off).");
		return MACHINE_WARN;
	}
	return MACHINE_OK;
}

MACHINE_CHECK(hypervisor)
{
	double steal = machine_steal_share(preflight, preflight->cpu);
	const struct machine_load *load = &preflight->after;
	double since_boot = 0;

	if (preflight->cpu < load->cpus && load->cpu[preflight->cpu].total_ticks)
		since_boot = (double)load->cpu[preflight->cpu].steal_ticks /
			     (double)load->cpu[preflight->cpu].total_ticks;
	if (!preflight->guest) {
		SEEN("none");
		return MACHINE_OK;
	}
	if (load->have_stat)
		SEEN("%s; stolen from PU %u: %.1f%% now, %.2f%% since boot", preflight->hypervisor,
		     preflight->cpu, steal * 100, since_boot * 100);
	else
		SEEN("%s; what it steals cannot be read", preflight->hypervisor);
	finding->cost =
	    "The host takes the PU away when it likes, and its own interrupts show as gaps. "
	    "Operations that leave the guest are dear: one CPUID took 8 µs on the KVM guest "
	    "that oscost was written on.";
	REMEDY("Measure on the bare machine, or have the vCPUs pinned to PUs of their own. Compare "
	     "only "
	     "with runs under the same hypervisor.");
	return steal > .01 || since_boot > .05 ? MACHINE_BAD : MACHINE_WARN;
}

MACHINE_CHECK(isolated)
{
	char text[1024], list[256];
	struct machine_cpuset isolated;

	if (machine_read(preflight->root, "/sys/devices/system/cpu/isolated", text, sizeof(text)) ||
	    machine_cpuset_parse(text, &isolated)) {
		SEEN("/sys/devices/system/cpu/isolated cannot be read");
		return MACHINE_UNKNOWN;
	}
	machine_cpuset_format(&isolated, list, sizeof(list));
	if (machine_cpuset_has(&isolated, preflight->cpu)) {
		SEEN("PU %u is isolated", preflight->cpu);
		return MACHINE_OK;
	}
	finding->cost =
	    "The scheduler may put other tasks on the measured PU: samples with their time in "
	    "them, and caches that they have emptied.";
	if (machine_cpuset_count(&isolated) > 0) {
		SEEN("PU %u is not isolated; %s would be", preflight->cpu, list);
		REMEDY("$ ./run.sh --cpu %d", machine_cpuset_first(&isolated));
	} else {
		SEEN("none");
		REMEDY("Boot with these words on the kernel's command line:\n"
		     "  isolcpus=nohz,domain,managed_irq,%u nohz_full=%u rcu_nocbs=%u",
		     preflight->cpu, preflight->cpu, preflight->cpu);
	}
	return MACHINE_WARN;
}

/* Or may it: where no configuration can be read it is not known. */
static bool can_stop_tick(const struct machine_kernel *kernel)
{
	return !kernel->config || machine_kernel_has(kernel, "CONFIG_NO_HZ_FULL");
}

MACHINE_CHECK(tick)
{
	long hz = machine_kernel_hz();
	struct machine_answer tick;

	machine_kernel_tick(&preflight->kernel, preflight->cpu, &tick);
	if (strcmp(tick.text, "nohz_full") == 0) {
		SEEN("stops on PU %u while one task runs there (nohz_full)", preflight->cpu);
		return MACHINE_OK;
	}
	SEEN("%ld a second on a busy PU%s%s%s", hz > 0 ? hz : 0, tick.text[0] ? " (" : "",
	     tick.text, tick.text[0] ? ")" : "");
	if (hz <= 0)
		SEEN("its rate cannot be read");
	finding->cost =
	    "Every tick interrupts what is being timed; at 250 Hz on one KVM guest it took "
	    "about 25 µs each time. Medians hardly notice, p99 does. It is what timer.tick "
	    "measures.";
	REMEDY(can_stop_tick(&preflight->kernel) ? "For a run without it, boot with nohz_full=%u."
						 : "For a run without it, boot a kernel that is built with CONFIG_NO_HZ_FULL, which "
						   "this one is not, with nohz_full=%u.",
	       preflight->cpu);
	return MACHINE_WARN;
}
