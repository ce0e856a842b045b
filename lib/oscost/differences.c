/* How the machines, kernels and settings of two sides differ. */
#include "differences.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "exact.h"

/* What is another in every run, or says nothing of the machine. */
static const char *const passing[] = {
	"date",       "load",          "steal_share",     "memory.total_bytes",
	"core.hz",    "clock.hz",      "clock.ns_per_tick", "clock.error_ppm",
	"run.seed",   "run.rounds",    "run.processes",   "run.reruns",
	"run.pair",   "run.arm",       "run.measuring_s", "run.timed_share",
	"run.budget_s", "run.samples", "run.sample_ns",   "run.shared_share", "run.disturbed",
	"run.condensed", "run.complete", "run.cpu.why",   "clock.read_ticks",
	"kernel.boot_id",
};

/* Words of a command line that name a disk, an address or a console. */
static const char *const places[] = { "BOOT_IMAGE=", "root=", "rootflags=", "initrd=", "resume=",
				      "ip=",         "console=", "ds=", "nfsroot=" };

enum { NAMES_MOST = 3 };

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static bool is_passing(const char *key)
{
	size_t length = strlen(key);

	if (strncmp(key, "noise.", 6) == 0 || (length > 4 && strcmp(key + length - 4, ".why") == 0))
		return true;
	for (size_t i = 0; i < COUNT(passing); i++)
		if (strcmp(key, passing[i]) == 0)
			return true;
	return false;
}

static bool is_place(const char *word)
{
	for (size_t i = 0; i < COUNT(places); i++)
		if (strncmp(word, places[i], strlen(places[i])) == 0)
			return true;
	return false;
}

static void add_cmdline(struct text *t, const char *value)
{
	for (const char *word = value + strspn(value, " "); *word;) {
		size_t n = strcspn(word, " ");

		if (!is_place(word)) {
			text_add(t, t->length ? " " : "");
			text_add_n(t, word, n);
		}
		word += n;
		word += strspn(word, " ");
	}
}

/* The value as it counts for a comparison. */
static void add_value(struct text *t, const struct record_run *run, const char *key)
{
	const char *value = record_machine_get(run, key);
	struct text raw = { 0 };

	if (!value) {
		text_add(t, strncmp(key, "run.", 4) == 0 ? "none" : "not known");
		return;
	}
	if (strcmp(key, "kernel.cmdline") == 0)
		add_cmdline(&raw, value);
	else
		text_add(&raw, value);
	text_add_clean(t, text_str(&raw));
	t->failed = t->failed || raw.failed;
	text_free(&raw);
}

/* The different values of a side's runs. */
static void add_values(struct text *t, const struct side *side, const char *key)
{
	struct text value = { 0 };

	for (size_t i = 0; i < side->run_n; i++) {
		bool seen = false;
		struct text other = { 0 };

		text_clear(&value);
		add_value(&value, &side->runs[i], key);
		for (size_t k = 0; !seen && k < i; k++) {
			text_clear(&other);
			add_value(&other, &side->runs[k], key);
			seen = strcmp(text_str(&value), text_str(&other)) == 0;
		}
		text_free(&other);
		if (!seen) {
			text_add(t, t->length ? "; " : "");
			text_add(t, text_str(&value));
		}
	}
	t->failed = t->failed || value.failed;
	text_free(&value);
}

static bool differ(const struct side *a, const struct side *b, const char *key)
{
	struct text x = { 0 }, y = { 0 };
	bool unlike;

	add_values(&x, a, key);
	add_values(&y, b, key);
	unlike = strcmp(text_str(&x), text_str(&y)) != 0;
	text_free(&x);
	text_free(&y);
	return unlike;
}

static bool kernels_differ(const struct side *a, const struct side *b)
{
	return differ(a, b, "kernel.release") || differ(a, b, "kernel.version") ||
	       differ(a, b, "kernel.cmdline");
}

static bool machines_differ(const struct side *a, const struct side *b)
{
	return differ(a, b, "cpu.model") || differ(a, b, "hypervisor") || differ(a, b, "host");
}

static bool is_listed(const struct differences *d, const char *key)
{
	for (size_t i = 0; i < d->n; i++)
		if (strcmp(d->item[i].key, key) == 0)
			return true;
	return false;
}

static void list(struct differences *d, const struct side *keys_of, const struct side *a,
		 const struct side *b)
{
	const struct record_run *run = &keys_of->runs[0];

	for (size_t i = 0; i < run->machine_n; i++) {
		struct difference *item = &d->item[d->n];
		const char *key = run->machine[i].key;

		if (is_passing(key) || is_listed(d, key) || !differ(a, b, key))
			continue;
		*item = (struct difference){ .key = key };
		add_values(&item->a, a, key);
		add_values(&item->b, b, key);
		d->n++;
	}
}

int differences_make(const struct side *a, const struct side *b, struct differences *out)
{
	*out = (struct differences){ 0 };
	out->item = calloc(a->runs[0].machine_n + b->runs[0].machine_n + 1, sizeof(*out->item));
	if (!out->item)
		return -ENOMEM;
	list(out, a, a, b);
	list(out, b, a, b);
	out->machine = machines_differ(a, b);
	out->kernel = kernels_differ(a, b);
	for (size_t i = 0; i < out->n; i++)
		if (out->item[i].a.failed || out->item[i].b.failed) {
			differences_free(out);
			return -ENOMEM;
		}
	return 0;
}

void differences_free(struct differences *d)
{
	for (size_t i = 0; i < d->n; i++) {
		text_free(&d->item[i].a);
		text_free(&d->item[i].b);
	}
	free(d->item);
	*d = (struct differences){ 0 };
}

static bool is_same_folder(const char *a, const char *b)
{
	struct stat x, y;

	return a && b && stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

static bool has_folder(const struct side *side, const char *path)
{
	for (size_t i = 0; i < side->run_n; i++)
		if (is_same_folder(side->paths[i], path))
			return true;
	return false;
}

void differences_add_shared(struct text *t, const struct side *a, const struct side *b)
{
	struct text names = { 0 };
	size_t n = 0;

	for (size_t i = 0; i < a->run_n; i++) {
		if (!has_folder(b, a->paths[i]))
			continue;
		if (n++ < NAMES_MOST) {
			text_add(&names, n > 1 ? ", " : "");
			text_add_clean(&names, a->paths[i]);
		}
	}
	if (n > 0)
		text_addf(t, "%zu run%s on both sides, so they are more alike than two measurements: %s%s", n,
			  n == 1 ? " is" : "s are", text_str(&names), n > NAMES_MOST ? " …" : "");
	t->failed = t->failed || names.failed;
	text_free(&names);
}

static bool are_pair(const struct side *a, const struct side *b)
{
	const char *x = record_machine_get(&a->runs[0], "run.pair");
	const char *y = record_machine_get(&b->runs[0], "run.pair");

	return a->run_n == 1 && b->run_n == 1 && x && y && strcmp(x, y) == 0;
}

static size_t count_exact(const struct side *side)
{
	size_t n = 0;

	for (size_t i = 0; i < side->run_n; i++)
		n += exact_is(&side->runs[i]);
	return n;
}

int differences_check(const struct side *a, const struct side *b, struct record_error *err)
{
	size_t n = count_exact(a) + count_exact(b);

	if (n == 0 || n == a->run_n + b->run_n)
		return 0;
	return record_fail(err, -EINVAL,
			   "%.80s and %.80s cannot be compared: instructions of an exact run and time are two "
			   "different things", a->name, b->name);
}

enum comparison_way differences_way(const struct side *a, const struct side *b)
{
	if (count_exact(a) == a->run_n && count_exact(b) == b->run_n)
		return COMPARISON_EXACT;
	if (are_pair(a, b))
		return COMPARISON_PAIRED;
	return kernels_differ(a, b) ? COMPARISON_BOOTS : COMPARISON_PROCESSES;
}
