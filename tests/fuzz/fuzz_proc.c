/*
 * What is read from /proc and /sys around every process that measures: load, interrupts, control groups, steal,
 * switches, children. Files in memory (tree.h); those below /later are for the second look.
 */
#include <math.h>

#include "oscost/spawn_left.c"

#include "harness/bench.h"
#include "harness/interrupts.h"
#include "machine/cgroup.h"
#include "machine/load.h"
#include "oscost/disturb.h"
#include "tree.h"
#include "tree_folder.h"

enum { FILES_MOST = 24, CPUS = 4 };

int __wrap_kill(pid_t pid, int sig);
pid_t __wrap_getpid(void);

/* There are no children here, whatever /proc says. */
int __wrap_kill(pid_t pid, int sig)
{
	(void)pid;
	FUZZ_CHECK(sig == 0);
	return 0;
}

/* The same in every run. */
pid_t __wrap_getpid(void)
{
	return 4711;
}

static void check_load(const struct machine_load *before, const struct machine_load *after)
{
	static const int core_of[MACHINE_CPUS_MAX] = { 0, 1, 0, 1 };
	struct machine_cpuset some = { { 0x6 } };
	struct machine_load_change what, change;
	int cpu = machine_load_quietest(&some, after->cpus % 2 ? core_of : NULL, before, after, &what);

	/* There is always an answer, and it is one that was asked for. */
	FUZZ_CHECK(cpu == 1 || cpu == 2);
	FUZZ_CHECK(after->cpus <= MACHINE_CPUS_MAX && !after->cpus == !after->cpu);
	for (unsigned i = 0; i < CPUS; i++) {
		change = machine_load_between(after, after, i);
		FUZZ_CHECK(change.busy_ns == 0 && change.steal_ns == 0 && change.total_ns == 0 && change.interrupts == 0);
		change = machine_load_between(before, after, i);
		FUZZ_CHECK(i < before->cpus || (change.busy_ns == 0 && change.interrupts == 0));
	}
}

/* From our group outwards, each step shorter than the one before. */
static void check_group(const char *controller, const char *file)
{
	char text[64], where[1400];
	struct machine_cgroup group;
	size_t length = SIZE_MAX;

	if (machine_cgroup_find("", controller, &group) != 0)
		return;
	FUZZ_CHECK(memchr(group.mount, '\0', sizeof(group.mount)) && memchr(group.path, '\0', sizeof(group.path)));
	while (machine_cgroup_next("", &group, file, text, sizeof(text), where, sizeof(where)) == 0) {
		FUZZ_CHECK(strlen(where) < length && strncmp(where, group.mount, strlen(group.mount)) == 0);
		FUZZ_CHECK(strcmp(where + strlen(where) - strlen(file), file) == 0);
		length = strlen(where);
	}
	FUZZ_CHECK(!group.path[0]);
}

static bool is_count(double value)
{
	return isnan(value) || (value >= 0 && isfinite(value));
}

static void check_disturbed(void)
{
	const struct disturb_process p = { .elapsed_ns = 1000000, .wanted_cpu = 1, .claims_no_switch = 1 };
	struct disturb_core core = { .cpu = 1 };
	struct disturb_reading r;

	machine_cpuset_add(&core.siblings, 0);
	machine_cpuset_add(&core.siblings, 3);
	disturb_read(&core, &r);
	FUZZ_CHECK(is_count(r.steal_ns) && is_count(r.throttled) && is_count(r.idle_ns) && is_count(r.siblings_ns));
	/* Two equal readings are no disturbance, unless both lack the PU. */
	FUZZ_CHECK(!disturb_judge(&r, &r, &p) == !r.offline);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct record_bytes part[FILES_MOST];
	struct machine_load before, after;

	tree_clear();
	fuzz_parts(data, size, part, FILES_MOST);
	for (size_t i = 0; i < FILES_MOST; i++)
		tree_plant(part[i].bytes, part[i].size);
	FUZZ_CHECK(machine_load_read("", &before) == 0 && machine_load_read(TREE_ROOT "/later", &after) == 0);
	if (size % 2)
		check_load(&before, &after);
	else
		check_load(&after, &before);
	machine_load_free(&before);
	machine_load_free(&after);
	check_group("cpu", "cpu.stat");
	check_group("pids", "pids.max");
	check_disturbed();
	FUZZ_CHECK(is_count(interrupts_timer_count(1)) && is_count(bench_switches_of(7)));
	FUZZ_CHECK(each_child(end) <= 0);
	return 0;
}
