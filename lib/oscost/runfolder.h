/* Run folders: their names, making one, giving it its final name, finding one again. */
#ifndef OSCOST_RUNFOLDER_H
#define OSCOST_RUNFOLDER_H

#include <limits.h>
#include <stddef.h>

#include "record/error.h"

enum runfolder_kind {
	RUNFOLDER_RUN,
	RUNFOLDER_PAIR, /* holds two: its default name ends in -paired, and "latest" is never it */
};

struct runfolder {
	char path[PATH_MAX];	  /* while the run goes on: NAME.partial */
	char final_path[PATH_MAX];
	enum runfolder_kind kind;
};

/*
 * Makes the folder under its temporary name. out: the final name (--out), or NULL for
 * RESULTS/HOST-KERNEL-YYYYMMDDTHHMMSSZ. -EEXIST when something is there, other -errno, with words in err.
 */
int runfolder_make(const char *out, enum runfolder_kind kind, struct runfolder *folder, struct record_error *err);
/* Renames it to its final name, and points RESULTS/latest there if it is a run in RESULTS. 0 or -errno. */
int runfolder_finish(struct runfolder *folder, struct record_error *err);

/* DIR/NAME, or DIR/NAME-2 … when that is taken by a run, finished or not. 0 or -ENAMETOOLONG. */
int runfolder_free_path(const char *dir, const char *name, char path[PATH_MAX]);
/* Makes the folder, and those above it, unless it is there. 0 or -errno, with words in err. */
int runfolder_make_dir(const char *path, struct record_error *err);
/* RESULTS/WORD-YYYYMMDDTHHMMSSZ, which is not there yet. */
void runfolder_new_path(const char *word, char path[PATH_MAX]);

/*
 * Where the run called name is: a folder, a name under the results, or "latest".
 * -ENOENT with words in err.
 */
int runfolder_find(const char *name, char path[PATH_MAX], struct record_error *err);

#endif
