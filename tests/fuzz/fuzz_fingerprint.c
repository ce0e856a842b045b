/* What the kernel, a hypervisor and a container say of a machine: its fingerprint, from files in memory (tree.h). */
#include <math.h>

#include "machine/cpuset.h"
#include "machine/files.h"
#include "machine/fingerprint.h"
#include "machine/gunzip.h"
#include "machine/placement.h"
#include "machine/x86.h"
#include "record/record.h"
#include "tree.h"
#include "tree_folder.h"

enum { FILES_MOST = 40 };

int __wrap_machine_gunzip(const char *root, const char *path, char **text);
int __wrap_machine_siblings(unsigned cpu, struct machine_cpuset *siblings);
int __wrap_machine_topology(unsigned cpu, char *topology, size_t topology_size, char *caches, size_t caches_size);
int __wrap_machine_x86_tsc_invariant(void);
int __wrap_machine_x86_hypervisor(char *vendor, size_t size);

/* In place of starting gzip. */
int __wrap_machine_gunzip(const char *root, const char *path, char **text)
{
	return machine_slurp(root, path, text, NULL);
}

/* In place of hwloc, which would read the real machine. */
int __wrap_machine_siblings(unsigned cpu, struct machine_cpuset *siblings)
{
	(void)cpu;
	machine_cpuset_clear(siblings);
	return -ENODATA;
}

int __wrap_machine_topology(unsigned cpu, char *topology, size_t topology_size, char *caches, size_t caches_size)
{
	(void)cpu;
	machine_print(topology, topology_size, "1 package");
	caches[0] = '\0';
	FUZZ_CHECK(caches_size > 0);
	return 0;
}

/* CPUID takes long in a guest. */
int __wrap_machine_x86_tsc_invariant(void)
{
	return 1;
}

int __wrap_machine_x86_hypervisor(char *vendor, size_t size)
{
	return machine_read(TREE_ROOT, "/cpuid", vendor, size < 13 ? size : 13) ? -ENOENT : 0;
}

/* All of it can be kept in machine.tsv, each key once. */
static void put(void *ctx, const char *key, const char *value)
{
	struct record_run *run = ctx;
	size_t before = run->machine_n;

	FUZZ_CHECK(value[0]);
	for (const char *p = value; *p; p++)
		FUZZ_CHECK((unsigned char)*p >= ' ' && *p != 127);
	FUZZ_CHECK(record_machine_set(run, key, value) == 0 && run->machine_n == before + 1);
}

/* What is not known has its reason. */
static void check_reasons(const struct record_run *run)
{
	char why[RECORD_NUMBER_SIZE + 300];

	for (size_t i = 0; i < run->machine_n; i++) {
		if (strcmp(run->machine[i].value ? run->machine[i].value : "-", "-") != 0)
			continue;
		snprintf(why, sizeof(why), "%s.why", run->machine[i].key);
		FUZZ_CHECK(record_machine_get(run, why));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct record_bytes part[FILES_MOST];
	struct record_run run = { 0 };
	double share;

	tree_clear();
	fuzz_parts(data, size, part, FILES_MOST);
	for (size_t i = 0; i < FILES_MOST; i++)
		tree_plant(part[i].bytes, part[i].size);
	FUZZ_CHECK(machine_fingerprint_under(TREE_ROOT, (unsigned)(size % 3), put, &run) == 0);
	check_reasons(&run);
	share = record_machine_real(&run, "steal_share");
	FUZZ_CHECK(isnan(share) || (share >= 0 && share <= 1));
	record_free_run(&run);
	return 0;
}
