/* Reads the runs of one side of a comparison. */
#include "side.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "paths.h"
#include "runfolder.h"

static int no_memory(struct record_error *err)
{
	return record_fail(err, -ENOMEM, "out of memory");
}

static int make_room(struct side *side, size_t n, struct record_error *err)
{
	side->runs = calloc(n + 1, sizeof(*side->runs));
	side->replicates = calloc(n + 1, sizeof(*side->replicates));
	side->paths = calloc(n + 1, sizeof(*side->paths));
	side->size = n;
	return side->name && side->runs && side->replicates && side->paths ? 0 : no_memory(err);
}

/* The reader's words begin with the name of a file: say of which folder. */
static int wrong(int rc, const char *path, struct record_error *err)
{
	struct record_error why = *err;

	return record_fail(err, rc, "%.80s: %.160s", path, why.text);
}

static int add_run(struct side *side, const char *path, struct record_error *err)
{
	struct record_run *run = &side->runs[side->run_n];
	int rc = record_read_run(path, run, err);

	if (rc)
		return wrong(rc, path, err);
	rc = replicates_make(run, paths_share("derived.tsv"), &side->replicates[side->run_n], err);
	if (rc) {
		record_free_run(run);
		return wrong(rc, path, err);
	}
	if (run->warning.text[0])
		cli_note("%s: %s", path, run->warning.text);
	side->paths[side->run_n++] = strdup(path);
	return side->paths[side->run_n - 1] ? 0 : no_memory(err);
}

int side_read_paths(const char *name, const char *const *paths, size_t n, bool tolerant,
		    struct side *out, struct record_error *err)
{
	int rc;

	*out = (struct side){ .name = strdup(name) };
	rc = n > SIDE_RUNS_MOST ? record_fail(err, -EFBIG, "%.100s: more than %d runs", name,
					      SIDE_RUNS_MOST)
				: make_room(out, n, err);
	for (size_t i = 0; !rc && i < n; i++) {
		rc = add_run(out, paths[i], err);
		if (rc && rc != -ENOMEM && tolerant && (i + 1 < n || out->run_n > 0)) {
			cli_note("not used: %s", err->text);
			rc = 0;
		}
	}
	if (rc)
		side_free(out);
	return rc;
}

void side_free(struct side *side)
{
	for (size_t i = 0; i < side->run_n; i++) {
		replicates_free(&side->replicates[i]);
		record_free_run(&side->runs[i]);
		free(side->paths[i]);
	}
	free(side->name);
	free(side->runs);
	free(side->replicates);
	free(side->paths);
	*side = (struct side){ 0 };
}

/* Paths that are being gathered. */
struct found {
	char **path;
	size_t n, size;
};

static void free_found(struct found *f)
{
	for (size_t i = 0; i < f->n; i++)
		free(f->path[i]);
	free(f->path);
}

static int add_path(struct found *f, const char *path)
{
	if (f->n == f->size) {
		size_t size = f->size ? 2 * f->size : 16;
		char **more = realloc(f->path, size * sizeof(*more));

		if (!more)
			return -ENOMEM;
		f->path = more;
		f->size = size;
	}
	f->path[f->n] = strdup(path);
	return f->path[f->n] ? (f->n++, 0) : -ENOMEM;
}

static bool is_run(const char *path)
{
	char file[PATH_MAX + 16];

	snprintf(file, sizeof(file), "%s/machine.tsv", path);
	return access(file, F_OK) == 0;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The runs that lie in a folder, by name. */
static int add_folder(struct found *f, const char *path)
{
	DIR *d = opendir(path);
	size_t first = f->n;
	struct dirent *e;
	int rc = 0;

	while (!rc && d && (e = readdir(d)) != NULL) {
		char inside[PATH_MAX];

		if (e->d_name[0] == '.' ||
		    snprintf(inside, sizeof(inside), "%s/%s", path, e->d_name) >= PATH_MAX)
			continue;
		if (is_run(inside))
			rc = add_path(f, inside);
	}
	if (d)
		closedir(d);
	if (f->n > first)
		qsort(f->path + first, f->n - first, sizeof(*f->path), by_name);
	return rc;
}

static int add_named(struct found *f, const char *name, struct record_error *err)
{
	char path[PATH_MAX];
	size_t before = f->n;
	int rc = runfolder_find(name, path, err);

	if (rc)
		return rc;
	rc = is_run(path) ? add_path(f, path) : add_folder(f, path);
	if (rc)
		return no_memory(err);
	if (f->n == before)
		return record_fail(err, -ENOENT,
				   "%.150s: neither a run (there is no machine.tsv) nor a folder with "
				   "runs in it", path);
	return 0;
}

int side_read(const char *spec, struct side *out, struct record_error *err)
{
	char *names = strdup(spec), *rest = names, *name;
	struct found found = { 0 };
	struct record_error ignored;
	char whole[PATH_MAX];
	int rc = names ? 0 : no_memory(err);

	*out = (struct side){ 0 };
	if (!rc && runfolder_find(spec, whole, &ignored) == 0)
		rc = add_named(&found, spec, err); /* a name may have a comma in it */
	else
		while (!rc && (name = strsep(&rest, ",")) != NULL)
			rc = add_named(&found, name, err);
	if (!rc)
		rc = side_read_paths(spec, (const char *const *)found.path, found.n, false, out, err);
	free_found(&found);
	free(names);
	return rc;
}

static bool same_boot(const struct record_run *a, const struct record_run *b)
{
	const char *x = record_machine_get(a, "kernel.boot_id");
	const char *y = record_machine_get(b, "kernel.boot_id");

	return x && y && strcmp(x, y) == 0;
}

static size_t first_of_boot(const struct side *side, size_t run)
{
	size_t i = 0;

	while (i < run && !same_boot(&side->runs[i], &side->runs[run]))
		i++;
	return i;
}

size_t side_boot(const struct side *side, size_t run)
{
	size_t first = first_of_boot(side, run), boot = 0;

	for (size_t i = 0; i < first; i++)
		boot += first_of_boot(side, i) == i;
	return boot;
}

size_t side_boots(const struct side *side)
{
	size_t n = 0;

	for (size_t i = 0; i < side->run_n; i++)
		n += first_of_boot(side, i) == i;
	return n;
}
