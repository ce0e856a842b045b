/* Inside the store: the lock, names, and folders that come and go as a whole. */
#ifndef OSCOST_STORE_FOLDER_H
#define OSCOST_STORE_FOLDER_H

#include <limits.h>
#include <stdbool.h>

#include "record/error.h"

/* Names of folders in the making and on their way out; they and everything in them belong to the
 * holder of the lock. */
#define STORE_NEW ".new"
#define STORE_OLD ".old"
#define STORE_NOISE "noise"

/* A run's name: [A-Za-z0-9._-], no dot first, not "noise". */
bool store_name_is(const char *name);

/* YYYY-MM-DDTHH:MM:SSZ; date may be NULL. */
bool store_date_is(const char *date);

/* Makes DIR, if it is missing, and waits for its lock. The descriptor, or -errno. */
int store_lock(const char *dir, struct record_error *err);
void store_unlock(int lock);

/* a/b into path; -ENAMETOOLONG. */
int store_path(char path[PATH_MAX], const char *a, const char *b, struct record_error *err);
/* Whether a folder, not a link to one, is at path. */
bool store_is_folder(const char *path);
/* mkdir, with words. */
int store_make_folder(const char *path, struct record_error *err);
/* Makes path durable: what was renamed in it survives a crash. Errors do not matter. */
void store_sync(const char *path);

/*
 * Removes the stored run key_dir/name: first it moves to STORE_OLD, so that half of it is never seen.
 * With the lock held. -ENOTEMPTY: something in it is not a file of oscost's names; nothing is removed
 * then.
 */
int store_discard(const char *key_dir, const char *name, struct record_error *err);

/* Removes what processes that died left in all keys, and finishes what they had decided. With the lock
 * held. */
void store_clean(const char *dir);
/* The same of one folder that holds nothing but stored runs (noise), or of one run. */
void store_clear(const char *path);

#endif
