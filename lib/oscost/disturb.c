/* Reads what may disturb, and judges whether it did. */
#include "disturb.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "machine/cgroup.h"
#include "machine/files.h"

/* More than a twentieth of the process's time, and more than one step of the count (10 ms as a rule). */
#define STEAL_SHARE 0.05
#define STEAL_LEAST_NS 15e6
/* A process that wants no switches may suffer this many: kernel threads must run some time. */
#define PREEMPTED_LEAST 3
#define PREEMPTED_PER_S 50
/* Two readings of clocks lie closer together, a suspend takes longer. */
#define SUSPENDED_LEAST_NS 10e6

void disturb_parse(const char *stat, unsigned cpu, long user_hz, struct disturb_reading *out)
{
	char name[24];
	unsigned long long v[8];
	const char *line;

	out->steal_ns = NAN;
	snprintf(name, sizeof(name), "\ncpu%u ", cpu);
	line = strstr(stat, name);
	if (!line || user_hz <= 0)
		return;
	/* user nice system idle iowait irq softirq steal: proc(5) */
	if (sscanf(line + strlen(name), "%llu %llu %llu %llu %llu %llu %llu %llu", &v[0], &v[1], &v[2], &v[3],
		   &v[4], &v[5], &v[6], &v[7]) == 8)
		out->steal_ns = (double)v[7] * 1e9 / (double)user_hz;
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

void disturb_read_under(const char *root, unsigned cpu, struct disturb_reading *out)
{
	char *text;

	/* A thousand PUs have more than 64 KiB of lines. */
	machine_slurp(root, "/proc/stat", &text, NULL);
	disturb_parse(text ? text : "", cpu, sysconf(_SC_CLK_TCK), out);
	free(text);
	out->throttled = read_throttled(root);
	out->suspended_ns = read_suspended_ns();
}

void disturb_read(unsigned cpu, struct disturb_reading *out)
{
	disturb_read_under("", cpu, out);
}

const char *disturb_judge(const struct disturb_reading *before, const struct disturb_reading *after,
			  const struct disturb_process *p)
{
	double steal_ns = after->steal_ns - before->steal_ns;

	if (after->suspended_ns - before->suspended_ns > SUSPENDED_LEAST_NS)
		return "suspended";
	if (after->throttled > before->throttled)
		return "throttled";
	if (p->wanted_cpu >= 0 && p->migrated)
		return "migrated";
	if (steal_ns > STEAL_LEAST_NS && steal_ns > STEAL_SHARE * (double)p->elapsed_ns)
		return "steal";
	if (p->claims_no_switch &&
	    p->involuntary > PREEMPTED_LEAST + PREEMPTED_PER_S * (double)p->elapsed_ns / 1e9)
		return "preempted";
	return NULL;
}
