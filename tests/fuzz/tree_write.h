/* Writing to the files of tree.h: new ones, which grow, get another name and go. */
#ifndef TESTS_TREE_WRITE_H
#define TESTS_TREE_WRITE_H

#include "tree.h"

enum { TREE_WRITE_MOST = TREE_SIZE / 16 };

ssize_t __real_write(int fd, const void *from, size_t size);
int __real_rename(const char *from, const char *to);
int __real_unlink(const char *path);
int __real_fsync(int fd);
ssize_t __wrap_write(int fd, const void *from, size_t size);
int __wrap_rename(const char *from, const char *to);
int __wrap_unlink(const char *path);
int __wrap_fsync(int fd);

TREE_PLAIN int tree_create_file(const char *path, int flags)
{
	char *room = tree_take(TREE_WRITE_MOST);

	/* Nothing of oscost opens for writing what is there already. */
	FUZZ_CHECK((flags & (O_EXCL | O_WRONLY)) == (O_EXCL | O_WRONLY) && room);
	if (tree_find(path, strlen(path))) {
		errno = EEXIST;
		return -1;
	}
	tree_add(path, room, 0, false);
	return TREE_FD + (int)(tree_open(path) - tree_opened);
}

TREE_PLAIN void tree_writable(void)
{
	tree_create = tree_create_file;
}

TREE_PLAIN struct tree_file *tree_own(const char *path)
{
	const char *own = tree_path(path);
	const struct tree_file *f = own ? tree_find(own, strlen(own)) : NULL;

	FUZZ_CHECK(own);
	errno = ENOENT;
	return f ? &tree_files[f - tree_files] : NULL;
}

ssize_t __wrap_write(int fd, const void *from, size_t size)
{
	struct tree_opened *o = tree_of(fd);
	struct tree_file *f;

	if (!o)
		return __real_write(fd, from, size);
	f = &tree_files[o->file - tree_files];
	FUZZ_CHECK(size <= TREE_WRITE_MOST - f->size);
	size = size < TREE_READ_MOST ? size : TREE_READ_MOST;
	memcpy((char *)f->data + f->size, from, size);
	f->size += size;
	return (ssize_t)size;
}

int __wrap_rename(const char *from, const char *to)
{
	struct tree_file *f, *old;

	if (!tree_path(from))
		return __real_rename(from, to);
	f = tree_own(from);
	old = tree_own(to);
	if (!f)
		return -1;
	if (old)
		old->path_n = 0;
	tree_add(tree_path(to), f->data, f->size, false);
	f->path_n = 0;
	return 0;
}

int __wrap_unlink(const char *path)
{
	struct tree_file *f;

	if (!tree_path(path))
		return __real_unlink(path);
	f = tree_own(path);
	if (!f)
		return -1;
	f->path_n = 0;
	return 0;
}

int __wrap_fsync(int fd)
{
	return tree_of(fd) ? 0 : __real_fsync(fd);
}

#endif
