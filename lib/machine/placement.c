/* Which PU to measure on: hwloc for who shares a core, sched_getaffinity for what is allowed. */
#include "placement.h"

#include <errno.h>
#include <hwloc.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "files.h"
#include "load.h"
#include "placement_parts.h"

enum { LOOK_MS = 100 };

/* hwloc warns on stderr about machines that it finds odd; that is not for our user. */
static int topology_load(hwloc_topology_t *topology)
{
	bool ours = getenv("HWLOC_HIDE_ERRORS") == NULL;
	int err = 0;

	if (ours)
		setenv("HWLOC_HIDE_ERRORS", "2", 1);
	if (hwloc_topology_init(topology)) {
		err = -ENODATA;
	} else if (hwloc_topology_load(*topology)) {
		hwloc_topology_destroy(*topology);
		err = -ENODATA;
	}
	/* The environment's size moves the stacks of the programs that inherit it. */
	if (ours)
		unsetenv("HWLOC_HIDE_ERRORS");
	return err;
}

static void add_all(struct machine_cpuset *set, hwloc_const_bitmap_t pus)
{
	for (int id = -1; (id = hwloc_bitmap_next(pus, id)) >= 0;)
		machine_cpuset_add(set, (unsigned)id);
}

/* PUs that hwloc leaves out because we may not use them still share a core: the complete set. */
static void add_siblings(hwloc_topology_t topology, unsigned cpu, struct machine_cpuset *set)
{
	hwloc_obj_t core = NULL;

	while ((core = hwloc_get_next_obj_by_type(topology, HWLOC_OBJ_CORE, core)) != NULL) {
		if (!hwloc_bitmap_isset(core->complete_cpuset, cpu))
			continue;
		add_all(set, core->complete_cpuset);
	}
	machine_cpuset_remove(set, cpu);
}

int machine_siblings(unsigned cpu, struct machine_cpuset *siblings)
{
	hwloc_topology_t topology;

	machine_cpuset_clear(siblings);
	if (topology_load(&topology))
		return -ENODATA;
	add_siblings(topology, cpu, siblings);
	hwloc_topology_destroy(topology);
	return 0;
}

static void read_cores(struct machine_places *places)
{
	hwloc_topology_t topology;
	hwloc_obj_t core = NULL;

	for (size_t i = 0; i < MACHINE_CPUS_MAX; i++)
		places->core_of[i] = -1;
	if (topology_load(&topology))
		return;
	add_all(&places->present, hwloc_topology_get_complete_cpuset(topology));
	while ((core = hwloc_get_next_obj_by_type(topology, HWLOC_OBJ_CORE, core)) != NULL) {
		for (int id = -1; (id = hwloc_bitmap_next(core->complete_cpuset, id)) >= 0;)
			if (id < MACHINE_CPUS_MAX)
				places->core_of[id] = (int)core->logical_index;
		places->cores_known = true;
	}
	hwloc_topology_destroy(topology);
}

static int read_list(const char *path, struct machine_cpuset *set)
{
	char text[4096];
	int err = machine_read("", path, text, sizeof(text));

	machine_cpuset_clear(set);
	return err ? err : machine_cpuset_parse(text, set);
}

/* A cpuset may still forbid what isolcpus= hides: ask for all and see what the kernel gives. */
static void try_isolated(const struct machine_cpuset *isolated, struct machine_cpuset *affinity)
{
	struct machine_cpuset wide = *affinity, given;

	machine_cpuset_or(&wide, isolated);
	if (machine_cpuset_set_affinity(&wide))
		return;
	if (machine_cpuset_get_affinity(&given))
		given = *affinity;
	machine_cpuset_set_affinity(affinity);
	*affinity = given;
}

static void read_allowed(struct machine_places *places)
{
	struct machine_cpuset online;
	bool online_known = read_list("/sys/devices/system/cpu/online", &online) == 0;

	if (machine_cpuset_get_affinity(&places->allowed)) {
		places->allowed = online;
		for (long i = 0; !online_known && i < sysconf(_SC_NPROCESSORS_ONLN); i++)
			machine_cpuset_add(&places->allowed, (unsigned)i);
	}
	read_list("/sys/devices/system/cpu/isolated", &places->isolated);
	if (online_known && machine_isolated_usable(&places->allowed, &places->isolated, &online))
		try_isolated(&places->isolated, &places->allowed);
	machine_cpuset_and(&places->isolated, &places->allowed);
}

/* Chooses among several PUs by their load over LOOK_MS. */
static int choose_quietest(const struct machine_places *places,
			   const struct machine_cpuset *candidates, struct machine_placement *out)
{
	struct timespec wait = { .tv_nsec = LOOK_MS * 1000000L };
	struct machine_load before, after = { 0 };
	struct machine_load_change what = { 0 };
	char list[64];
	int cpu = -ENOMEM;

	if (machine_load_read("", &before) == 0) {
		nanosleep(&wait, NULL);
		if (machine_load_read("", &after) == 0)
			cpu = machine_load_quietest(candidates, places->core_of, &before, &after,
						    &what);
	}
	machine_cpuset_format(candidates, list, sizeof(list));
	if (cpu >= 0 && (after.have_stat || after.have_interrupts))
		machine_print(out->why, sizeof(out->why),
			      "quietest of %s over %d ms: %u interrupts, %llu ms busy or stolen%s",
			      list, LOOK_MS, what.interrupts,
			      (unsigned long long)((what.busy_ns + what.steal_ns) / 1000000),
			      places->cores_known ? "" : " (siblings unknown)");
	else if (cpu >= 0)
		machine_print(out->why, sizeof(out->why),
			      "first of %s that is not 0: no load figures, /proc/stat and "
			      "/proc/interrupts cannot be read",
			      list);
	machine_load_free(&before);
	machine_load_free(&after);
	out->cpu = cpu < 0 ? 0 : (unsigned)cpu;
	return cpu < 0 ? cpu : 0;
}

static int choose(const struct machine_places *places, struct machine_placement *out)
{
	bool isolated = machine_cpuset_count(&places->isolated) > 0;
	const struct machine_cpuset *candidates = isolated ? &places->isolated : &places->allowed;
	char rest[sizeof(out->why)];
	int err;

	if (machine_cpuset_count(candidates) == 1) {
		out->cpu = (unsigned)machine_cpuset_first(candidates);
		machine_print(out->why, sizeof(out->why), "%s",
			      isolated ? "the isolated PU" : "the only PU that is allowed");
		return 0;
	}
	err = choose_quietest(places, candidates, out);
	if (!err && isolated) {
		memcpy(rest, out->why, sizeof(rest));
		machine_print(out->why, sizeof(out->why), "isolated; %s", rest);
	}
	return err;
}

int machine_place(int wanted_cpu, struct machine_placement *out, char *err, size_t err_size)
{
	struct machine_places *places = calloc(1, sizeof(*places));
	int result = -ENOMEM;

	if (!places) {
		machine_print(err, err_size, "out of memory");
		return -ENOMEM;
	}
	read_cores(places);
	read_allowed(places);
	if (wanted_cpu != -1) {
		result = machine_wanted_check(places, wanted_cpu, err, err_size);
		out->cpu = result ? 0 : (unsigned)wanted_cpu;
		machine_print(out->why, sizeof(out->why), "asked for");
	} else {
		result = choose(places, out);
		if (result)
			machine_print(err, err_size, "no PU to measure on can be chosen: %s",
				      strerror(-result));
	}
	free(places);
	return result;
}

int machine_bind(unsigned cpu)
{
	struct machine_cpuset set;

	machine_cpuset_clear(&set);
	machine_cpuset_add(&set, cpu);
	return machine_cpuset_set_affinity(&set);
}

int machine_avoid(unsigned cpu)
{
	struct machine_cpuset allowed, rest, siblings;
	int err = machine_cpuset_get_affinity(&allowed);

	if (err)
		return err;
	machine_siblings(cpu, &siblings);
	machine_avoid_set(&allowed, cpu, &siblings, &rest);
	return machine_cpuset_count(&rest) > 0 ? machine_cpuset_set_affinity(&rest) : 0;
}

static void append_count(char *text, size_t size, hwloc_topology_t topology, hwloc_obj_type_t type,
			 const char *one, const char *many)
{
	int count = hwloc_get_nbobjs_by_type(topology, type);

	if (count > 0)
		machine_append(text, size, "%s%d %s", *text ? ", " : "", count,
			       count == 1 ? one : many);
}

static void append_cache(char *text, size_t size, hwloc_obj_t cache)
{
	char kind = cache->attr->cache.type == HWLOC_OBJ_CACHE_DATA	     ? 'd'
		    : cache->attr->cache.type == HWLOC_OBJ_CACHE_INSTRUCTION ? 'i'
									     : '\0';
	unsigned long long kib = cache->attr->cache.size >> 10;
	int pus = hwloc_bitmap_weight(cache->complete_cpuset);

	machine_append(text, size, kind ? "%sL%u%c " : "%sL%u ", *text ? ", " : "",
		       cache->attr->cache.depth, kind);
	if (kib >= 1024 && kib % 1024 == 0)
		machine_append(text, size, "%llu MiB", kib >> 10);
	else
		machine_append(text, size, "%llu KiB", kib);
	if (pus > 1)
		machine_append(text, size, " (%d PUs)", pus);
}

int machine_topology(unsigned cpu, char *topology, size_t topology_size, char *caches,
		     size_t caches_size)
{
	hwloc_topology_t loaded;

	topology[0] = caches[0] = '\0';
	if (topology_load(&loaded))
		return -ENODATA;
	append_count(topology, topology_size, loaded, HWLOC_OBJ_PACKAGE, "package", "packages");
	append_count(topology, topology_size, loaded, HWLOC_OBJ_CORE, "core", "cores");
	append_count(topology, topology_size, loaded, HWLOC_OBJ_PU, "PU", "PUs");
	append_count(topology, topology_size, loaded, HWLOC_OBJ_NUMANODE, "NUMA node",
		     "NUMA nodes");
	for (int type = HWLOC_OBJ_L1CACHE; type <= HWLOC_OBJ_L3ICACHE; type++) {
		hwloc_obj_t cache = NULL;

		while ((cache = hwloc_get_next_obj_by_type(loaded, (hwloc_obj_type_t)type, cache)))
			if (hwloc_bitmap_isset(cache->complete_cpuset, cpu))
				append_cache(caches, caches_size, cache);
	}
	hwloc_topology_destroy(loaded);
	return 0;
}

static void first_of(const struct machine_cpuset *set, int *cpu)
{
	if (*cpu < 0)
		*cpu = machine_cpuset_first(set);
}

/* The PUs under an object but for those nearer by. */
static void around(hwloc_obj_t object, const struct machine_cpuset *allowed, const struct machine_cpuset *nearer,
		   struct machine_cpuset *out)
{
	machine_cpuset_clear(out);
	add_all(out, object->cpuset);
	machine_cpuset_and(out, allowed);
	machine_cpuset_and_not(out, nearer);
}

static void look_around(hwloc_topology_t topology, unsigned cpu, const struct machine_cpuset *allowed,
			int other[MACHINE_DISTANCES])
{
	hwloc_obj_t pu = hwloc_get_pu_obj_by_os_index(topology, cpu), core, package, llc = NULL;
	struct machine_cpuset nearer, set;

	if (!pu)
		return;
	machine_cpuset_clear(&nearer);
	machine_cpuset_add(&nearer, cpu);
	core = hwloc_get_ancestor_obj_by_type(topology, HWLOC_OBJ_CORE, pu);
	package = hwloc_get_ancestor_obj_by_type(topology, HWLOC_OBJ_PACKAGE, pu);
	for (hwloc_obj_t up = pu->parent; up; up = up->parent)
		if (hwloc_obj_type_is_dcache(up->type))
			llc = up;
	if (core) {
		around(core, allowed, &nearer, &set);
		first_of(&set, &other[MACHINE_SAME_CORE]);
		machine_cpuset_or(&nearer, &set);
	}
	if (llc) {
		around(llc, allowed, &nearer, &set);
		first_of(&set, &other[MACHINE_SAME_LLC]);
	}
	if (package) {
		machine_cpuset_clear(&nearer);
		add_all(&nearer, package->cpuset);
		around(hwloc_get_root_obj(topology), allowed, &nearer, &set);
		first_of(&set, &other[MACHINE_OTHER_PACKAGE]);
	}
}

void machine_other_pus(int cpu, int other[MACHINE_DISTANCES])
{
	struct machine_cpuset allowed;
	hwloc_topology_t topology;

	for (int d = 0; d < MACHINE_DISTANCES; d++)
		other[d] = -1;
	if (cpu < 0 || machine_cpuset_get_affinity(&allowed) || topology_load(&topology))
		return;
	look_around(topology, (unsigned)cpu, &allowed, other);
	hwloc_topology_destroy(topology);
}
