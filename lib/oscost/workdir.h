/* A private folder inside a run folder, where files are made before they get their name. */
#ifndef OSCOST_WORKDIR_H
#define OSCOST_WORKDIR_H

#include <stddef.h>

/* Makes one in dir; its path, absolute, goes to path. 0, or -errno (-EACCES, -EROFS, -ENOSPC …). */
int workdir_make(const char *dir, char *path, size_t size);
/* Removes the files in it; nobody else knows of them, so errors do not matter. */
void workdir_empty(const char *path);
void workdir_remove(const char *path);

/* Writes a + b to a new file in the folder and renames it to `to`. 0, or -errno. */
int workdir_publish(const char *path, const char *to, const char *a, const char *b);

#endif
