/* Limits that control groups set: a file of our own group and of all groups that it lies in. */
#ifndef MACHINE_CGROUP_H
#define MACHINE_CGROUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* In which folders a controller's files of this process lie, outermost last. */
struct machine_cgroup {
	char mount[256]; /* where the hierarchy is mounted */
	char path[1024]; /* our group within it, "/" for its root */
	bool v2;
};

/*
 * Finds the hierarchy of a controller ("cpu", "pids"), from /proc/self/cgroup and
 * /proc/self/mounts: version 1 if the controller is mounted there, else version 2. 0, or -ENOENT.
 */
int machine_cgroup_find(const char *root, const char *controller, struct machine_cgroup *group);

/*
 * Reads a file of the group, then steps to the group around it: 0 with its text and, in `where`,
 * its path; -ENOENT when the outermost has been passed. Groups that have no such file are passed
 * over. In a container the group's path can be one of the host; then only its root is found.
 */
int machine_cgroup_next(const char *root, struct machine_cgroup *group, const char *file,
			char *text, size_t size, char *where, size_t where_size);

/*
 * How often the CPU controller has stopped our group, or one that it lies in, for the rest of a period because
 * its quota was used up (cpu.stat, nr_throttled): the sum, into *times. 0, or -ENOENT where no group counts it.
 */
int machine_cgroup_throttled(const char *root, uint64_t *times);

#endif
