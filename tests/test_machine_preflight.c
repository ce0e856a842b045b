/* What doctor finds: on canned machines, and that every check says something sensible here. */
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "check.h"
#include "machine/preflight.h"

#define TREE "tests/data/machine/"

static enum machine_level run(const struct machine_preflight *preflight, const char *id,
			      struct machine_finding *finding)
{
	size_t count;
	const struct machine_check *checks = machine_checks(&count);

	for (size_t i = 0; i < count; i++)
		if (strcmp(checks[i].id, id) == 0)
			return machine_check_run(&checks[i], preflight, finding);
	fprintf(stderr, "no check %s\n", id);
	CHECK(false);
	return MACHINE_UNKNOWN;
}

static void expect(const struct machine_preflight *preflight, const char *id,
		   enum machine_level level, const char *seen)
{
	struct machine_finding finding;
	enum machine_level got = run(preflight, id, &finding);

	if (got != level || !strstr(finding.seen, seen))
		fprintf(stderr, "%s: level %d, '%s'; want %d, '%s'\n", id, (int)got, finding.seen,
			(int)level, seen);
	CHECK(got == level && strstr(finding.seen, seen));
}

/* Whatever the machine: a finding has words, and what disturbs has a price; commands fit 80
 * columns. */
static void check_whole(const struct machine_preflight *preflight)
{
	size_t count;
	const struct machine_check *checks = machine_checks(&count);

	for (size_t i = 0; i < count; i++) {
		struct machine_finding finding;
		enum machine_level level = machine_check_run(&checks[i], preflight, &finding);

		CHECK(finding.seen[0] && finding.seen[sizeof(finding.seen) - 1] == '\0');
		CHECK(strlen(checks[i].title) < 20);
		if (level == MACHINE_WARN || level == MACHINE_BAD)
			CHECK(finding.cost[0]);
		for (char *line = strtok(finding.todo, "\n"); line; line = strtok(NULL, "\n"))
			if (line[0] == '$' || line[0] == ' ')
				CHECK(strlen(line) <= 73);
	}
}

static void test_here(void)
{
	struct machine_preflight preflight;

	CHECK_EQ(machine_preflight_open("", 0, 20, &preflight), 0);
	check_whole(&preflight);
	machine_preflight_close(&preflight);
}

static void test_workstation(void)
{
	struct machine_finding finding;
	struct machine_preflight p;

	CHECK_EQ(machine_preflight_open(TREE "workstation", 1, 0, &p), 0);
	machine_load_free(&p.after);
	CHECK_EQ(machine_load_read(TREE "workstation-later", &p.after), 0);
	p.guest = false;
	p.siblings_known = true;
	machine_cpuset_parse("0", &p.siblings);
	check_whole(&p);
	expect(&p, "load", MACHINE_BAD, "PU 1 busy 100.0%, others 0.7%");
	expect(&p, "isolated", MACHINE_WARN, "2-3 would be");
	expect(&p, "tick", MACHINE_WARN, "nohz idle");
	CHECK(run(&p, "tick", &finding) == MACHINE_WARN && !strstr(finding.todo, "is not"));
	*strstr(p.kernel.config, "CONFIG_NO_HZ_FULL=y") = '#';
	CHECK(run(&p, "tick", &finding) == MACHINE_WARN && strstr(finding.todo, "CONFIG_NO_HZ_FULL, which this one is not"));
	expect(&p, "smt", MACHINE_WARN, "shares its core with 0, which was busy 2.0%");
	expect(&p, "governor", MACHINE_WARN, "powersave (intel_pstate)");
	expect(&p, "turbo", MACHINE_WARN, "on");
	expect(&p, "clock", MACHINE_BAD, "hpet");
	expect(&p, "hypervisor", MACHINE_OK, "none");
	expect(&p, "quota", MACHINE_BAD,
	       "0.50 PUs' worth of time, in /sys/fs/cgroup/user.slice/cpu.max");
	expect(&p, "processes", MACHINE_BAD, "room for 4 more");
	expect(&p, "memory", MACHINE_WARN, "390 of 15625 MiB");
	expect(&p, "thp", MACHINE_WARN, "always");
	expect(&p, "mitigations", MACHINE_OK,
	       "1 in force, 1 left open, 1 not needed; mitigations=off");
	expect(&p, "watchdog", MACHINE_WARN, "on");
	expect(&p, "irqbalance", MACHINE_WARN, "running");
	expect(&p, "paranoid", geteuid() ? MACHINE_WARN : MACHINE_OK, "is 3");
	p.swaps_after = p.swaps_before + 4;
	expect(&p, "memory", MACHINE_BAD, "swapping (4 pages");
	machine_cpuset_parse("1-2", &p.siblings);
	expect(&p, "smt", MACHINE_BAD, "1-2, which were busy 100.0%");
	machine_cpuset_clear(&p.siblings);
	expect(&p, "smt", MACHINE_OK, "core to itself");
	p.cpu = 3;
	expect(&p, "isolated", MACHINE_OK, "PU 3 is isolated");
	expect(&p, "tick", MACHINE_OK, "nohz_full");
	expect(&p, "governor", MACHINE_OK, "performance");
	expect(&p, "load", MACHINE_WARN, "PU 3 busy 0.0%, others 34.0%");
	p.guest = true;
	expect(&p, "hypervisor", MACHINE_BAD, "stolen from PU 3: 10.0% now");
	machine_preflight_close(&p);
}

static void test_others(void)
{
	struct machine_preflight p;

	CHECK_EQ(machine_preflight_open(TREE "arm", 0, 0, &p), 0);
	check_whole(&p);
	expect(&p, "quota", MACHINE_WARN, "3.00 PUs' worth of time");
	expect(&p, "turbo", MACHINE_OK, "off");
	expect(&p, "governor", MACHINE_UNKNOWN, "no cpufreq");
	expect(&p, "tick", MACHINE_WARN, "periodic");
	expect(&p, "isolated", MACHINE_WARN, "none");
	machine_preflight_close(&p);
	CHECK_EQ(machine_preflight_open(TREE "broken", 0, 0, &p), 0);
	check_whole(&p);
	expect(&p, "memory", MACHINE_UNKNOWN, "does not say");
	expect(&p, "thp", MACHINE_UNKNOWN, "no transparent huge pages");
	machine_preflight_close(&p);
	CHECK_EQ(machine_preflight_open(TREE "nothing", 5, 0, &p), 0);
	check_whole(&p);
	expect(&p, "load", MACHINE_UNKNOWN, "/proc/stat");
	expect(&p, "irqbalance", MACHINE_UNKNOWN, "cannot be listed");
	expect(&p, "quota", MACHINE_UNKNOWN, "no control group");
	expect(&p, "mitigations", MACHINE_UNKNOWN, "no /sys");
	p.counters.state = MACHINE_COUNTERS_NO_SYSCALL;
	expect(&p, "counters", MACHINE_WARN, "no-syscall");
	p.counters.state = MACHINE_COUNTERS_NO_PERMISSION;
	expect(&p, "counters", MACHINE_WARN, "no-permission");
	p.counters.state = MACHINE_COUNTERS_OK;
	expect(&p, "counters", MACHINE_OK, "ok");
	prctl(PR_SET_TIMERSLACK, 1000000UL, 0UL, 0UL, 0UL);
	expect(&p, "timer_slack", MACHINE_WARN, "1000000 ns");
	prctl(PR_SET_TIMERSLACK, 1000UL, 0UL, 0UL, 0UL);
	expect(&p, "timer_slack", MACHINE_OK, "1000 ns");
	machine_preflight_close(&p);
}

int main(void)
{
	test_here();
	test_workstation();
	test_others();
	return check_done();
}
