/* Replaces the noise runs of a key. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store_folder.h"
#include "store_parcel.h"

/* The set in the making is a folder of runs. */
static int write_set(const char *fresh, const struct store_parcel *parcels, size_t n, struct record_error *err)
{
	char name[STORE_NAME_SIZE], path[PATH_MAX];
	int bad = store_make_folder(fresh, err);

	for (size_t i = 0; !bad && i < n; i++) {
		bad = store_pick_name(fresh, &parcels[i].run, name, err);
		if (!bad)
			bad = store_path(path, fresh, name, err);
		if (!bad)
			bad = store_write_run(path, &parcels[i], err);
	}
	store_sync(fresh);
	return bad;
}

/* Died between the two renames, the next change brings the old set back (store_clean). */
static int swap(const char *key_dir, const char *fresh, struct record_error *err)
{
	char noise[PATH_MAX], old[PATH_MAX];
	int bad = store_path(noise, key_dir, STORE_NOISE, err);

	if (!bad)
		bad = store_path(old, key_dir, STORE_OLD STORE_NOISE, err);
	if (bad)
		return bad;
	if (rename(noise, old) != 0 && errno != ENOENT)
		return record_fail(err, -errno, "the noise runs of before cannot be moved: %s", strerror(errno));
	bad = store_give_name(key_dir, fresh, STORE_NOISE, err);
	if (bad)
		(void)!rename(old, noise);
	else
		store_clear(old);
	return bad;
}

static int put(const char *dir, const struct store_parcel *parcels, size_t n, struct record_error *err)
{
	char key_dir[PATH_MAX], fresh[PATH_MAX];
	int bad = store_open_key(dir, &parcels[0], key_dir, err);

	if (!bad)
		bad = store_path(fresh, key_dir, STORE_NEW, err);
	if (bad)
		return bad;
	bad = write_set(fresh, parcels, n, err);
	if (!bad)
		bad = swap(key_dir, fresh, err);
	if (bad)
		store_clear(fresh);
	return bad;
}

static int pack_all(const struct record_run *const *runs, size_t n, const char *derived,
		    struct store_parcel *parcels, size_t *packed, struct record_error *err)
{
	for (*packed = 0; *packed < n; ++*packed) {
		int bad = store_pack(runs[*packed], derived, &parcels[*packed], err);

		if (bad)
			return bad;
		if (strcmp(parcels[*packed].key, parcels[0].key) != 0) {
			++*packed;
			return record_fail(err, -EINVAL, "the runs are not of one machine and kernel");
		}
	}
	return n > 0 ? 0 : record_fail(err, -EINVAL, "no runs");
}

int store_replace_noise(const char *dir, const struct record_run *const *runs, size_t n,
			const char *derived, struct record_error *err)
{
	struct store_parcel *parcels = calloc(n + 1, sizeof(*parcels));
	size_t packed = 0;
	int lock, bad;

	bad = parcels ? pack_all(runs, n, derived, parcels, &packed, err)
		      : record_fail(err, -ENOMEM, "out of memory");
	if (!bad) {
		lock = store_lock(dir, err);
		bad = lock < 0 ? lock : 0;
	}
	if (!bad) {
		store_clean(dir);
		bad = put(dir, parcels, n, err);
		store_unlock(lock);
	}
	for (size_t i = 0; i < packed; i++)
		store_unpack(&parcels[i]);
	free(parcels);
	return bad;
}
