/* Makes, names and finds run folders. */
#include "runfolder.h"

#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "paths.h"

/* Letters, digits, dots and dashes: a host may be called anything. */
static void sanitise(char *text)
{
	for (; *text; text++)
		if (!isalnum((unsigned char)*text) && *text != '.' && *text != '-' && *text != '_')
			*text = '_';
}

static void now_stamp(char stamp[32])
{
	struct tm tm;
	struct timespec now = { 0, 0 };

	/* By system call in effect: CLOCK_REALTIME_COARSE never reads a counter that may be disabled. */
	clock_gettime(CLOCK_REALTIME_COARSE, &now);
	gmtime_r(&now.tv_sec, &tm);
	strftime(stamp, 32, "%Y%m%dT%H%M%SZ", &tm);
}

static void default_name(enum runfolder_kind kind, char *name, size_t size)
{
	const char *end = kind == RUNFOLDER_PAIR ? "-paired" : "";
	struct utsname u;
	char stamp[32];

	now_stamp(stamp);
	if (uname(&u) != 0)
		snprintf(name, size, "unknown-%s%s", stamp, end);
	else
		snprintf(name, size, "%.100s-%.100s-%s%s", u.nodename, u.release, stamp, end);
	sanitise(name);
}

static int make_parents(const char *path, struct record_error *err)
{
	char part[PATH_MAX];

	snprintf(part, sizeof(part), "%s", path);
	for (char *slash = strchr(part + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(part, 0777) != 0 && errno != EEXIST)
			return record_fail(err, -errno, "cannot make the folder %.150s: %s", part,
					   strerror(errno));
		*slash = '/';
	}
	return 0;
}

static bool is_taken(const char *path)
{
	char partial[PATH_MAX + 16];
	struct stat st;

	snprintf(partial, sizeof(partial), "%s.partial", path);
	return lstat(path, &st) == 0 || lstat(partial, &st) == 0;
}

int runfolder_free_path(const char *dir, const char *name, char path[PATH_MAX])
{
	int n = snprintf(path, PATH_MAX, "%s/%s", dir, name);

	for (int i = 2; i < 100 && is_taken(path); i++)
		n = snprintf(path, PATH_MAX, "%s/%s-%d", dir, name, i);
	return n < PATH_MAX ? 0 : -ENAMETOOLONG;
}

static int default_path(enum runfolder_kind kind, char path[PATH_MAX])
{
	char name[300];

	default_name(kind, name, sizeof(name));
	return runfolder_free_path(paths_results_dir(), name, path);
}

void runfolder_new_path(const char *word, char path[PATH_MAX])
{
	char stamp[32], name[100];

	now_stamp(stamp);
	snprintf(name, sizeof(name), "%.60s-%s", word, stamp);
	runfolder_free_path(paths_results_dir(), name, path);
}

int runfolder_make_dir(const char *path, struct record_error *err)
{
	int rc = strlen(path) < PATH_MAX ? make_parents(path, err)
					 : record_fail(err, -ENAMETOOLONG, "the folder's name is too long");

	if (rc || mkdir(path, 0777) == 0 || errno == EEXIST)
		return rc;
	return record_fail(err, -errno, "cannot make the folder %.150s: %s", path, strerror(errno));
}

static int name_it(const char *out, struct runfolder *f, struct record_error *err)
{
	int bad = 0, n = 0;

	if (out)
		n = snprintf(f->final_path, sizeof(f->final_path), "%s", out);
	else if ((bad = default_path(f->kind, f->final_path)) == 0)
		n = (int)strlen(f->final_path);
	while (n > 1 && n < PATH_MAX && f->final_path[n - 1] == '/')
		f->final_path[--n] = '\0';
	if (bad || n <= 0 || n > PATH_MAX - 16)
		return record_fail(err, -ENAMETOOLONG, "the name of the run folder is empty or too long");
	memcpy(f->path, f->final_path, (size_t)n + 1);
	memcpy(f->path + n, ".partial", sizeof(".partial"));
	return 0;
}

int runfolder_make(const char *out, enum runfolder_kind kind, struct runfolder *f, struct record_error *err)
{
	struct stat st;
	int bad;

	f->kind = kind;
	bad = name_it(out, f, err);
	if (bad || (bad = make_parents(f->path, err)) != 0)
		return bad;
	/* An empty folder may stand in the way: rename() replaces it. */
	if (lstat(f->final_path, &st) == 0 && rmdir(f->final_path) != 0)
		return record_fail(err, -EEXIST, "%.150s exists already: give --out another name, or remove it",
				   f->final_path);
	if (mkdir(f->path, 0777) != 0)
		return record_fail(err, -errno, "cannot make the run folder %.150s: %s", f->path, strerror(errno));
	return 0;
}

/* A convenience: that it cannot be made is no reason to complain. */
static void point_latest(const struct runfolder *f)
{
	char link[PATH_MAX + 16];
	const char *base = strrchr(f->final_path, '/');
	size_t head = base ? (size_t)(base - f->final_path) : 0;

	if (!base || strlen(paths_results_dir()) != head || strncmp(paths_results_dir(), f->final_path, head) != 0)
		return;
	snprintf(link, sizeof(link), "%s/latest.new", paths_results_dir());
	unlink(link);
	if (symlink(base + 1, link) == 0) {
		char final[PATH_MAX + 16];

		snprintf(final, sizeof(final), "%s/latest", paths_results_dir());
		if (rename(link, final) != 0)
			unlink(link);
	}
}

int runfolder_finish(struct runfolder *f, struct record_error *err)
{
	if (rename(f->path, f->final_path) != 0)
		return record_fail(err, -errno, "cannot rename %.150s to its final name: %s", f->path,
				   strerror(errno));
	memcpy(f->path, f->final_path, sizeof(f->path));
	if (f->kind == RUNFOLDER_RUN)
		point_latest(f);
	return 0;
}

static int is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

int runfolder_find(const char *name, char path[PATH_MAX], struct record_error *err)
{
	if (*name && strlen(name) < PATH_MAX - 8) {
		snprintf(path, PATH_MAX, "%s", name);
		if (is_folder(path))
			return 0;
		if (!strchr(name, '/') && snprintf(path, PATH_MAX, "%s/%s", paths_results_dir(), name) < PATH_MAX &&
		    is_folder(path))
			return 0;
	}
	if (strcmp(name, "latest") == 0)
		return record_fail(err, -ENOENT, "there is no run yet under %.80s: make one with ./run.sh, or oscost measure",
				   paths_results_dir());
	return record_fail(err, -ENOENT, "there is no run '%.100s': neither a folder nor a name under %.80s", name,
			   paths_results_dir());
}
