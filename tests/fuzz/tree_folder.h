/* Listing of the folders of tree.h. */
#ifndef TESTS_TREE_FOLDER_H
#define TESTS_TREE_FOLDER_H

#include <dirent.h>

#include "tree.h"

DIR *__real_opendir(const char *path);
struct dirent *__real_readdir(DIR *d);
int __real_closedir(DIR *d);
DIR *__wrap_opendir(const char *path);
struct dirent *__wrap_readdir(DIR *d);
int __wrap_closedir(DIR *d);
int __wrap_scandir(const char *path, struct dirent ***names, int (*wanted)(const struct dirent *),
		   int (*order)(const struct dirent **, const struct dirent **));

static struct dirent tree_entry[TREE_OPEN_MOST];

DIR *__wrap_opendir(const char *path)
{
	const char *own = tree_path(path);
	struct tree_opened *o;

	if (!own)
		return __real_opendir(path);
	o = tree_open(own);
	if (o && o->file) {
		o->used = false;
		errno = ENOTDIR;
		return NULL;
	}
	return (DIR *)(void *)o;
}

TREE_PLAIN struct tree_opened *tree_of_dir(DIR *d)
{
	struct tree_opened *o = (struct tree_opened *)(void *)d;

	return o >= tree_opened && o < tree_opened + TREE_OPEN_MOST ? o : NULL;
}

/* The name in the folder that file i gives it; 0: none, or an earlier file did. */
TREE_PLAIN size_t tree_name(const struct tree_opened *o, size_t i, const char **name)
{
	const struct tree_file *f = &tree_files[i];
	size_t n;

	if (f->path_n <= o->folder_n || !tree_begins(f->path, o->folder, o->folder_n))
		return 0;
	*name = f->path + o->folder_n;
	n = strcspn(*name, "/");
	for (size_t k = 0; k < i; k++)
		if (tree_files[k].path_n >= o->folder_n + n && tree_begins(tree_files[k].path, f->path, o->folder_n + n) &&
		    (tree_files[k].path[o->folder_n + n] == '/' || !tree_files[k].path[o->folder_n + n]))
			return 0;
	return n <= NAME_MAX ? n : 0;
}

struct dirent *__wrap_readdir(DIR *d)
{
	struct tree_opened *o = tree_of_dir(d);
	const char *name = NULL;
	struct dirent *e = o ? &tree_entry[o - tree_opened] : NULL;
	size_t n = 0;

	if (!o)
		return __real_readdir(d);
	while (n == 0 && o->at < tree_file_n)
		n = tree_name(o, o->at++, &name);
	if (n == 0)
		return NULL;
	memcpy(e->d_name, name, n);
	e->d_name[n] = '\0';
	return e;
}

int __wrap_closedir(DIR *d)
{
	struct tree_opened *o = tree_of_dir(d);

	if (!o)
		return __real_closedir(d);
	o->used = false;
	return 0;
}

/* Of the tree alone: nobody else is asked here. The order of the tree stands for that of a real folder. */
int __wrap_scandir(const char *path, struct dirent ***names, int (*wanted)(const struct dirent *),
		   int (*order)(const struct dirent **, const struct dirent **))
{
	DIR *d = __wrap_opendir(path);
	struct dirent *e;
	int n = 0;

	FUZZ_CHECK(tree_path(path) && order);
	if (!d)
		return -1;
	*names = malloc((tree_file_n + 1) * sizeof(**names));
	FUZZ_CHECK(*names);
	while ((e = __wrap_readdir(d)) != NULL) {
		if (!wanted(e))
			continue;
		(*names)[n] = malloc(sizeof(*e));
		FUZZ_CHECK((*names)[n]);
		*(*names)[n++] = *e;
	}
	__wrap_closedir(d);
	return n;
}

#endif
