/* The lock of a store, and removing without ever touching what is not ours. */
#include "store_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runfolder.h"
#include "store.h"

enum {
	DEPTH = 2, /* noise/NAME/FILE */
};

bool store_name_is(const char *name)
{
	size_t n = strlen(name);

	return n > 0 && n < STORE_NAME_SIZE && name[0] != '.' && strcmp(name, STORE_NOISE) != 0 &&
	       strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-") == n;
}

bool store_date_is(const char *date)
{
	static const char form[] = "dddd-dd-ddTdd:dd:ddZ";

	if (!date || strlen(date) != sizeof(form) - 1)
		return false;
	for (size_t i = 0; form[i]; i++)
		if (form[i] == 'd' ? date[i] < '0' || date[i] > '9' : date[i] != form[i])
			return false;
	return true;
}

int store_path(char path[PATH_MAX], const char *a, const char *b, struct record_error *err)
{
	if (snprintf(path, PATH_MAX, "%s/%s", a, b) < PATH_MAX)
		return 0;
	return record_fail(err, -ENAMETOOLONG, "the path of the baseline folder is too long");
}

bool store_is_folder(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

void store_sync(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return;
	fsync(fd);
	close(fd);
}

int store_lock(const char *dir, struct record_error *err)
{
	char path[PATH_MAX];
	int fd, bad = runfolder_make_dir(dir, err);

	if (!bad)
		bad = store_path(path, dir, ".lock", err);
	if (bad)
		return bad;
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
	if (fd < 0)
		return record_fail(err, -errno, "%.150s: the baseline folder cannot be written: %s", dir,
				   strerror(errno));
	while (flock(fd, LOCK_EX) != 0) {
		if (errno == EINTR)
			continue;
		bad = record_fail(err, -errno, "%.150s cannot be locked: %s", path, strerror(errno));
		close(fd);
		return bad;
	}
	return fd;
}

/* The kernel does the same for whoever dies. */
void store_unlock(int lock)
{
	close(lock);
}

int store_make_folder(const char *path, struct record_error *err)
{
	if (mkdir(path, 0777) == 0)
		return 0;
	return record_fail(err, -errno, "cannot make %.180s: %s", path, strerror(errno));
}

static bool ends_in(const char *name, const char *end)
{
	size_t n = strlen(name), m = strlen(end);

	return n > m && strcmp(name + n - m, end) == 0;
}

/* Files that a run folder may hold: what measuring, storing and reporting leave. */
static bool is_our_file(const char *name)
{
	static const char *const names[] = { "machine.tsv", "cases.tsv",  "samples.tsv", "gaps.tsv",
					     "summary.tsv", "report.txt", "report.html", "pinned" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return ends_in(name, ".svg") || ends_in(name, ".png") || ends_in(name, ".tsv.tmp");
}

/* The first thing in the folder that is not a file of ours, in what; false when there is none. */
static bool holds_other(const char *path, char what[NAME_MAX + 1])
{
	DIR *d = opendir(path);
	bool other = !d;
	struct dirent *e;

	snprintf(what, NAME_MAX + 1, "what cannot be listed");
	while (!other && (e = readdir(d)) != NULL) {
		struct stat st;

		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		other = !is_our_file(e->d_name) ||
			fstatat(dirfd(d), e->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(st.st_mode);
		if (other)
			snprintf(what, NAME_MAX + 1, "%s", e->d_name);
	}
	if (d)
		closedir(d);
	return other;
}

/* Files of ours, and at depth > 1 folders of them; never through a link. What stays, stays. */
static void clear_at(int parent, const char *name, int depth)
{
	int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *d = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *e;

	if (!d) {
		if (fd >= 0)
			close(fd);
		return;
	}
	while ((e = readdir(d)) != NULL) {
		if (is_our_file(e->d_name))
			unlinkat(fd, e->d_name, 0);
		else if (depth > 1 && store_name_is(e->d_name))
			clear_at(fd, e->d_name, depth - 1);
	}
	closedir(d);
	unlinkat(parent, name, AT_REMOVEDIR);
}

void store_clear(const char *path)
{
	clear_at(AT_FDCWD, path, DEPTH);
}

static void clean_words(const char *name, char *out, size_t size)
{
	struct text t = { 0 };

	text_add_clean(&t, name);
	snprintf(out, size, "%.60s", text_str(&t));
	text_free(&t);
}

int store_discard(const char *key_dir, const char *name, struct record_error *err)
{
	char path[PATH_MAX], old[PATH_MAX], machine[PATH_MAX], other[NAME_MAX + 1], shown[64];
	int bad = store_path(path, key_dir, name, err);

	if (!bad)
		bad = store_path(old, key_dir, STORE_OLD, err);
	if (!bad)
		bad = store_path(machine, path, "machine.tsv", err);
	if (bad)
		return bad;
	if (!store_is_folder(path) || access(machine, F_OK) != 0)
		return record_fail(err, -ENOENT, "%.60s is no stored run: it has no machine.tsv", name);
	if (holds_other(path, other)) {
		clean_words(other, shown, sizeof(shown));
		return record_fail(err, -ENOTEMPTY, "%.60s is left alone: '%s' in it is not oscost's", name,
				   shown);
	}
	store_clear(old);
	if (rename(path, old) != 0)
		return record_fail(err, -errno, "%.60s cannot be removed: %s", name, strerror(errno));
	store_clear(old);
	return 0;
}

/* A new set of noise runs is whole from the moment it is called STORE_NOISE; what was there before has
 * moved to STORE_OLD. Died between the two, the old one comes back. */
static void clean_key(const char *key_dir)
{
	char fresh[PATH_MAX], old[PATH_MAX], noise[PATH_MAX], old_noise[PATH_MAX];

	if (store_path(fresh, key_dir, STORE_NEW, NULL) != 0 || store_path(old, key_dir, STORE_OLD, NULL) != 0 ||
	    store_path(noise, key_dir, STORE_NOISE, NULL) != 0 ||
	    store_path(old_noise, key_dir, STORE_OLD STORE_NOISE, NULL) != 0)
		return;
	store_clear(fresh);
	store_clear(old);
	if (!store_is_folder(old_noise))
		return;
	if (store_is_folder(noise))
		store_clear(old_noise);
	else
		(void)!rename(old_noise, noise);
}

void store_clean(const char *dir)
{
	DIR *d = opendir(dir);
	struct dirent *e;
	char path[PATH_MAX];

	while (d && (e = readdir(d)) != NULL)
		if (store_key_is(e->d_name) && store_path(path, dir, e->d_name, NULL) == 0 &&
		    store_is_folder(path))
			clean_key(path);
	if (d)
		closedir(d);
}
