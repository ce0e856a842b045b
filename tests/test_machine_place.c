/* The choice of a PU: from canned loads, and on this machine with its allowed set made smaller. */
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "machine/load.h"
#include "machine/placement.h"
#include "machine/placement_parts.h"

#define TREE "tests/data/machine/"

/* Runs a test in a child, because what it does to itself stays. */
/* PUs in the affinity of this thread, or -errno. */
static int allowed_count(void)
{
	struct machine_cpuset set;
	int err = machine_cpuset_get_affinity(&set);

	return err ? err : (int)machine_cpuset_count(&set);
}

static void in_child(void (*test)(void))
{
	int status = -1;
	pid_t pid = fork();

	if (pid == 0) {
		check_failures = 0;
		test();
		_exit(check_failures ? 1 : 0);
	}
	CHECK(pid > 0 && waitpid(pid, &status, 0) == pid);
	CHECK_EQ(status, 0);
}

/* From now on this system call fails with that errno. */
static int refuse(unsigned number, unsigned errno_value)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | errno_value),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { .len = 4, .filter = code };

	if (prctl(PR_SET_NO_NEW_PRIVS, 1UL, 0UL, 0UL, 0UL))
		return -errno;
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) ? -errno : 0;
}

static int quietest(const char *list, const int *core_of, struct machine_load_change *what)
{
	struct machine_load before, after;
	struct machine_cpuset candidates;
	int cpu;

	CHECK_EQ(machine_load_read(TREE "workstation", &before), 0);
	CHECK_EQ(machine_load_read(TREE "workstation-later", &after), 0);
	machine_cpuset_parse(list, &candidates);
	cpu = machine_load_quietest(&candidates, core_of, &before, &after, what);
	machine_load_free(&before);
	machine_load_free(&after);
	return cpu;
}

/*
 * Between the two looks PU 0 was busy for one tick (10 ms) and had 10 interrupts (its counter
 * wrapped), PU 1 was busy for 50 ticks, PU 2 had 50 interrupts, PU 3 lost 5 ticks to the host.
 */
static void test_quietest(void)
{
	struct machine_load_change what;
	int core_of[MACHINE_CPUS_MAX];

	memset(core_of, 0xff, sizeof(core_of));
	CHECK_EQ(quietest("0-3", NULL, &what), 2);
	CHECK_EQ(what.interrupts, 50);
	CHECK_EQ(what.busy_ns, 0);
	CHECK_EQ(quietest("0,1", core_of, &what), 0);
	CHECK_EQ(what.interrupts, 10);
	CHECK_EQ(what.busy_ns, 10000000);
	CHECK_EQ(quietest("1,3", core_of, &what), 3);
	CHECK_EQ(what.steal_ns, 50000000);
	/* A busy sibling counts: 2 shares its core with 1. */
	core_of[1] = core_of[2] = 1;
	CHECK_EQ(quietest("0-3", core_of, &what), 0);
	CHECK_EQ(quietest("1-2", core_of, &what), 1);
	CHECK_EQ(what.interrupts, 150);
	/* PUs that nothing is known of are all equal: the first that is not 0. */
	CHECK_EQ(quietest("0,100-102", NULL, &what), 100);
	CHECK_EQ(quietest("", NULL, &what), -EINVAL);
}

static void test_load_broken(void)
{
	struct machine_load load;

	CHECK_EQ(machine_load_read(TREE "nothing", &load), 0);
	CHECK(!load.have_stat && !load.have_interrupts && load.cpus == 0);
	machine_load_free(&load);
	CHECK_EQ(machine_load_read(TREE "broken", &load), 0);
	CHECK_EQ(load.cpus, 2);
	CHECK_EQ(load.cpu[0].interrupts, 4);
	CHECK_EQ(load.cpu[0].busy_ticks, 11);
	machine_load_free(&load);
	CHECK_EQ(machine_load_read(TREE "uml", &load), 0);
	CHECK_EQ(load.cpu[0].interrupts, 123);
	CHECK_EQ(load.cpu[0].total_ticks, 115);
	machine_load_free(&load);
}

static void check_avoid(const char *allowed, unsigned cpu, const char *siblings, const char *want)
{
	struct machine_cpuset a, s, rest;
	char list[32];

	machine_cpuset_parse(allowed, &a);
	machine_cpuset_parse(siblings, &s);
	machine_avoid_set(&a, cpu, &s, &rest);
	machine_cpuset_format(&rest, list, sizeof(list));
	CHECK_STR(list, want);
}

static void test_avoid_set(void)
{
	check_avoid("0-3", 1, "0", "2-3");
	check_avoid("0-3", 1, "", "0,2-3");
	check_avoid("0-1", 1, "0", "0"); /* the sibling is better than nothing */
	check_avoid("1", 1, "0", "none");
	check_avoid("0-3", 7, "6", "0-3");
}

/* A machine where nothing happened: not PU 0, and always the same one. */
static void test_tie(void)
{
	struct machine_load_change what;
	struct machine_cpuset all, zero;
	struct machine_load load;

	machine_load_read(TREE "workstation", &load);
	machine_cpuset_parse("0-3", &all);
	machine_cpuset_parse("0", &zero);
	CHECK_EQ(machine_load_quietest(&all, NULL, &load, &load, &what), 1);
	CHECK_EQ(machine_load_quietest(&zero, NULL, &load, &load, &what), 0);
	machine_load_free(&load);
}

static bool usable(const char *affinity, const char *isolated, const char *online)
{
	struct machine_cpuset a, i, o;

	machine_cpuset_parse(affinity, &a);
	machine_cpuset_parse(isolated, &i);
	machine_cpuset_parse(online, &o);
	return machine_isolated_usable(&a, &i, &o);
}

static void test_isolated(void)
{
	CHECK(usable("0-1", "2-3", "0-3")); /* as isolcpus=2-3 leaves it */
	CHECK(usable("0-3", "2-3", "0-3"));
	CHECK(!usable("0", "2-3", "0-3")); /* taskset -c 0 */
	CHECK(!usable("0-3", "", "0-3"));
	CHECK(!usable("0-3", "0-3", "0-3")); /* nowhere else to be */
}

static void test_wanted(void)
{
	struct machine_places *places = calloc(1, sizeof(*places));
	char err[200] = "";

	machine_cpuset_parse("0-1,4", &places->allowed);
	machine_cpuset_parse("0-7", &places->present);
	CHECK_EQ(machine_wanted_check(places, 4, err, sizeof(err)), 0);
	CHECK_EQ(machine_wanted_check(places, 5, err, sizeof(err)), -EINVAL);
	CHECK(strstr(err, "PU 5 is outside") && strstr(err, "allowed: 0-1,4"));
	CHECK_EQ(machine_wanted_check(places, 8, err, sizeof(err)), -EINVAL);
	CHECK_STR(err, "there is no PU 8 on this machine; allowed: 0-1,4");
	CHECK_EQ(machine_wanted_check(places, -2, err, sizeof(err)), -EINVAL);
	CHECK_EQ(machine_wanted_check(places, 100000, err, sizeof(err)), -EINVAL);
	free(places);
}

/* Partners for wake-ups: other PUs than ours, allowed ones, each at one distance only. */
static void check_others(unsigned cpu, const struct machine_cpuset *allowed)
{
	int other[MACHINE_DISTANCES];

	machine_other_pus((int)cpu, other);
	for (int d = 0; d < MACHINE_DISTANCES; d++) {
		CHECK(other[d] == -1 ||
		      (other[d] != (int)cpu && machine_cpuset_has(allowed, (unsigned)other[d])));
		for (int k = 0; k < d; k++)
			CHECK(other[d] == -1 || other[d] != other[k]);
	}
	machine_other_pus(-1, other);
	for (int d = 0; d < MACHINE_DISTANCES; d++)
		CHECK_EQ(other[d], -1);
}

static void test_here(void)
{
	struct machine_cpuset before, after;
	struct machine_placement place;
	char err[300] = "", topology[200], caches[200];

	CHECK_EQ(machine_cpuset_get_affinity(&before), 0);
	CHECK_EQ(machine_place(-1, &place, err, sizeof(err)), 0);
	CHECK(place.why[0]);
	CHECK_EQ(machine_place((int)place.cpu, &place, err, sizeof(err)), 0);
	CHECK_STR(place.why, "asked for");
	CHECK_EQ(machine_place(8191, &place, err, sizeof(err)), -EINVAL);
	CHECK(strstr(err, "no PU 8191") && strstr(err, "allowed: "));
	/* Choosing must not leave the thread anywhere else, nor its environment changed. */
	CHECK_EQ(machine_cpuset_get_affinity(&after), 0);
	CHECK(memcmp(&before, &after, sizeof(before)) == 0);
	CHECK(getenv("HWLOC_HIDE_ERRORS") == NULL);
	CHECK_EQ(allowed_count(), (int)machine_cpuset_count(&before));
	CHECK_EQ(machine_topology(place.cpu, topology, sizeof(topology), caches, sizeof(caches)),
		 0);
	CHECK(strstr(topology, "PU"));
	check_others(place.cpu, &before);
	CHECK(machine_bind(8191) < 0);
}

/* As under `taskset -c`: one PU allowed. */
static void one_pu(void)
{
	struct machine_placement place;
	struct machine_cpuset allowed;
	char err[300] = "";
	unsigned cpu;

	machine_cpuset_get_affinity(&allowed);
	cpu = (unsigned)machine_cpuset_first(&allowed);
	CHECK_EQ(machine_bind(cpu), 0);
	CHECK_EQ(allowed_count(), 1);
	CHECK_EQ(machine_place(-1, &place, err, sizeof(err)), 0);
	CHECK_EQ(place.cpu, cpu);
	CHECK_STR(place.why, "the only PU that is allowed");
	CHECK_EQ(machine_avoid(cpu), 0); /* nowhere to go */
	CHECK_EQ(allowed_count(), 1);
	machine_cpuset_remove(&allowed, cpu);
	if (machine_cpuset_count(&allowed) > 0) {
		int other = machine_cpuset_first(&allowed);

		CHECK_EQ(machine_place(other, &place, err, sizeof(err)), -EINVAL);
		CHECK(strstr(err, "is outside the set"));
	}
}

static void avoids(void)
{
	struct machine_cpuset before, after, siblings;
	unsigned cpu;

	machine_cpuset_get_affinity(&before);
	cpu = (unsigned)machine_cpuset_first(&before);
	if (machine_cpuset_count(&before) < 2)
		return;
	CHECK_EQ(machine_avoid(cpu), 0);
	machine_cpuset_get_affinity(&after);
	CHECK(!machine_cpuset_has(&after, cpu) && machine_cpuset_count(&after) > 0);
	CHECK(machine_cpuset_within(&after, &before));
	machine_siblings(cpu, &siblings);
	machine_cpuset_and(&siblings, &after);
	CHECK(machine_cpuset_count(&siblings) == 0 || machine_cpuset_count(&after) == 1 ||
	      machine_cpuset_within(&after, &siblings));
	CHECK_EQ(machine_bind(cpu), 0); /* a child of ours may still go there */
}

/* hwloc on a machine of two cores with two PUs each. */
static void two_threads(void)
{
	struct machine_cpuset siblings;
	char list[32];

	setenv("HWLOC_SYNTHETIC", "pack:1 core:2 pu:2", 1);
	CHECK_EQ(machine_siblings(0, &siblings), 0);
	machine_cpuset_format(&siblings, list, sizeof(list));
	CHECK_STR(list, "1");
	machine_siblings(2, &siblings);
	machine_cpuset_format(&siblings, list, sizeof(list));
	CHECK_STR(list, "3");
	machine_siblings(9, &siblings);
	CHECK_EQ(machine_cpuset_count(&siblings), 0);
	/* Siblings are spared only if that leaves a PU: here the one that is not avoided is all
	 * there is. */
	if (allowed_count() == 2) {
		CHECK_EQ(machine_avoid(0), 0);
		CHECK_EQ(allowed_count(), 1);
	}
}

static void binding_refused(void)
{
	struct machine_placement place;
	char err[300] = "";

	if (refuse(SYS_sched_setaffinity, EPERM)) {
		puts("no seccomp here: refusal of sched_setaffinity not tried");
		return;
	}
	CHECK_EQ(machine_place(-1, &place, err, sizeof(err)), 0);
	CHECK_EQ(machine_bind(place.cpu), -EPERM);
	if (allowed_count() > 1)
		CHECK_EQ(machine_avoid(place.cpu), -EPERM);
}

static void asking_refused(void)
{
	struct machine_placement place;
	char err[300] = "";

	if (refuse(SYS_sched_getaffinity, ENOSYS))
		return;
	CHECK_EQ(allowed_count(), -ENOSYS);
	CHECK_EQ(machine_avoid(0), -ENOSYS);
	CHECK_EQ(machine_place(-1, &place, err, sizeof(err)), 0);
}

int main(void)
{
	test_quietest();
	test_load_broken();
	test_tie();
	test_avoid_set();
	test_isolated();
	test_wanted();
	test_here();
	in_child(one_pu);
	in_child(avoids);
	in_child(two_threads);
	in_child(binding_refused);
	in_child(asking_refused);
	return check_done();
}
