/*
 * `oscost doctor`: every check over files in memory (tree.h), and its words on the way to the terminal. What lies
 * below /later takes the place of the same path for the second look; /siblings and /counters are in place of hwloc
 * and perf_event_open.
 */
#include <math.h>

#include "oscost/cmd_doctor.c"

#include "machine/files.h"
#include "machine/gunzip.h"
#include "machine/preflight_parts.h"
#include "machine/virtual.h"
#include "machine/x86.h"
#include "tree.h"
#include "tree_folder.h"
#include "well_formed.h"

enum { FILES_MOST = 40 };

int __wrap_nanosleep(const struct timespec *wait, struct timespec *left);
int __wrap_machine_gunzip(const char *root, const char *path, char **text);
int __wrap_machine_siblings(unsigned cpu, struct machine_cpuset *siblings);
int __wrap_machine_counters_encode(const char *list, struct machine_counters *out, char *err, size_t err_size);
int __wrap_machine_x86_tsc_invariant(void);
int __wrap_machine_x86_hypervisor(char *vendor, size_t size);
int __wrap_machine_cpuset_set_affinity(const struct machine_cpuset *set);
int __wrap_core_look(unsigned cpu, unsigned look_ms, struct core_look *out);
int __wrap_here_describe(unsigned cpu, const char *under, struct record_run *run, struct record_error *err);

/* Between the two looks. */
int __wrap_nanosleep(const struct timespec *wait, struct timespec *left)
{
	(void)wait;
	(void)left;
	for (size_t i = 0; i < tree_file_n; i++)
		if (strncmp(tree_files[i].path, "/later/", 7) == 0) {
			const struct tree_file *f = tree_find(tree_files[i].path + 6, tree_files[i].path_n - 6);

			if (f)
				tree_files[f - tree_files].path_n = 0;
			tree_files[i].path += 6;
			tree_files[i].path_n -= 6;
		}
	return 0;
}

int __wrap_machine_gunzip(const char *root, const char *path, char **text)
{
	return machine_slurp(root, path, text, NULL);
}

int __wrap_machine_siblings(unsigned cpu, struct machine_cpuset *siblings)
{
	char text[64];

	(void)cpu;
	if (machine_read(TREE_ROOT, "/siblings", text, sizeof(text)) || machine_cpuset_parse(text, siblings)) {
		machine_cpuset_clear(siblings);
		return -ENODATA;
	}
	return 0;
}

int __wrap_machine_counters_encode(const char *list, struct machine_counters *out, char *err, size_t err_size)
{
	FUZZ_CHECK(!list && err_size > 0);
	err[0] = '\0';
	*out = (struct machine_counters){ 0 };
	machine_read(TREE_ROOT, "/counters", out->why, sizeof(out->why));
	out->state = (enum machine_counters_state)(strlen(out->why) % (MACHINE_COUNTERS_NO_SYSCALL + 1));
	return 0;
}

int __wrap_machine_x86_tsc_invariant(void)
{
	return (int)(tree_file_n % 3) - 1;
}

int __wrap_machine_x86_hypervisor(char *vendor, size_t size)
{
	return machine_read(TREE_ROOT, "/cpuid", vendor, size < 13 ? size : 13) ? -ENOENT : 0;
}

int __wrap_machine_cpuset_set_affinity(const struct machine_cpuset *set)
{
	return machine_cpuset_count(set) > 0 && tree_file_n % 2 ? 0 : -EPERM;
}

int __wrap_core_look(unsigned cpu, unsigned look_ms, struct core_look *out)
{
	(void)cpu;
	(void)look_ms;
	*out = (struct core_look){ 0 };
	return 0;
}

int __wrap_here_describe(unsigned cpu, const char *under, struct record_run *run, struct record_error *err)
{
	(void)cpu;
	(void)under;
	*run = (struct record_run){ 0 };
	return record_fail(err, -ENOENT, "not under the fuzzer");
}

static void check_shares(const struct machine_preflight *p)
{
	for (unsigned cpu = 0; cpu < 4; cpu++) {
		double busy = machine_busy_share(p, cpu), steal = machine_steal_share(p, cpu);

		FUZZ_CHECK(busy >= 0 && busy <= 1 && steal >= 0 && steal <= 1);
	}
}

static void check_findings(const struct machine_preflight *p)
{
	size_t count;
	const struct machine_check *checks = machine_checks(&count);

	for (size_t i = 0; i < count; i++) {
		struct machine_finding f;
		enum machine_level level = machine_check_run(&checks[i], p, &f);

		FUZZ_CHECK(level <= MACHINE_UNKNOWN && f.seen[0] && !strchr(f.seen, '\n'));
		FUZZ_CHECK(memchr(f.seen, '\0', sizeof(f.seen)) && memchr(f.todo, '\0', sizeof(f.todo)));
		FUZZ_CHECK(level != MACHINE_BAD || f.cost[0]);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct record_bytes part[FILES_MOST];
	struct machine_preflight p;
	struct text out = { 0 };

	tree_clear();
	fuzz_parts(data, size, part, FILES_MOST);
	for (size_t i = 0; i < FILES_MOST; i++)
		tree_plant(part[i].bytes, part[i].size);
	FUZZ_CHECK(machine_preflight_open(TREE_ROOT, (unsigned)(size % 3), LOOK_MS, &p) == 0);
	check_shares(&p);
	if (size % 2)
		check_findings(&p);
	add_all(&out, &p);
	FUZZ_CHECK(!out.failed && !well_formed_text(text_str(&out), out.length, false));
	text_free(&out);
	machine_preflight_close(&p);
	return 0;
}
