/* Reads what may disturb, and judges whether it did. */
#include "disturb.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "machine/cgroup.h"
#include "machine/files.h"

/* More than a twentieth of the process's time, and more than one step of the count (10 ms as a rule). */
#define TAKEN_SHARE 0.05
#define TAKEN_LEAST_NS 15e6
/* A sibling that is busy less than this leaves most samples of a process, and so their median, alone. */
#define SIBLING_SHARE 0.5
/* A process that wants no switches may suffer this many: kernel threads must run some time. */
#define PREEMPTED_LEAST 3
#define PREEMPTED_PER_S 50
/* Two readings of clocks lie closer together, a suspend takes longer. */
#define SUSPENDED_LEAST_NS 10e6

/* user nice system idle iowait irq softirq steal: proc(5). */
enum { IDLE = 3, IOWAIT = 4, STEAL = 7, FIELDS = 8 };

/*
 * Is there a line of that PU? With fewer fields than these, the figures are unknown. Idle time, because the kernel
 * measures it where it may be without ticks; what a PU is busy with it samples.
 */
static bool find_pu(const char *stat, unsigned cpu, long user_hz, double *idle_ns, double *steal_ns)
{
	char name[24];
	unsigned long long v[FIELDS];
	const char *line;

	*idle_ns = *steal_ns = NAN;
	snprintf(name, sizeof(name), "\ncpu%u ", cpu);
	line = strstr(stat, name);
	if (!line || user_hz <= 0 ||
	    sscanf(line + strlen(name), "%llu %llu %llu %llu %llu %llu %llu %llu", &v[0], &v[1], &v[2], &v[3],
		   &v[4], &v[5], &v[6], &v[7]) != FIELDS)
		return line != NULL;
	*idle_ns = ((double)v[IDLE] + (double)v[IOWAIT]) * 1e9 / (double)user_hz;
	*steal_ns = (double)v[STEAL] * 1e9 / (double)user_hz;
	return true;
}

void disturb_parse(const char *stat, const struct disturb_core *core, long user_hz, struct disturb_reading *out)
{
	size_t left = machine_cpuset_count(&core->siblings);
	double idle_ns, unused;

	out->offline = !find_pu(stat, core->cpu, user_hz, &out->idle_ns, &out->steal_ns) && strstr(stat, "\ncpu");
	out->siblings_ns = 0;
	out->siblings = 0;
	for (unsigned cpu = 0; left > 0; cpu++) {
		if (!machine_cpuset_has(&core->siblings, cpu))
			continue;
		left--;
		if (!find_pu(stat, cpu, user_hz, &idle_ns, &unused))
			continue;
		out->siblings_ns += idle_ns;
		out->siblings++;
	}
}

/* By system call: the vDSO may read a counter that is disabled. */
static double clock_ns(clockid_t clock)
{
	struct timespec t = { 0, 0 };

	return syscall(SYS_clock_gettime, clock, &t) == 0 ? (double)t.tv_sec * 1e9 + (double)t.tv_nsec : (double)NAN;
}

/* CLOCK_BOOTTIME goes on while the machine is suspended, CLOCK_MONOTONIC does not. */
static double read_suspended_ns(void)
{
	double before = 0, boot = 0, after = 0;

	for (int i = 0; i < 5 && (i == 0 || after - before > SUSPENDED_LEAST_NS / 10); i++) {
		before = clock_ns(CLOCK_MONOTONIC);
		boot = clock_ns(CLOCK_BOOTTIME);
		after = clock_ns(CLOCK_MONOTONIC);
	}
	return boot - before;
}

static double read_throttled(const char *root)
{
	uint64_t times;

	return machine_cgroup_throttled(root, &times) == 0 ? (double)times : (double)NAN;
}

/* RUSAGE_CHILDREN: of those that have ended; a benchmark has, with all that it started, at both readings. */
static double read_used_ns(int whose)
{
	struct rusage r;

	if (getrusage(whose, &r) != 0)
		return (double)NAN;
	return 1e9 * (double)(r.ru_utime.tv_sec + r.ru_stime.tv_sec) +
	       1e3 * (double)(r.ru_utime.tv_usec + r.ru_stime.tv_usec);
}

void disturb_read_under(const char *root, const struct disturb_core *core, struct disturb_reading *out)
{
	char *text;

	/* A thousand PUs have more than 64 KiB of lines. */
	machine_slurp(root, "/proc/stat", &text, NULL);
	disturb_parse(text ? text : "", core, sysconf(_SC_CLK_TCK), out);
	free(text);
	out->at_ns = clock_ns(CLOCK_MONOTONIC);
	out->own_ns = read_used_ns(RUSAGE_CHILDREN);
	out->driver_ns = read_used_ns(RUSAGE_SELF);
	out->throttled = read_throttled(root);
	out->suspended_ns = read_suspended_ns();
}

void disturb_read(const struct disturb_core *core, struct disturb_reading *out)
{
	disturb_read_under("", core, out);
}

static bool took(double taken_ns, const struct disturb_process *p)
{
	return taken_ns > TAKEN_LEAST_NS && taken_ns > TAKEN_SHARE * (double)p->elapsed_ns;
}

/* Was a sibling busy with what is not ours? */
static bool sibling_busy(const struct disturb_reading *before, const struct disturb_reading *after,
			 const struct disturb_process *p)
{
	double wall_ns = after->at_ns - before->at_ns;
	double busy_ns = wall_ns - (after->idle_ns - before->idle_ns);
	double siblings_ns = wall_ns * after->siblings - (after->siblings_ns - before->siblings_ns) -
			     (after->driver_ns - before->driver_ns);

	/* One that comes online brings all that it has ever done. */
	if (p->wanted_cpu < 0 || after->siblings != before->siblings)
		return false;
	/* A case that has a partner elsewhere cannot be told from others. */
	return siblings_ns > TAKEN_LEAST_NS && siblings_ns > SIBLING_SHARE * wall_ns &&
	       !took(after->own_ns - before->own_ns - busy_ns, p);
}

const char *disturb_judge(const struct disturb_reading *before, const struct disturb_reading *after,
			  const struct disturb_process *p)
{
	if (after->suspended_ns - before->suspended_ns > SUSPENDED_LEAST_NS)
		return "suspended";
	if (after->throttled > before->throttled)
		return "throttled";
	if (p->wanted_cpu >= 0 && (before->offline || after->offline))
		return "offline";
	if (p->wanted_cpu >= 0 && p->migrated)
		return "migrated";
	if (took(after->steal_ns - before->steal_ns, p))
		return "steal";
	if (sibling_busy(before, after, p))
		return "sibling";
	/* A hog with long turns takes half of the PU by few switches. */
	if (p->claims_no_switch && (took(p->waited_ns, p) ||
				     p->involuntary > PREEMPTED_LEAST + PREEMPTED_PER_S * (double)p->elapsed_ns / 1e9))
		return "preempted";
	return NULL;
}
