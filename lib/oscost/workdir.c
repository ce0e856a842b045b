/* A private folder inside a run folder, where files are made before they get their name. */
#include "workdir.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int workdir_make(const char *dir, char *path, size_t size)
{
	char real[PATH_MAX];

	if (!realpath(dir, real))
		return -errno;
	if ((size_t)snprintf(path, size, "%s/.report.XXXXXX", real) >= size)
		return -ENAMETOOLONG;
	return mkdtemp(path) ? 0 : -errno;
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

void workdir_remove(const char *path)
{
	workdir_empty(path);
	rmdir(path);
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
	int bad;

	if (strlen(path) >= sizeof(dir) - 32)
		return record_fail(err, -ENAMETOOLONG, "the name of the file is too long");
	if (lstat(path, &st) == 0 && !S_ISREG(st.st_mode))
		return record_fail(err, -EINVAL, "%.150s is no regular file", path);
	snprintf(dir, sizeof(dir), "%.*s", slash ? (int)(slash - path) + 1 : 1, slash ? path : ".");
	bad = workdir_make(dir, work, sizeof(work));
	if (!bad) {
		bad = workdir_publish(work, path, text, "");
		workdir_remove(work);
	}
	return bad ? record_fail(err, bad, "%.150s: %s", path, strerror(-bad)) : 0;
}
