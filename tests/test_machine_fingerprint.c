/* The fingerprint: its keys here, and what it makes of other machines and of broken files. */
#include <stdlib.h>
#include <sys/prctl.h>

#include "check.h"
#include "machine/fingerprint.h"
#include "machine/virtual.h"

#define TREE "tests/data/machine/"

struct keys {
	size_t count;
	struct {
		char key[80];
		char value[4200];
	} pair[150];
};

static void keep(void *ctx, const char *key, const char *value)
{
	struct keys *keys = ctx;

	for (const char *p = value; *p; p++)
		CHECK((unsigned char)*p >= ' ');
	for (size_t i = 0; i < keys->count; i++)
		CHECK(strcmp(keys->pair[i].key, key) != 0);
	CHECK(keys->count < 150 && value[0]);
	if (keys->count == 150)
		return;
	snprintf(keys->pair[keys->count].key, sizeof(keys->pair[0].key), "%s", key);
	snprintf(keys->pair[keys->count].value, sizeof(keys->pair[0].value), "%s", value);
	keys->count++;
}

static const char *value_of(const struct keys *keys, const char *key)
{
	for (size_t i = 0; i < keys->count; i++)
		if (strcmp(keys->pair[i].key, key) == 0)
			return keys->pair[i].value;
	return NULL;
}

/* Everything that the report reads is there, and what is unknown says why. */
static void check_whole(const struct keys *keys)
{
	static const char *const wanted[] = {
		"date",
		"host",
		"os",
		"kernel.release",
		"kernel.version",
		"kernel.boot_id",
		"kernel.cmdline",
		"kernel.hz",
		"kernel.tick",
		"kernel.preempt",
		"kernel.clocksource",
		"kernel.timer_slack_ns",
		"kernel.thp",
		"hypervisor",
		"container",
		"cpu.vendor",
		"cpu.model",
		"cpu.family",
		"cpu.model_number",
		"cpu.stepping",
		"cpu.microcode",
		"cpu.governor",
		"cpu.turbo",
		"cpu.smt",
		"cpu.smt_siblings",
		"cpu.caches",
		"cpu.topology",
		"cpu.isolated",
		"cpu.nohz_full",
		"cpu.tsc_invariant",
		"libc",
		"compiler",
		"cflags",
		"memory.total_bytes",
		"load",
		"steal_share",
	};
	char why[100];

	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
		const char *value = value_of(keys, wanted[i]);

		if (!value)
			fprintf(stderr, "no key %s\n", wanted[i]);
		snprintf(why, sizeof(why), "%s.why", wanted[i]);
		CHECK(value && (strcmp(value, "-") != 0 || value_of(keys, why)));
	}
}

static struct keys *look(const char *root, unsigned cpu)
{
	struct keys *keys = calloc(1, sizeof(*keys));

	CHECK_EQ(machine_fingerprint_under(root, cpu, keep, keys), 0);
	check_whole(keys);
	return keys;
}

static void test_here(void)
{
	struct keys *keys = look("", 0);
	const char *date = value_of(keys, "date");
	long hz = atol(value_of(keys, "kernel.hz"));
	int year, month, day, hour, minute, second;
	char z;

	CHECK(date &&
	      sscanf(date, "%4d-%2d-%2dT%2d:%2d:%2d%c", &year, &month, &day, &hour, &minute,
		     &second, &z) == 7 &&
	      z == 'Z' && strlen(date) == 20);
	CHECK(hz >= 24 && hz <= 10000);
	CHECK(atoll(value_of(keys, "memory.total_bytes")) > 1 << 20);
	CHECK_EQ(atol(value_of(keys, "kernel.timer_slack_ns")),
		 prctl(PR_GET_TIMERSLACK, 0UL, 0UL, 0UL, 0UL));
	free(keys);
}

static void test_workstation(void)
{
	struct keys *keys = look(TREE "workstation", 1);

	CHECK_STR(value_of(keys, "os"), "Debian GNU/Linux 13 (trixie)");
	CHECK_STR(value_of(keys, "kernel.release"), "6.9.1-rt-test");
	CHECK_STR(value_of(keys, "kernel.version"),
		  "#7 SMP PREEMPT_DYNAMIC Mon Jan 1 00:00:00 UTC 2024");
	CHECK_STR(value_of(keys, "kernel.boot_id"), "2b1f0f7c-52a9-4f0e-9d5e-0c6a5c1d7e42");
	CHECK_STR(value_of(keys, "kernel.tick"), "nohz idle");
	CHECK_STR(value_of(keys, "kernel.tick.why"), "/boot/config-6.9.1-rt-test");
	CHECK_STR(value_of(keys, "kernel.preempt"), "voluntary (dynamic)");
	CHECK_STR(value_of(keys, "kernel.clocksource"), "hpet");
	CHECK_STR(value_of(keys, "kernel.thp"), "always");
	CHECK_STR(value_of(keys, "cpu.stepping"), "11");
	CHECK_STR(value_of(keys, "cpu.governor"), "powersave");
	CHECK_STR(value_of(keys, "cpu.turbo"), "on");
	CHECK_STR(value_of(keys, "cpu.smt"), "on");
	CHECK_STR(value_of(keys, "cpu.isolated"), "2-3");
	CHECK_STR(value_of(keys, "cpu.nohz_full"), "3");
	CHECK_STR(value_of(keys, "mitigation.meltdown"), "Mitigation: PTI");
	CHECK_STR(value_of(keys, "mitigation.spectre_v2"), "Vulnerable; STIBP: disabled");
	CHECK_STR(value_of(keys, "load"), "0.15 0.25 0.35");
	CHECK_STR(value_of(keys, "steal_share"), "0.000232"); /* 20 of 86150 ticks */
	free(keys);
	keys = look(TREE "workstation", 3);
	CHECK_STR(value_of(keys, "kernel.tick"), "nohz_full");
	CHECK_STR(value_of(keys, "cpu.governor"), "performance");
	free(keys);
}

static void test_others(void)
{
	struct keys *keys = look(TREE "arm", 0);

	CHECK_STR(value_of(keys, "kernel.tick"), "periodic");
	CHECK_STR(value_of(keys, "kernel.preempt"), "rt");
	CHECK_STR(value_of(keys, "cpu.vendor"), "0x41 Arm");
	CHECK_STR(value_of(keys, "cpu.nohz_full"), "none");
	CHECK_STR(value_of(keys, "cpu.isolated"), "none");
	CHECK_STR(value_of(keys, "cpu.turbo"), "off");
	CHECK_STR(value_of(keys, "container"), "docker");
	CHECK_STR(value_of(keys, "hypervisor"), "QEMU virt");
	free(keys);
	keys = look(TREE "uml", 0);
	CHECK_STR(value_of(keys, "hypervisor"), "User Mode Linux");
	CHECK_STR(value_of(keys, "kernel.preempt"), "-");
	CHECK_STR(value_of(keys, "container"), "none");
	free(keys);
	keys = look(TREE "config-gz", 0);
	CHECK_STR(value_of(keys, "kernel.tick"), "periodic");
	CHECK_STR(value_of(keys, "kernel.preempt"), "full");
	CHECK_STR(value_of(keys, "kernel.preempt.why"), "/proc/config.gz");
	free(keys);
}

static void test_broken(void)
{
	struct keys *keys = look(TREE "broken", 0);

	CHECK_STR(value_of(keys, "kernel.tick"), "-");
	CHECK_STR(value_of(keys, "kernel.clocksource"), "-");
	CHECK_STR(value_of(keys, "cpu.nohz_full"), "-");
	CHECK_STR(value_of(keys, "cpu.isolated"), "-");
	CHECK_STR(value_of(keys, "load"), "-");
	CHECK(value_of(keys, "mitigation.meltdown") != NULL);
	free(keys);
	keys = look(TREE "nothing", 0);
	CHECK_STR(value_of(keys, "kernel.cmdline"), "-");
	CHECK_STR(value_of(keys, "kernel.boot_id"), "-");
	CHECK(strstr(value_of(keys, "kernel.boot_id.why"), "/proc/sys/kernel/random/boot_id") != NULL);
	CHECK_STR(value_of(keys, "steal_share"), "-");
	CHECK(value_of(keys, "mitigation.why") != NULL);
	free(keys);
}

static void check_under(const char *root, int flag, const char *vendor, bool found,
			const char *want)
{
	char name[128], why[160];

	CHECK_EQ(machine_hypervisor_under(root, flag, vendor, name, sizeof(name), why, sizeof(why)),
		 found);
	CHECK_STR(name, want);
	CHECK(why[0]);
}

static void test_hypervisor(void)
{
	const char *nothing = TREE "nothing";

	check_under(nothing, -2, "", false, "none");
	check_under(nothing, 0, "KVMKVMKVM", true, "KVM");
	check_under(nothing, 0, "TCGTCGTCGTCG", true, "QEMU TCG");
	check_under(nothing, 0, "Who is that?", true, "Who is that?");
	check_under(nothing, 0, "", true, "unknown");
	check_under(TREE "workstation", -2, "", false, "none");
	check_under(TREE "workstation", 0, "KVMKVMKVM", true, "KVM (Dell Inc. Precision 3630)");
}

int main(void)
{
	test_here();
	test_workstation();
	test_others();
	test_broken();
	test_hypervisor();
	return check_done();
}
