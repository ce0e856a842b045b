/* A private folder inside a run folder, where files are made before they get their name. */
#ifndef OSCOST_WORKDIR_H
#define OSCOST_WORKDIR_H

#include <stddef.h>

#include "record/error.h"

/*
 * Makes one in dir; its path, absolute, goes to path. What a process that was killed left there goes first. The value
 * is what holds it, for workdir_remove, or -errno (-EACCES, -EROFS, -ENOSPC …).
 */
int workdir_make(const char *dir, char *path, size_t size);
/* Removes the files in it; nobody else knows of them, so errors do not matter. */
void workdir_empty(const char *path);
void workdir_remove(const char *path, int held);

/* Writes a + b to a new file in the folder and renames it to `to`. 0, or -errno. */
int workdir_publish(const char *path, const char *to, const char *a, const char *b);

/* A file that somebody asked for by name: whole or not there. 0, or -errno with words in err; -EINVAL: no
 * regular file. */
int workdir_write_file(const char *path, const char *text, struct record_error *err);

#endif
