/* The key of a run: its fields, their hash, their differences. */
#include "store_key.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "record/tsv.h"

/* Besides them every mitigation.*. */
static const char *const fields[] = {
	"cpu.model",   "cpu.microcode", "kernel.release",   "kernel.version", "kernel.clocksource",
	"hypervisor",  "clock.source",  "compiler",	    "cflags",	      "oscost.version",
	"run.under",
};

enum {
	FIELDS = sizeof(fields) / sizeof(fields[0]),
	HASH_DIGITS = 16,
	SLUG_PART = 24, /* bytes at most of each of the two words */
	VERSION = 1,
};

static const char mitigation[] = "mitigation.";

static bool is_mitigation(const char *key)
{
	return strncmp(key, mitigation, sizeof(mitigation) - 1) == 0;
}

/*
 * The next field behind `last` (NULL: the first), NULL at the end: fields[], then mitigations by name,
 * so that the order in machine.tsv does not matter.
 */
static const char *next_field(const struct record_run *run, const char *last)
{
	const char *next = NULL;
	size_t i = 0;

	if (!last)
		return fields[0];
	while (i < FIELDS && strcmp(fields[i], last) != 0)
		i++;
	if (i + 1 < FIELDS)
		return fields[i + 1];
	for (size_t k = 0; k < run->machine_n; k++) {
		const char *key = run->machine[k].key;

		/* One that is not known is as one that is not there. */
		if (is_mitigation(key) && run->machine[k].value && (i < FIELDS || strcmp(key, last) > 0) &&
		    (!next || strcmp(key, next) < 0))
			next = key;
	}
	return next;
}

static const char *value_of(const struct record_run *run, const char *field)
{
	const char *value = record_machine_get(run, field);

	return value ? value : "-";
}

/* FNV-1a, 64 bits, of Fowler, Noll and Vo (RFC 9923); the byte 0 ends a word. */
static uint64_t hash_word(uint64_t h, const char *word)
{
	do
		h = (h ^ (unsigned char)*word) * UINT64_C(0x100000001b3);
	while (*word++);
	return h;
}

/* Letters, digits and dots of the word, in lower case; anything else is one dash. */
static size_t add_slug(char *slug, const char *word)
{
	size_t n = 0;

	for (; *word && n < SLUG_PART; word++) {
		char c = *word;

		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.'))
			c = '-';
		if (n == 0 ? c != '-' && c != '.' : c != '-' || slug[n - 1] != '-')
			slug[n++] = c;
	}
	while (n > 0 && slug[n - 1] == '-')
		n--;
	slug[n] = '\0';
	return n;
}

void store_key_of(const struct record_run *run, char key[STORE_KEY_SIZE])
{
	const char *kernel = record_machine_get(run, "kernel.release");
	const char *cpu = record_machine_get(run, "cpu.model");
	char slug[2][SLUG_PART + 1];
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (const char *f = next_field(run, NULL); f; f = next_field(run, f))
		h = hash_word(hash_word(h, f), value_of(run, f));
	if (!kernel || add_slug(slug[0], kernel) == 0)
		strcpy(slug[0], "unknown");
	if (!cpu || add_slug(slug[1], cpu) == 0)
		strcpy(slug[1], "unknown");
	snprintf(key, STORE_KEY_SIZE, "%s-%s-%016" PRIx64, slug[0], slug[1], h);
}

bool store_key_is(const char *name)
{
	size_t n = strlen(name);

	if (n <= HASH_DIGITS + 1 || n >= STORE_KEY_SIZE || name[0] == '.' || name[0] == '-' ||
	    strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789.-") != n)
		return false;
	return name[n - HASH_DIGITS - 1] == '-' && strspn(name + n - HASH_DIGITS, "0123456789abcdef") == HASH_DIGITS;
}

struct differences {
	const struct record_run *a, *b;
	struct store_difference *out;
	size_t n, max;
};

static void compare_field(struct differences *d, const char *field)
{
	if (strcmp(value_of(d->a, field), value_of(d->b, field)) == 0)
		return;
	if (d->n < d->max)
		d->out[d->n] = (struct store_difference){ field, record_machine_get(d->a, field),
							  record_machine_get(d->b, field) };
	d->n++;
}

size_t store_key_differences(const struct record_run *a, const struct record_run *b,
			     struct store_difference *out, size_t max)
{
	struct differences d = { a, b, out, 0, max };

	for (const char *f = next_field(a, NULL); f; f = next_field(a, f))
		compare_field(&d, f);
	for (const char *f = next_field(b, fields[FIELDS - 1]); f; f = next_field(b, f))
		if (!record_machine_get(a, f))
			compare_field(&d, f);
	return d.n;
}

const char *store_key_field(size_t i)
{
	return i < FIELDS ? fields[i] : NULL;
}

int store_key_write(const char *dir, const struct record_run *run, struct record_error *err)
{
	static const char *const columns[] = { "field", "value" };
	struct tsv_writer w;
	int bad = tsv_create(&w, dir, "key.tsv", err);

	if (bad)
		return bad;
	tsv_put_header(&w, "key", VERSION, columns, 2);
	for (const char *f = next_field(run, NULL); f; f = next_field(run, f)) {
		tsv_put_text(&w, f);
		tsv_put_text(&w, value_of(run, f));
		tsv_end_row(&w);
	}
	return tsv_commit(&w, err);
}
