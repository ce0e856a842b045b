/*
 * The baseline folder: runs kept to be held against, by key (store_key.h).
 *
 *   DIR/.lock                  who writes holds it (flock)
 *   DIR/KEY/key.tsv            what the key was made of
 *   DIR/KEY/NAME/              a stored run: a run folder, condensed (condense.h), whose summary.tsv
 *                              holds the times of the whole run; `pinned` in it: never pruned
 *   DIR/KEY/noise/NAME/        runs of the same machine against itself (noise.h), stored likewise
 *
 * Whatever happens (kill -9, a full disk, several at once), a folder under its final name is whole;
 * what a dead process left goes with the next change. All that is read is untrusted: names with other
 * characters and links are not followed. Functions return 0 or -errno, with words in err.
 */
#ifndef OSCOST_STORE_H
#define OSCOST_STORE_H

#include <stdbool.h>
#include <stddef.h>

#include "record/run.h"
#include "store_key.h"
#include "text.h"

enum {
	STORE_NAME_SIZE = 160, /* bytes of a run's name */
	STORE_KEEP = 100,      /* runs of a key that stay, besides pinned ones, where nobody says otherwise */
};

/* A stored run, as machine.tsv has it; texts that are not known are NULL. */
struct store_entry {
	char *key, *name, *path;
	char *date; /* YYYY-MM-DDTHH:MM:SSZ, never NULL */
	char *host, *seed, *kernel, *commit, *tag;
	char *cpu, *hypervisor, *under; /* the machine, and the prefix of --under */
	bool pinned;
};

/* {0} is empty. */
struct store_list {
	struct store_entry *entries; /* by date, then by name */
	size_t n;
	struct text faults; /* a clean line for each folder that should be a run and is none */
	size_t fault_n;
	bool unreadable; /* a folder of runs cannot be listed, which is one of the faults */
	size_t size; /* private */
};

/* The runs of that key, or all (key NULL), without those under noise/. No folder: an empty list. What
 * cannot be read is a line in faults, what vanishes meanwhile is passed over. The list is to be freed
 * also after an error. */
int store_list_read(const char *dir, const char *key, struct store_list *list, struct record_error *err);
/* The runs under noise/ of that key. */
int store_list_noise(const char *dir, const char *key, struct store_list *list, struct record_error *err);
void store_list_free(struct store_list *list);
/* One more line of the list's faults, "KEY/NAME: …"; only the first of them are kept. */
__attribute__((format(printf, 4, 5))) void store_add_fault(struct store_list *list, const char *key,
							    const char *name, const char *format, ...);
/* Prints the faults as messages; for commands. */
void store_report_faults(const struct store_list *list);

/* Reads a stored run whole, like record_read_run; one that was cut short is an error. */
int store_read(const struct store_entry *entry, struct record_run *run, struct record_error *err);

/*
 * For saying why no baseline fits: the newest run of that key of the list which differs from run in the
 * fewest fields. *found is NULL when the list is empty; *stored holds its machine.tsv, for
 * store_key_differences, and is the caller's to free. 0 or -ENOMEM.
 */
int store_nearest(const struct store_list *list, const struct record_run *run,
		  const struct store_entry **found, struct record_run *stored);

struct store_add_options {
	unsigned keep; /* as in store_prune */
	bool pin;
};

struct store_added {
	char key[STORE_KEY_SIZE], name[STORE_NAME_SIZE];
	size_t pruned; /* runs that went for it */
	struct record_error stays; /* why older runs stay that should have gone; empty: none does */
};

/*
 * Condenses the run into the store. derived: derived.tsv, for the stored summary. -EINVAL: not to be
 * stored (incomplete, without a date, nothing measured); -EEXIST: it is there already (same host, date
 * and seed); -ENOSPC …
 */
int store_add(const char *dir, const struct record_run *run, const char *derived,
	      const struct store_add_options *options, struct store_added *added, struct record_error *err);

/* Replaces the noise runs of that key by these (all of the same key); before, whole; after, whole. */
int store_replace_noise(const char *dir, const struct record_run *const *runs, size_t n,
			const char *derived, struct record_error *err);

/* Removes the oldest runs that are not pinned until `keep` of each key are left; 0 keeps all. */
int store_prune(const char *dir, unsigned keep, size_t *pruned, struct record_error *err);

/* Of one run, called NAME or KEY/NAME. -ENOENT: there is none; -ENOTUNIQ: several keys have one. remove
 * takes only folders in which nothing but files of oscost's names lies (-ENOTEMPTY). */
int store_pin(const char *dir, const char *name, bool pinned, struct record_error *err);
int store_remove(const char *dir, const char *name, struct record_error *err);

#endif
