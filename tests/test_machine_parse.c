/* Reading of lists, words, fields, gzip and control groups, from good and broken files. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "machine/cgroup.h"
#include "machine/cpuinfo.h"
#include "machine/cpuset.h"
#include "machine/files.h"
#include "machine/gunzip.h"

#define TREE "tests/data/machine/"

static void check_list(const char *text, int err, const char *want)
{
	struct machine_cpuset set;
	char list[64];

	CHECK_EQ(machine_cpuset_parse(text, &set), err);
	machine_cpuset_format(&set, list, sizeof(list));
	CHECK_STR(list, want);
}

static void test_cpuset(void)
{
	struct machine_cpuset set, other;
	char small[12];

	check_list("0-3,5", 0, "0-3,5");
	check_list(" 8191 \n", 0, "8191");
	check_list("5,4,3,0", 0, "0,3-5");
	check_list("63-64", 0, "63-64");
	check_list("", 0, "none");
	check_list("(null)\n", 0, "none");
	check_list("8192", -EINVAL, "none");
	check_list("3-1", -EINVAL, "none");
	check_list("0-", -EINVAL, "none");
	check_list("0,", -EINVAL, "none");
	check_list("-1", -EINVAL, "none");
	check_list("0 1", -EINVAL, "none");
	check_list("99999999999999999999", -EINVAL, "none");
	machine_cpuset_parse("0,2,4,6,8,10", &set);
	machine_cpuset_format(&set, small, sizeof(small));
	CHECK_STR(small, "0,2,4,6...");
	CHECK_EQ(machine_cpuset_count(&set), 6);
	CHECK_EQ(machine_cpuset_first(&set), 0);
	machine_cpuset_parse("0-5", &other);
	machine_cpuset_and_not(&set, &other);
	CHECK_EQ(machine_cpuset_first(&set), 6);
	CHECK(!machine_cpuset_within(&set, &other));
	machine_cpuset_clear(&set);
	CHECK_EQ(machine_cpuset_first(&set), -1);
	CHECK(machine_cpuset_within(&set, &other));
	machine_cpuset_add(&set, 8192);
	CHECK_EQ(machine_cpuset_count(&set), 0);
	CHECK(!machine_cpuset_has(&set, 8192));
}

static void test_words(void)
{
	const char *line = "quiet preempt=full nohz_full=1-3 preempt=none";
	char value[16], tiny[4];

	CHECK(machine_has_word(line, "quiet"));
	CHECK(!machine_has_word(line, "quie"));
	CHECK(!machine_has_word("", "quiet"));
	CHECK_EQ(machine_option(line, "preempt", value, sizeof(value)), 0);
	CHECK_STR(value, "none");
	CHECK_EQ(machine_option(line, "nohz", value, sizeof(value)), -ENOENT);
	CHECK_EQ(machine_option(line, "nohz_full", tiny, sizeof(tiny)), 0);
	CHECK_STR(tiny, "1-3");
	CHECK_EQ(machine_bracketed("always [madvise] never", value, sizeof(value)), 0);
	CHECK_STR(value, "madvise");
	CHECK_EQ(machine_bracketed("none voluntary (full)", value, sizeof(value)), 0);
	CHECK_STR(value, "full");
	CHECK_EQ(machine_bracketed("always [madvise", value, sizeof(value)), -ENOENT);
	CHECK_EQ(machine_bracketed("", value, sizeof(value)), -ENOENT);
	CHECK_EQ(machine_field("a\t: 1\nmodel name\t: x y \nmodel\t: 7", "model", ':', value,
			       sizeof(value)),
		 0);
	CHECK_STR(value, "7");
	CHECK_EQ(machine_field("model\n", "model", ':', value, sizeof(value)), -ENOENT);
	CHECK_EQ(machine_field("model:", "model", ':', value, sizeof(value)), 0);
	CHECK_STR(value, "");
}

static void test_files(void)
{
	char text[64], tiny[8];
	int64_t number;

	CHECK_EQ(machine_read(TREE "uml", "/proc/nothing", text, sizeof(text)), -ENOENT);
	CHECK_STR(text, "");
	CHECK(machine_read(TREE "uml", "/proc", text, sizeof(text)) < 0);
	CHECK_EQ(machine_read(TREE "workstation", "/proc/812/comm", text, sizeof(text)), 0);
	CHECK_STR(text, "irqbalance");
	CHECK_EQ(machine_read(TREE "workstation", "/proc/812/comm", tiny, sizeof(tiny)), 0);
	CHECK_STR(tiny, "irqbala");
	CHECK_EQ(machine_read(TREE "arm", "/proc/device-tree/compatible", text, sizeof(text)), 0);
	CHECK_STR(text, "linux,dummy-virt");
	CHECK_EQ(machine_read_number(TREE "workstation", "/proc/sys/kernel/nmi_watchdog", &number),
		 0);
	CHECK_EQ(number, 1);
	CHECK_EQ(machine_read_number(TREE "workstation", "/proc/812/comm", &number), -EINVAL);
	CHECK_EQ(machine_read_number(TREE "broken", "/proc/loadavg", &number), -EINVAL);
}

static void test_gunzip(void)
{
	char *config, *text;

	CHECK_EQ(machine_slurp(TREE, "gzip/config.txt", &config, NULL), 0);
	CHECK_EQ(machine_gunzip(TREE, "gzip/config.gz", &text), 0);
	CHECK_STR(text, config);
	free(text);
	free(config);
	CHECK_EQ(machine_gunzip(TREE, "gzip/no-such.gz", &text), -ENOENT);
	CHECK_EQ(machine_gunzip(TREE "broken", "/proc/config.gz", &text), -EINVAL);
	CHECK(text == NULL);
}

/* What unpacks to more than any configuration is given up, and its gzip with it. */
static void test_gunzip_bomb(void)
{
	char root[] = "/tmp/oscost-test-XXXXXX", path[64], command[128], *text;

	CHECK(mkdtemp(root));
	snprintf(path, sizeof(path), "%s/config.gz", root);
	snprintf(command, sizeof(command), "head -c 40000000 /dev/zero | gzip -1 >%s", path);
	CHECK_EQ(system(command), 0);
	CHECK_EQ(machine_gunzip(root, "/config.gz", &text), -EFBIG);
	CHECK(text == NULL);
	CHECK(waitpid(-1, NULL, WNOHANG) < 0);
	CHECK_EQ(unlink(path) | rmdir(root), 0);
}

static void test_throttled(void)
{
	uint64_t times = 1;

	/* Our group and the one around it; the root of version 2 counts nothing. */
	CHECK_EQ(machine_cgroup_throttled(TREE "workstation", &times), 0);
	CHECK_EQ(times, 42);
	CHECK_EQ(machine_cgroup_throttled(TREE "arm", &times), -ENOENT);
	CHECK_EQ(machine_cgroup_throttled(TREE "nothing-here", &times), -ENOENT);
	CHECK_EQ(times, 0);
}

static void test_cgroup(void)
{
	struct machine_cgroup group;
	char text[64], where[1400];

	CHECK_EQ(machine_cgroup_find(TREE "workstation", "cpu", &group), 0);
	CHECK(group.v2);
	CHECK_EQ(machine_cgroup_next(TREE "workstation", &group, "cpu.max", text, sizeof(text),
				     where, sizeof(where)),
		 0);
	CHECK_STR(where, "/sys/fs/cgroup/user.slice/job/cpu.max");
	CHECK_EQ(machine_cgroup_next(TREE "workstation", &group, "cpu.max", text, sizeof(text),
				     where, sizeof(where)),
		 0);
	CHECK_STR(text, "50000 100000");
	CHECK_EQ(machine_cgroup_next(TREE "workstation", &group, "cpu.max", text, sizeof(text),
				     where, sizeof(where)),
		 -ENOENT);
	/* A container that shows the host's path: only the root of the mount is there. */
	CHECK_EQ(machine_cgroup_find(TREE "arm", "cpu", &group), 0);
	CHECK(!group.v2);
	CHECK_EQ(machine_cgroup_next(TREE "arm", &group, "cpu.cfs_quota_us", text, sizeof(text),
				     where, sizeof(where)),
		 0);
	CHECK_STR(where, "/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us");
	CHECK_EQ(machine_cgroup_find(TREE "arm", "pids", &group), -ENOENT);
	CHECK_EQ(machine_cgroup_find(TREE "broken", "cpu", &group), -ENOENT);
	CHECK_EQ(machine_cgroup_find(TREE "nothing", "cpu", &group), -ENOENT);
}

static void test_cpuinfo(void)
{
	struct machine_cpuinfo info;

	machine_cpuinfo_read(TREE "workstation", 1, &info);
	CHECK_STR(info.vendor, "GenuineIntel");
	CHECK_STR(info.model, "Intel(R) Core(TM) i7-8700 CPU @ 3.20GHz");
	CHECK_STR(info.model_number, "158");
	CHECK_STR(info.stepping, "11");
	CHECK_STR(info.microcode, "0xf5");
	machine_cpuinfo_read(TREE "workstation", 7, &info);
	CHECK_STR(info.stepping, "10");
	machine_cpuinfo_read(TREE "arm", 0, &info);
	CHECK_STR(info.vendor, "0x41 Arm");
	CHECK_STR(info.model, "Neoverse-N1");
	CHECK_STR(info.stepping, "1");
	CHECK_STR(info.microcode, "");
	machine_cpuinfo_read(TREE "broken", 0, &info);
	CHECK(info.why[0]);
	machine_cpuinfo_read(TREE "nothing", 0, &info);
	CHECK_STR(info.why, "/proc/cpuinfo: No such file or directory");
}

int main(void)
{
	test_cpuset();
	test_words();
	test_files();
	test_gunzip();
	test_gunzip_bomb();
	test_cgroup();
	test_throttled();
	test_cpuinfo();
	return check_done();
}
