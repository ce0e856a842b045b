/*
 * Files in memory in place of the real ones, for readers that take paths: what is below TREE_ROOT, /proc and /sys
 * comes from here, all else from the system. An input's part, up to a form feed, is a file: its path in the first
 * line, behind it what is in the file. A '!' behind the path: where the contents end, reading fails.
 *
 * Folders are there because something lies in them. Reads are short, as those of a pipe can be.
 */
#ifndef TESTS_TREE_H
#define TESTS_TREE_H

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fuzz.h"

#define TREE_ROOT "/made-tree"

/* What it does itself is nothing to look for, and costs twice as much when it is counted. */
#ifdef __clang__
#define TREE_PLAIN __attribute__((no_sanitize("coverage"), unused)) static
#else
#define TREE_PLAIN __attribute__((unused)) static
#endif

enum { TREE_FILES_MOST = 200, TREE_OPEN_MOST = 16, TREE_FD = 1 << 20, TREE_SIZE = 1 << 20, TREE_READ_MOST = 300 };

struct tree_file {
	const char *path; /* without TREE_ROOT; ended by NUL */
	const char *data;
	size_t path_n, size;
	bool fails;
};

static struct tree_file tree_files[TREE_FILES_MOST];
static size_t tree_file_n, tree_used;
static char tree_room[TREE_SIZE];

static struct tree_opened {
	bool used;
	const struct tree_file *file; /* NULL: a folder */
	size_t at;
	const char *folder;
	size_t folder_n;
} tree_opened[TREE_OPEN_MOST];

TREE_PLAIN void tree_clear(void)
{
	for (size_t i = 0; i < TREE_OPEN_MOST; i++)
		FUZZ_CHECK(!tree_opened[i].used); /* what was opened is closed */
	tree_file_n = tree_used = 0;
}

/* n bytes that last until tree_clear, or NULL. */
TREE_PLAIN char *tree_take(size_t n)
{
	char *at = tree_room + tree_used;

	if (n > TREE_SIZE - tree_used)
		return NULL;
	tree_used += n;
	return at;
}

/* Whether a text begins with these n bytes. By hand, as the fuzzer would look into memcmp() too. */
TREE_PLAIN bool tree_begins(const char *text, const char *with, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (text[i] != with[i])
			return false;
	return true;
}

TREE_PLAIN const struct tree_file *tree_find(const char *path, size_t n)
{
	for (size_t i = 0; i < tree_file_n; i++)
		if (tree_files[i].path_n == n && tree_begins(tree_files[i].path, path, n))
			return &tree_files[i];
	return NULL;
}

/* The first file of a path counts. data has to last. */
TREE_PLAIN void tree_add(const char *path, const char *data, size_t size, bool fails)
{
	size_t n = strlen(path);
	char *copy = tree_file_n < TREE_FILES_MOST ? tree_take(n + 1) : NULL;

	if (!copy || path[0] != '/' || tree_find(path, n))
		return;
	memcpy(copy, path, n + 1);
	tree_files[tree_file_n++] = (struct tree_file){ copy, data, n, size, fails };
}

/* One part of an input. */
TREE_PLAIN void tree_plant(const char *part, size_t size)
{
	const char *end = size > 0 ? memchr(part, '\n', size) : NULL;
	size_t n = end ? (size_t)(end - part) : size, skip = end ? n + 1 : n;
	bool fails = n > 0 && part[n - 1] == '!';
	char path[256];

	n -= fails;
	if (n == 0 || n >= sizeof(path) || memchr(part, '\0', n))
		return;
	memcpy(path, part, n);
	path[n] = '\0';
	tree_add(path, part + skip, size - skip, fails);
}

/* The path in the tree, or NULL: not ours. */
TREE_PLAIN const char *tree_path(const char *path)
{
	if (tree_begins(path, TREE_ROOT, sizeof(TREE_ROOT) - 1) && strchr("/", path[sizeof(TREE_ROOT) - 1]))
		return path + sizeof(TREE_ROOT) - 1;
	return tree_begins(path, "/proc/", 6) || tree_begins(path, "/sys/", 5) ? path : NULL;
}

/* Any file in a folder, NULL: none; the length of the folder's path with a slash at its end. */
TREE_PLAIN const struct tree_file *tree_in_folder(const char *path, size_t *n)
{
	for (*n = strlen(path); *n > 0 && path[*n - 1] == '/';)
		--*n;
	++*n;
	for (size_t i = 0; i < tree_file_n; i++)
		if (tree_files[i].path_n > *n && tree_begins(tree_files[i].path, path, *n - 1) &&
		    tree_files[i].path[*n - 1] == '/')
			return &tree_files[i];
	return NULL;
}

TREE_PLAIN bool tree_is_folder(const char *path)
{
	size_t n;

	return tree_in_folder(path, &n) != NULL;
}

TREE_PLAIN struct tree_opened *tree_open(const char *path)
{
	const struct tree_file *file = tree_find(path, strlen(path)), *inside = NULL;
	size_t n = 0, i = 0;

	errno = ENOENT;
	if (!file && !(inside = tree_in_folder(path, &n)))
		return NULL;
	while (i < TREE_OPEN_MOST && tree_opened[i].used)
		i++;
	FUZZ_CHECK(i < TREE_OPEN_MOST); /* files are left open */
	tree_opened[i] = (struct tree_opened){ .used = true, .file = file, .folder = file ? NULL : inside->path, .folder_n = n };
	return &tree_opened[i];
}

/* What makes a file, where some are written (tree_write.h). */
static int (*tree_create)(const char *path, int flags);

/* What the real functions do with all else. */
int __real_open(const char *path, int flags, ...);
ssize_t __real_read(int fd, void *to, size_t size);
int __real_close(int fd);
int __real_access(const char *path, int mode);
int __real_lstat(const char *path, struct stat *st);
int __real_fstat(int fd, struct stat *st);

int __wrap_open(const char *path, int flags, ...);
ssize_t __wrap_read(int fd, void *to, size_t size);
int __wrap_close(int fd);
int __wrap_access(const char *path, int mode);
int __wrap_lstat(const char *path, struct stat *st);
int __wrap_fstat(int fd, struct stat *st);

int __wrap_open(const char *path, int flags, ...)
{
	const char *own = tree_path(path);
	struct tree_opened *o;
	va_list args;
	int mode;

	va_start(args, flags);
	mode = flags & O_CREAT ? va_arg(args, int) : 0;
	va_end(args);
	if (!own)
		return __real_open(path, flags, mode);
	if ((flags & O_CREAT) && tree_create)
		return tree_create(own, flags);
	if (flags & (O_CREAT | O_WRONLY | O_RDWR)) {
		errno = EROFS;
		return -1;
	}
	o = tree_open(own);
	return o ? TREE_FD + (int)(o - tree_opened) : -1;
}

TREE_PLAIN struct tree_opened *tree_of(int fd)
{
	if (fd < TREE_FD)
		return NULL;
	FUZZ_CHECK(fd < TREE_FD + TREE_OPEN_MOST && tree_opened[fd - TREE_FD].used);
	return &tree_opened[fd - TREE_FD];
}

ssize_t __wrap_read(int fd, void *to, size_t size)
{
	struct tree_opened *o = tree_of(fd);
	size_t left;

	if (!o)
		return __real_read(fd, to, size);
	left = o->file ? o->file->size - o->at : 0;
	if (!o->file || (left == 0 && o->file->fails)) {
		errno = o->file ? EIO : EISDIR;
		return -1;
	}
	size = size < TREE_READ_MOST ? size : TREE_READ_MOST;
	size = size < left ? size : left;
	memcpy(to, o->file->data + o->at, size);
	o->at += size;
	return (ssize_t)size;
}

int __wrap_close(int fd)
{
	struct tree_opened *o = tree_of(fd);

	if (!o)
		return __real_close(fd);
	o->used = false;
	return 0;
}

int __wrap_access(const char *path, int mode)
{
	const char *own = tree_path(path);

	if (!own)
		return __real_access(path, mode);
	errno = ENOENT;
	return tree_find(own, strlen(own)) || tree_is_folder(own) ? 0 : -1;
}

TREE_PLAIN int tree_stat(bool file, bool folder, struct stat *st)
{
	*st = (struct stat){ .st_mode = file ? S_IFREG : S_IFDIR };
	errno = ENOENT;
	return file || folder ? 0 : -1;
}

int __wrap_lstat(const char *path, struct stat *st)
{
	const char *own = tree_path(path);

	if (!own)
		return __real_lstat(path, st);
	return tree_stat(tree_find(own, strlen(own)) != NULL, tree_is_folder(own), st);
}

int __wrap_fstat(int fd, struct stat *st)
{
	struct tree_opened *o = tree_of(fd);

	return o ? tree_stat(o->file != NULL, true, st) : __real_fstat(fd, st);
}

#endif
