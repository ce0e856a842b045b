/* Limits that control groups set (cgroups(7), Documentation/admin-guide/cgroup-v*). */
#include "cgroup.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "files.h"

/* Is `word` one of the comma-separated words of list, which ends at one of `ends`? */
static bool listed(const char *list, const char *word, const char *ends)
{
	size_t length = strlen(word), end = strcspn(list, ends);

	for (const char *p = list; p < list + end; p += strcspn(p, ",") + 1)
		if (strncmp(p, word, length) == 0 && (p + length == list + end || p[length] == ','))
			return true;
	return false;
}

static const char *next_line(const char *p)
{
	p += strcspn(p, "\n");
	return *p ? p + 1 : p;
}

/* Lines are "4:cpu,cpuacct:/path", for version 2 "0::/path". */
static bool own_path(const char *text, const char *controller, bool v2, char *path, size_t size)
{
	for (const char *p = text; *p; p = next_line(p)) {
		const char *list = p + strcspn(p, ":\n"), *at;

		if (*list != ':')
			continue;
		list++;
		at = list + strcspn(list, ":\n");
		if (*at != ':')
			continue;
		if (v2 ? at != list : !listed(list, controller, ":"))
			continue;
		machine_print(path, size, "%.*s", (int)strcspn(at + 1, "\n"), at + 1);
		return true;
	}
	return false;
}

/* Lines are "device mountpoint type options 0 0". */
static bool mount_point(const char *text, const char *controller, bool v2, char *mount, size_t size)
{
	for (const char *p = text; *p; p = next_line(p)) {
		char line[1024], point[256], type[32], options[512];

		/* sscanf looks for the end of all that it is given, and there can be ten thousand lines. */
		machine_print(line, sizeof(line), "%.*s", (int)strcspn(p, "\n"), p);
		if (sscanf(line, "%*s %255s %31s %511s", point, type, options) != 3)
			continue;
		if (strcmp(type, v2 ? "cgroup2" : "cgroup") != 0)
			continue;
		if (!v2 && !listed(options, controller, " \n"))
			continue;
		machine_print(mount, size, "%s", point);
		return true;
	}
	return false;
}

int machine_cgroup_find(const char *root, const char *controller, struct machine_cgroup *group)
{
	char *own, *mounts = NULL;
	int err = machine_slurp(root, "/proc/self/cgroup", &own, NULL);

	if (!err)
		err = machine_slurp(root, "/proc/self/mounts", &mounts, NULL);
	for (int version = 1; !err && version <= 2; version++) {
		group->v2 = version == 2;
		if (own_path(own, controller, group->v2, group->path, sizeof(group->path)) &&
		    mount_point(mounts, controller, group->v2, group->mount, sizeof(group->mount)))
			break;
		if (version == 2)
			err = -ENOENT;
	}
	free(own);
	free(mounts);
	return err ? -ENOENT : 0;
}

int machine_cgroup_next(const char *root, struct machine_cgroup *group, const char *file,
			char *text, size_t size, char *where, size_t where_size)
{
	while (group->path[0]) {
		char *last = strrchr(group->path, '/');
		int err;

		machine_print(where, where_size, "%s%s/%s", group->mount,
			      strcmp(group->path, "/") == 0 ? "" : group->path, file);
		err = machine_read(root, where, text, size);
		/* "/a/b" -> "/a" -> "/" -> "": the end. */
		if (!last || strcmp(group->path, "/") == 0)
			group->path[0] = '\0';
		else
			last[last == group->path] = '\0';
		if (!err)
			return 0;
	}
	return -ENOENT;
}

int machine_cgroup_throttled(const char *root, uint64_t *times)
{
	static const char key[] = "nr_throttled ";
	char text[1024], where[sizeof(((struct machine_cgroup *)0)->path) + 300];
	struct machine_cgroup group;
	bool counted = false;

	*times = 0;
	if (machine_cgroup_find(root, "cpu", &group) != 0)
		return -ENOENT;
	while (machine_cgroup_next(root, &group, "cpu.stat", text, sizeof(text), where, sizeof(where)) == 0) {
		const char *at = strstr(text, key);

		if (!at)
			continue;
		*times += strtoull(at + sizeof(key) - 1, NULL, 10);
		counted = true;
	}
	return counted ? 0 : -ENOENT;
}
