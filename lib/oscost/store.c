/* Puts runs into the store and takes them out. */
#include "store.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "store_folder.h"
#include "store_parcel.h"

static int pin_folder(const char *run_dir, bool pinned, struct record_error *err)
{
	char path[PATH_MAX];
	int fd, bad = store_path(path, run_dir, "pinned", err);

	if (bad)
		return bad;
	if (!pinned && unlink(path) != 0 && errno != ENOENT)
		return record_fail(err, -errno, "the pin cannot be removed: %s", strerror(errno));
	if (!pinned)
		return 0;
	fd = open(path, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0666);
	if (fd < 0)
		return record_fail(err, -errno, "the run cannot be pinned: %s", strerror(errno));
	close(fd);
	return 0;
}

static int put(const char *dir, const struct store_parcel *p, bool pin, char name[STORE_NAME_SIZE],
	       struct record_error *err)
{
	char key_dir[PATH_MAX], fresh[PATH_MAX];
	int bad = store_open_key(dir, p, key_dir, err);

	if (!bad)
		bad = store_path(fresh, key_dir, STORE_NEW, err);
	if (!bad)
		bad = store_pick_name(key_dir, &p->run, name, err);
	if (bad)
		return bad;
	bad = store_write_run(fresh, p, err);
	if (!bad && pin)
		bad = pin_folder(fresh, true, err);
	if (!bad)
		bad = store_give_name(key_dir, fresh, name, err);
	if (bad)
		store_clear(fresh);
	return bad;
}

static int prune_key(const char *dir, const char *key, unsigned keep, size_t *pruned,
		     struct record_error *err)
{
	char key_dir[PATH_MAX];
	struct store_list list;
	size_t loose = 0;
	int bad = store_path(key_dir, dir, key, err);

	if (bad || keep == 0)
		return bad;
	bad = store_list_read(dir, key, &list, err);
	for (size_t i = 0; i < list.n; i++)
		loose += !list.entries[i].pinned;
	for (size_t i = 0; !bad && i < list.n && loose > keep; i++) {
		if (list.entries[i].pinned)
			continue;
		loose--;
		int gone = store_discard(key_dir, list.entries[i].name, err);

		/* One that holds something of somebody else's stays, and is in nobody's way. */
		if (gone == 0)
			++*pruned;
		else if (gone != -ENOTEMPTY && gone != -ENOENT)
			bad = gone;
	}
	store_list_free(&list);
	return bad;
}

int store_add(const char *dir, const struct record_run *run, const char *derived,
	      const struct store_add_options *options, struct store_added *added, struct record_error *err)
{
	struct store_parcel p;
	int lock, bad;

	*added = (struct store_added){ .pruned = 0 };
	bad = store_pack(run, derived, &p, err);
	if (bad)
		return bad;
	lock = store_lock(dir, err);
	bad = lock < 0 ? lock : 0;
	if (!bad) {
		store_clean(dir);
		snprintf(added->key, sizeof(added->key), "%s", p.key);
		bad = put(dir, &p, options->pin, added->name, err);
		/* What cannot go now goes with the next one: the run is stored. */
		if (!bad && prune_key(dir, p.key, options->keep, &added->pruned, &added->stays) == 0)
			added->stays = (struct record_error){ "" };
		store_unlock(lock);
	}
	store_unpack(&p);
	return bad;
}

/* Calls visit for each key's folder until it returns other than 0. No folder: no keys. */
static int each_key(const char *dir, int (*visit)(void *context, const char *key), void *context,
		    struct record_error *err)
{
	DIR *d = opendir(dir);
	struct dirent *e;
	char path[PATH_MAX];
	int rc = 0;

	if (!d && errno != ENOENT)
		return record_fail(err, -errno, "%.150s: %s", dir, strerror(errno));
	while (d && !rc && (e = readdir(d)) != NULL)
		if (store_key_is(e->d_name) && store_path(path, dir, e->d_name, NULL) == 0 &&
		    store_is_folder(path))
			rc = visit(context, e->d_name);
	if (d)
		closedir(d);
	return rc;
}

struct pruning {
	const char *dir;
	unsigned keep;
	size_t *pruned;
	struct record_error *err;
};

static int prune_one(void *context, const char *key)
{
	const struct pruning *p = context;

	return prune_key(p->dir, key, p->keep, p->pruned, p->err);
}

int store_prune(const char *dir, unsigned keep, size_t *pruned, struct record_error *err)
{
	struct pruning p = { dir, keep, pruned, err };
	int bad, lock;

	*pruned = 0;
	if (!store_is_folder(dir))
		return record_fail(err, -ENOENT, "there is no baseline folder %.150s", dir);
	lock = store_lock(dir, err);
	if (lock < 0)
		return lock;
	store_clean(dir);
	bad = each_key(dir, prune_one, &p, err);
	store_unlock(lock);
	return bad;
}

/* Where the run NAME is. */
struct search {
	const char *dir, *name;
	char key[STORE_KEY_SIZE];
	size_t found;
};

static int look_for(void *context, const char *key)
{
	struct search *s = context;
	char key_dir[PATH_MAX], path[PATH_MAX];

	if (store_path(key_dir, s->dir, key, NULL) != 0 || store_path(path, key_dir, s->name, NULL) != 0 ||
	    !store_is_folder(path))
		return 0;
	s->found++;
	snprintf(s->key, sizeof(s->key), "%s", key);
	return 0;
}

/* NAME or KEY/NAME; s->name points into it. */
static int find_run(const char *dir, const char *name, struct search *s, struct record_error *err)
{
	const char *slash = strrchr(name, '/');
	char key[STORE_KEY_SIZE] = "";
	int bad = 0;

	*s = (struct search){ .dir = dir, .name = slash ? slash + 1 : name };
	if (slash && (size_t)(slash - name) < sizeof(key))
		memcpy(key, name, (size_t)(slash - name));
	if (store_name_is(s->name)) {
		if (!slash)
			bad = each_key(dir, look_for, s, err);
		else if (store_key_is(key))
			look_for(s, key);
	}
	if (bad)
		return bad;
	if (s->found == 1)
		return 0;
	if (s->found > 1)
		return record_fail(err, -ENOTUNIQ, "%.100s is there under %zu keys: say KEY/NAME", name,
				   s->found);
	return record_fail(err, -ENOENT, "there is no stored run of that name in %.150s", dir);
}

/* What is done to one run. */
static int change(const char *dir, const char *name,
		  int (*act)(const char *key_dir, const char *name, struct record_error *err),
		  struct record_error *err)
{
	char key_dir[PATH_MAX];
	struct search s;
	int lock, bad = find_run(dir, name, &s, err);

	if (bad)
		return bad;
	lock = store_lock(dir, err);
	if (lock < 0)
		return lock;
	store_clean(dir);
	bad = store_path(key_dir, dir, s.key, err);
	if (!bad)
		bad = act(key_dir, s.name, err);
	store_unlock(lock);
	return bad;
}

static int pin(const char *key_dir, const char *name, struct record_error *err)
{
	char path[PATH_MAX];
	int bad = store_path(path, key_dir, name, err);

	return bad ? bad : pin_folder(path, true, err);
}

static int unpin(const char *key_dir, const char *name, struct record_error *err)
{
	char path[PATH_MAX];
	int bad = store_path(path, key_dir, name, err);

	return bad ? bad : pin_folder(path, false, err);
}

int store_pin(const char *dir, const char *name, bool pinned, struct record_error *err)
{
	return change(dir, name, pinned ? pin : unpin, err);
}

int store_remove(const char *dir, const char *name, struct record_error *err)
{
	return change(dir, name, store_discard, err);
}
