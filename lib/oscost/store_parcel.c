/* Judges, condenses, names and writes a run. */
#include "store_parcel.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "condense.h"
#include "store_folder.h"
#include "summary.h"

static bool says(const struct record_run *run, const char *key, const char *value)
{
	const char *is = record_machine_get(run, key);

	return is && strcmp(is, value) == 0;
}

static int judge(const struct record_run *run, struct record_error *err)
{
	if (run->warning.text[0])
		return record_fail(err, -EINVAL, "%.200s: a damaged run is not kept", run->warning.text);
	if (!says(run, "run.complete", "yes"))
		return record_fail(err, -EINVAL, "the run was interrupted: only complete ones are kept");
	if (!store_date_is(record_machine_get(run, "date")))
		return record_fail(err, -EINVAL, "machine.tsv has no date like 2026-11-20T11:33:00Z");
	if (run->sample_n == 0)
		return record_fail(err, -EINVAL, "nothing was measured in the run");
	return 0;
}

void store_unpack(struct store_parcel *p)
{
	record_free_run(&p->run);
	record_free_summary(&p->times);
}

int store_pack(const struct record_run *run, const char *derived, struct store_parcel *p,
	       struct record_error *err)
{
	struct record_summary whole = { 0 };
	int bad = judge(run, err);

	*p = (struct store_parcel){ 0 };
	if (!bad)
		bad = summary_make(run, derived, &whole, err);
	if (!bad && (bad = condense_summary(&whole, &p->times)) != 0)
		record_fail(err, bad, "out of memory");
	if (!bad)
		bad = condense_run(run, &p->run, err);
	record_free_summary(&whole);
	store_key_of(run, p->key);
	if (bad)
		store_unpack(p);
	return bad;
}

/* "20261120T113300Z-HOST-SEED" */
static void name_of(const struct record_run *run, char *name, size_t size)
{
	const char *date = record_machine_get(run, "date"), *host = record_machine_get(run, "host");
	const char *seed = record_machine_get(run, "run.seed");
	size_t n = 0;

	for (const char *c = date; *c && n < size - 1; c++)
		if (*c != '-' && *c != ':')
			name[n++] = *c;
	snprintf(name + n, size - n, "-%.60s-%.24s", host ? host : "unknown", seed ? seed : "0");
	for (char *c = name; *c; c++)
		if (!strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-", *c))
			*c = '_';
}

static bool same_text(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool is_same_run(const struct record_run *a, const struct record_run *b)
{
	return same_text(record_machine_get(a, "host"), record_machine_get(b, "host")) &&
	       same_text(record_machine_get(a, "date"), record_machine_get(b, "date")) &&
	       same_text(record_machine_get(a, "run.seed"), record_machine_get(b, "run.seed"));
}

/* What only looks alike gets a number. */
int store_pick_name(const char *folder, const struct record_run *run, char name[STORE_NAME_SIZE],
		    struct record_error *err)
{
	char base[STORE_NAME_SIZE - 8], path[PATH_MAX];

	name_of(run, base, sizeof(base));
	snprintf(name, STORE_NAME_SIZE, "%s", base);
	for (unsigned i = 2;; i++) {
		struct record_run other;
		struct stat st;
		bool same;
		int bad = store_path(path, folder, name, err);

		if (bad || lstat(path, &st) != 0)
			return bad;
		if (record_read_machine(path, &other, NULL) == 0) {
			same = is_same_run(&other, run);
			record_free_run(&other);
			if (same)
				return record_fail(err, -EEXIST,
						   "it is there already as %s (same host, date and seed)", name);
		}
		if (i > 9999)
			return record_fail(err, -EEXIST, "no name is free for it");
		snprintf(name, STORE_NAME_SIZE, "%s.%u", base, i);
	}
}

int store_write_run(const char *path, const struct store_parcel *p, struct record_error *err)
{
	int bad = store_make_folder(path, err);

	if (!bad)
		bad = record_write_machine(path, &p->run, err);
	if (!bad)
		bad = record_write_cases(path, &p->run, err);
	if (!bad)
		bad = record_write_samples(path, &p->run, err);
	if (!bad)
		bad = record_write_summary(path, &p->times, err);
	if (!bad)
		store_sync(path);
	return bad;
}

int store_open_key(const char *dir, const struct store_parcel *p, char path[PATH_MAX],
		   struct record_error *err)
{
	char file[PATH_MAX];
	int bad = store_path(path, dir, p->key, err);

	if (!bad)
		bad = store_path(file, path, "key.tsv", err);
	if (!bad && !store_is_folder(path))
		bad = store_make_folder(path, err);
	if (!bad && access(file, F_OK) != 0)
		bad = store_key_write(path, &p->run, err);
	return bad;
}

int store_give_name(const char *key_dir, const char *from, const char *name, struct record_error *err)
{
	char to[PATH_MAX];
	int bad = store_path(to, key_dir, name, err);

	if (bad)
		return bad;
	if (rename(from, to) != 0)
		return record_fail(err, -errno, "the stored run cannot get its name: %s", strerror(errno));
	store_sync(key_dir);
	return 0;
}

