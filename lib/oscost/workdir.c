/* A private folder inside a run folder, where files are made before they get their name. */
#include "workdir.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

/* Letters of a name that nobody else has. */
enum { UNIQUE = 6 };

/* As mkdtemp() does, which asks the vDSO for the time: that dies where reading the TSC is forbidden. */
static int make_unique(char *path, char *end)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789";
	unsigned char chance[UNIQUE];

	for (int tries = 0; tries < 100; tries++) {
		if (getrandom(chance, sizeof(chance), GRND_NONBLOCK) != UNIQUE)
			for (size_t i = 0; i < UNIQUE; i++)
				chance[i] = (unsigned char)((unsigned)getpid() >> i * 3 ^ (unsigned)tries << i);
		for (size_t i = 0; i < UNIQUE; i++)
			end[i] = letters[chance[i] % (sizeof(letters) - 1)];
		if (mkdir(path, 0700) == 0)
			return 0;
		if (errno != EEXIST)
			return -errno;
	}
	return -EEXIST;
}

int workdir_make(const char *dir, char *path, size_t size)
{
	char real[PATH_MAX];
	size_t n;

	if (!realpath(dir, real))
		return -errno;
	n = (size_t)snprintf(path, size, "%s/.report.XXXXXX", real);
	return n < size ? make_unique(path, path + n - UNIQUE) : -ENAMETOOLONG;
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
