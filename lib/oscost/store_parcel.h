/* Inside the store: a run as it will be stored, and its way to a folder. All with the lock held. */
#ifndef OSCOST_STORE_PARCEL_H
#define OSCOST_STORE_PARCEL_H

#include <limits.h>

#include "record/record.h"
#include "store.h"

struct store_parcel {
	struct record_run run;	     /* condensed */
	struct record_summary times; /* of the whole run */
	char key[STORE_KEY_SIZE];
};

/* -EINVAL: nothing to be stored, with words; other errors of summary_make. Freed after 0 alone. */
int store_pack(const struct record_run *run, const char *derived, struct store_parcel *p,
	       struct record_error *err);
void store_unpack(struct store_parcel *p);

/* Makes the key's folder, if it is missing, with its key.tsv; its path. */
int store_open_key(const char *dir, const struct store_parcel *p, char path[PATH_MAX],
		   struct record_error *err);
/* A free name in that folder; -EEXIST: the run itself is there. */
int store_pick_name(const char *folder, const struct record_run *run, char name[STORE_NAME_SIZE],
		    struct record_error *err);
/* Makes the folder and all its files, on the medium. After an error a part of it may be there. */
int store_write_run(const char *path, const struct store_parcel *p, struct record_error *err);
/* from becomes key_dir/name. */
int store_give_name(const char *key_dir, const char *from, const char *name, struct record_error *err);

#endif
