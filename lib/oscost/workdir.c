/* A private folder inside a run folder, where files are made before they get their name. */
#include "workdir.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#define PREFIX ".report."
static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789";

/* Letters of a name that nobody else has. */
enum { UNIQUE = 6 };

/* The lock says that the process lives. Where a folder cannot be locked, it is never thought to be left. */
static int hold(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	struct stat held, named;

	if (fd < 0)
		return -errno;
	if ((flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) || fstat(fd, &held) != 0 ||
	    lstat(path, &named) != 0 || held.st_ino != named.st_ino) {
		close(fd);
		return -ENOENT;
	}
	return fd;
}

/* As mkdtemp() does, which asks the vDSO for the time: that dies where reading the TSC is forbidden. */
static int make_unique(char *path, char *end)
{
	unsigned char chance[UNIQUE];

	for (int tries = 0; tries < 100; tries++) {
		if (getrandom(chance, sizeof(chance), GRND_NONBLOCK) != UNIQUE)
			for (size_t i = 0; i < UNIQUE; i++)
				chance[i] = (unsigned char)((unsigned)getpid() >> i * 3 ^ (unsigned)tries << i);
		for (size_t i = 0; i < UNIQUE; i++)
			end[i] = letters[chance[i] % (sizeof(letters) - 1)];
		if (mkdir(path, 0700) == 0) {
			int held = hold(path);

			/* Another process may have taken it for one that was left. */
			if (held == -ENOENT)
				continue;
			if (held < 0)
				rmdir(path);
			return held;
		}
		if (errno != EEXIST)
			return -errno;
	}
	return -EEXIST;
}

static bool is_work_name(const char *name)
{
	const char *end = name + strlen(PREFIX);

	return strncmp(name, PREFIX, strlen(PREFIX)) == 0 && strlen(end) == UNIQUE && strspn(end, letters) == UNIQUE;
}

/* What is made in such a folder; gnuplot makes the figures. */
static bool is_work_file(const char *name)
{
	const char *dot = strrchr(name, '.');

	return strcmp(name, "new") == 0 || strcmp(name, "figure.svg") == 0 || strcmp(name, "figure.png") == 0 ||
	       (dot && strcmp(dot, ".tsv") == 0);
}

/* Removes the folder's files; nothing of a folder that holds others. */
static bool clear(int fd)
{
	int again = openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *d = again < 0 ? NULL : fdopendir(again);
	bool ours = d != NULL;
	struct dirent *e;

	if (!d && again >= 0)
		close(again);
	while (ours && (e = readdir(d)) != NULL)
		ours = strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0 || is_work_file(e->d_name);
	if (ours)
		rewinddir(d);
	while (ours && (e = readdir(d)) != NULL)
		unlinkat(fd, e->d_name, 0);
	if (d)
		closedir(d);
	return ours;
}

/* Removes what processes left that are dead: nobody holds it. */
static void remove_left(const char *dir)
{
	DIR *d = opendir(dir);
	struct dirent *e;

	while (d && (e = readdir(d)) != NULL) {
		int fd = is_work_name(e->d_name)
				 ? openat(dirfd(d), e->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
				 : -1;
		struct stat st;

		if (fd < 0)
			continue;
		if (fstat(fd, &st) == 0 && st.st_uid == geteuid() && flock(fd, LOCK_EX | LOCK_NB) == 0 && clear(fd))
			unlinkat(dirfd(d), e->d_name, AT_REMOVEDIR);
		close(fd);
	}
	if (d)
		closedir(d);
}

int workdir_make(const char *dir, char *path, size_t size)
{
	char real[PATH_MAX];
	size_t n;

	if (!realpath(dir, real))
		return -errno;
	n = (size_t)snprintf(path, size, "%s/" PREFIX "XXXXXX", real);
	if (n >= size)
		return -ENAMETOOLONG;
	remove_left(real);
	return make_unique(path, path + n - UNIQUE);
}

void workdir_empty(const char *path)
{
	DIR *d = opendir(path);
	struct dirent *e;

	while (d && (e = readdir(d)) != NULL)
		if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
			unlinkat(dirfd(d), e->d_name, 0);
	if (d)
		closedir(d);
}

void workdir_remove(const char *path, int held)
{
	workdir_empty(path);
	rmdir(path);
	if (held >= 0)
		close(held);
}

int workdir_publish(const char *path, const char *to, const char *a, const char *b)
{
	char from[PATH_MAX + 16];
	int fd, err = 0;
	FILE *f;

	if ((size_t)snprintf(from, sizeof(from), "%s/new", path) >= sizeof(from))
		return -ENAMETOOLONG;
	fd = open(from, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	f = fd < 0 ? NULL : fdopen(fd, "w");
	if (!f) {
		err = -errno;
		if (fd >= 0)
			close(fd);
		return err;
	}
	if (fputs(a, f) < 0 || fputs(b, f) < 0)
		err = -errno;
	if (fclose(f) != 0 && !err)
		err = -errno;
	if (!err && rename(from, to) != 0)
		err = -errno;
	if (err)
		unlink(from);
	return err;
}

/* rename() would put a file in place of a device or of a link. */
int workdir_write_file(const char *path, const char *text, struct record_error *err)
{
	char dir[PATH_MAX], work[PATH_MAX];
	const char *slash = strrchr(path, '/');
	struct stat st;
	int bad, held;

	if (strlen(path) >= sizeof(dir) - 32)
		return record_fail(err, -ENAMETOOLONG, "the name of the file is too long");
	if (lstat(path, &st) == 0 && !S_ISREG(st.st_mode))
		return record_fail(err, -EINVAL, "%.150s is no regular file", path);
	snprintf(dir, sizeof(dir), "%.*s", slash ? (int)(slash - path) + 1 : 1, slash ? path : ".");
	held = workdir_make(dir, work, sizeof(work));
	bad = held < 0 ? held : 0;
	if (!bad) {
		bad = workdir_publish(work, path, text, "");
		workdir_remove(work, held);
	}
	return bad ? record_fail(err, bad, "%.150s: %s", path, strerror(-bad)) : 0;
}
