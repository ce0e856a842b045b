/* Lists what a store holds; what is broken is named, the rest is used. */
#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store.h"
#include "store_folder.h"

enum {
	FAULTS_SHOWN = 20,
};

void store_add_fault(struct store_list *list, const char *key, const char *name, const char *format, ...)
{
	struct record_error why;
	va_list args;

	list->fault_n++;
	if (list->fault_n > FAULTS_SHOWN)
		return;
	va_start(args, format);
	vsnprintf(why.text, sizeof(why.text), format, args);
	va_end(args);
	text_add_clean(&list->faults, key);
	text_add_char(&list->faults, '/');
	text_add_clean(&list->faults, name);
	text_add(&list->faults, ": ");
	text_add_clean(&list->faults, why.text);
	text_add_char(&list->faults, '\n');
}

static void free_entry(struct store_entry *e)
{
	char *const texts[] = { e->key,	   e->name, e->path, e->date,	    e->host, e->seed, e->kernel,
				e->commit, e->tag,  e->cpu,  e->hypervisor, e->under };

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		free(texts[i]);
}

void store_list_free(struct store_list *list)
{
	for (size_t i = 0; i < list->n; i++)
		free_entry(&list->entries[i]);
	free(list->entries);
	text_free(&list->faults);
	*list = (struct store_list){ 0 };
}

static char *copy(const char *text, bool *failed)
{
	char *c = text ? strdup(text) : NULL;

	*failed = *failed || (text && !c);
	return c;
}

static int add_entry(struct store_list *list, const struct record_run *run, const char *key,
		     const char *name, const char *path)
{
	char pin[PATH_MAX];
	bool failed = false;
	struct store_entry *grown = list->entries;
	size_t size = list->size ? 2 * list->size : 64;

	if (list->n == list->size) {
		grown = reallocarray(grown, size, sizeof(*grown));
		if (!grown)
			return -ENOMEM;
		list->entries = grown;
		list->size = size;
	}
	grown[list->n++] = (struct store_entry){
		.key = copy(key, &failed),
		.name = copy(name, &failed),
		.path = copy(path, &failed),
		.date = copy(record_machine_get(run, "date"), &failed),
		.host = copy(record_machine_get(run, "host"), &failed),
		.seed = copy(record_machine_get(run, "run.seed"), &failed),
		.kernel = copy(record_machine_get(run, "kernel.release"), &failed),
		.commit = copy(record_machine_get(run, "run.commit"), &failed),
		.tag = copy(record_machine_get(run, "run.tag"), &failed),
		.cpu = copy(record_machine_get(run, "cpu.model"), &failed),
		.hypervisor = copy(record_machine_get(run, "hypervisor"), &failed),
		.under = copy(record_machine_get(run, "run.under"), &failed),
		.pinned = store_path(pin, path, "pinned", NULL) == 0 && access(pin, F_OK) == 0,
	};
	return failed ? -ENOMEM : 0;
}

/* -ENOMEM only: all else is a fault of that folder. */
static int look_at(struct store_list *list, const char *key, const char *name, const char *path)
{
	char real_key[STORE_KEY_SIZE];
	struct record_error err = { "" };
	struct record_run run;
	int bad = record_read_machine(path, &run, &err);

	if (bad == -ENOMEM)
		return bad;
	if (bad) {
		if (bad != -ENOENT || store_is_folder(path))
			store_add_fault(list, key, name, "%s", err.text);
		return 0;
	}
	store_key_of(&run, real_key);
	if (strcmp(real_key, key) != 0)
		store_add_fault(list, key, name, "what machine.tsv says belongs to the key %s", real_key);
	else if (!store_date_is(record_machine_get(&run, "date")))
		store_add_fault(list, key, name, "machine.tsv has no date like 2026-11-20T11:33:00Z");
	else
		bad = add_entry(list, &run, key, name, path);
	record_free_run(&run);
	return bad;
}

/* As readdir(), but at the end errno says whether it was one. */
static struct dirent *next(DIR *d)
{
	errno = 0;
	return readdir(d);
}

static void add_unreadable(struct store_list *list, const char *key, const char *name, int why)
{
	list->unreadable = true;
	store_add_fault(list, key, name, "%s", strerror(why));
}

/* What may not even be looked at is a fault, not something else than a folder. */
static bool is_folder(struct store_list *list, const char *key, const char *name, const char *path)
{
	struct stat st;

	if (lstat(path, &st) == 0)
		return S_ISDIR(st.st_mode);
	if (errno != ENOENT)
		add_unreadable(list, key, name, errno);
	return false;
}

/* The runs in a folder of runs. One that cannot be read whole is a fault, and list->unreadable. */
static int list_folder(struct store_list *list, const char *folder, const char *key)
{
	DIR *d = opendir(folder);
	char path[PATH_MAX];
	struct dirent *e = NULL;
	int bad = 0, why = d ? 0 : errno;

	while (d && !bad && (e = next(d)) != NULL) {
		if (e->d_name[0] == '.' || strcmp(e->d_name, STORE_NOISE) == 0 ||
		    store_path(path, folder, e->d_name, NULL) != 0 || !is_folder(list, key, e->d_name, path))
			continue;
		if (store_name_is(e->d_name))
			bad = look_at(list, key, e->d_name, path);
		else
			store_add_fault(list, key, e->d_name, "not the name of a run ([A-Za-z0-9._-])");
	}
	if (d && !bad && !e)
		why = errno;
	if (d)
		closedir(d);
	if (why && why != ENOENT)
		add_unreadable(list, key, "", why);
	return bad;
}

static int by_date(const void *a, const void *b)
{
	const struct store_entry *x = a, *y = b;
	int order = strcmp(x->date, y->date);

	if (!order)
		order = strcmp(x->name, y->name);
	return order ? order : strcmp(x->key, y->key);
}

static int finish(struct store_list *list, int bad, struct record_error *err)
{
	if (!bad && list->faults.failed)
		bad = -ENOMEM;
	if (bad)
		return record_fail(err, bad, "the list of stored runs: %s", strerror(-bad));
	if (list->n > 1)
		qsort(list->entries, list->n, sizeof(*list->entries), by_date);
	return 0;
}

int store_list_read(const char *dir, const char *key, struct store_list *list, struct record_error *err)
{
	char path[PATH_MAX];
	struct dirent *e;
	int bad = 0, why;
	DIR *d = opendir(dir);

	*list = (struct store_list){ 0 };
	if (!d && errno != ENOENT)
		return record_fail(err, -errno, "%.150s: %s", dir, strerror(errno));
	while (d && !bad && (e = next(d)) != NULL) {
		if (!store_key_is(e->d_name) || (key && strcmp(key, e->d_name) != 0) ||
		    store_path(path, dir, e->d_name, NULL) != 0 || !is_folder(list, e->d_name, "", path))
			continue;
		bad = list_folder(list, path, e->d_name);
	}
	why = errno;
	if (d)
		closedir(d);
	if (d && !bad && !e && why != ENOENT)
		bad = -why;
	return finish(list, bad, err);
}

int store_list_noise(const char *dir, const char *key, struct store_list *list, struct record_error *err)
{
	char key_dir[PATH_MAX], path[PATH_MAX];
	int bad;

	*list = (struct store_list){ 0 };
	bad = store_path(key_dir, dir, key, err);
	if (!bad)
		bad = store_path(path, key_dir, STORE_NOISE, err);
	if (bad)
		return bad;
	return finish(list, store_is_folder(path) ? list_folder(list, path, key) : 0, err);
}

int store_read(const struct store_entry *entry, struct record_run *run, struct record_error *err)
{
	struct record_error why = { "" };
	int bad = record_read_run(entry->path, run, &why);

	if (!bad && run->warning.text[0]) {
		why = run->warning;
		record_free_run(run);
		bad = -EBADMSG;
	}
	return bad ? record_fail(err, bad, "%.60s: %.180s", entry->name, why.text) : 0;
}

static int by_key(const void *a, const void *b)
{
	const struct store_entry *x = *(const struct store_entry *const *)a;
	const struct store_entry *y = *(const struct store_entry *const *)b;
	int order = strcmp(x->key, y->key);

	return order ? order : by_date(x, y);
}

struct nearest {
	const struct record_run *run;
	const struct store_entry *found;
	struct record_run stored;
	size_t differ;
};

static void compare_with(struct nearest *nearest, const struct store_entry *e)
{
	struct record_run other;
	size_t differ;

	if (record_read_machine(e->path, &other, NULL) != 0)
		return;
	differ = store_key_differences(nearest->run, &other, NULL, 0);
	if (nearest->found && differ >= nearest->differ) {
		record_free_run(&other);
		return;
	}
	record_free_run(&nearest->stored);
	nearest->stored = other;
	nearest->found = e;
	nearest->differ = differ;
}

int store_nearest(const struct store_list *list, const struct record_run *run,
		  const struct store_entry **found, struct record_run *stored)
{
	const struct store_entry **sorted = calloc(list->n + 1, sizeof(*sorted));
	struct nearest nearest = { .run = run };

	if (!sorted)
		return -ENOMEM;
	for (size_t i = 0; i < list->n; i++)
		sorted[i] = &list->entries[i];
	if (list->n > 0)
		qsort(sorted, list->n, sizeof(*sorted), by_key);
	for (size_t i = 0; i < list->n; i++)
		if (i + 1 == list->n || strcmp(sorted[i]->key, sorted[i + 1]->key) != 0)
			compare_with(&nearest, sorted[i]);
	free(sorted);
	*found = nearest.found;
	*stored = nearest.stored;
	return 0;
}
