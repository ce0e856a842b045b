/* Sets of PUs by os-index: Linux lists ("0-3,5"), the affinity of the caller. */
#ifndef MACHINE_CPUSET_H
#define MACHINE_CPUSET_H

#include <stdbool.h>
#include <stddef.h>

/* The largest NR_CPUS that Linux is built with (x86 MAXSMP). */
enum { MACHINE_CPUS_MAX = 8192 };

/* All zero bytes is the empty set. */
struct machine_cpuset {
	unsigned long bits[MACHINE_CPUS_MAX / (8 * sizeof(unsigned long))];
};

void machine_cpuset_clear(struct machine_cpuset *set);
/* A cpu of MACHINE_CPUS_MAX or more is never in a set: adding it does nothing. */
void machine_cpuset_add(struct machine_cpuset *set, unsigned cpu);
void machine_cpuset_remove(struct machine_cpuset *set, unsigned cpu);
bool machine_cpuset_has(const struct machine_cpuset *set, unsigned cpu);
size_t machine_cpuset_count(const struct machine_cpuset *set);
/* The least member, or -1 if the set is empty. */
int machine_cpuset_first(const struct machine_cpuset *set);
void machine_cpuset_and(struct machine_cpuset *set, const struct machine_cpuset *other);
void machine_cpuset_or(struct machine_cpuset *set, const struct machine_cpuset *other);
void machine_cpuset_and_not(struct machine_cpuset *set, const struct machine_cpuset *other);
/* Is every member of part in whole? */
bool machine_cpuset_within(const struct machine_cpuset *part, const struct machine_cpuset *whole);

/*
 * Parses a list as /sys/devices/system/cpu/online writes it; blanks around it are skipped, and ""
 * and "(null)" (which some kernels print for no nohz_full) are the empty set.
 * 0, or -EINVAL with the set left empty.
 */
int machine_cpuset_parse(const char *text, struct machine_cpuset *set);
/* Writes "0-3,5", "none" for the empty set; ends in "..." when it does not fit (size >= 8). */
void machine_cpuset_format(const struct machine_cpuset *set, char *text, size_t size);

/* Affinity of the calling thread. 0 or -errno. */
int machine_cpuset_get_affinity(struct machine_cpuset *set);
int machine_cpuset_set_affinity(const struct machine_cpuset *set);

#endif
