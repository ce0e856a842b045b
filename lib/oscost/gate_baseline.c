/* Which stored runs a run is held against. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "gate_parts.h"
#include "store.h"

enum {
	DIFFERENCES_MOST = 64,
	SAID_MOST = 4,
};

static bool may_differ(const struct gate_options *o, const char *field)
{
	for (size_t i = 0; i < o->across_count; i++)
		if (gate_across_covers(o->across[i], field))
			return true;
	return false;
}

/* Whether the keys of both runs differ in nothing but what may differ. */
static bool fits(const struct gate_options *o, const struct record_run *run,
		 const struct record_run *stored)
{
	struct store_difference d[DIFFERENCES_MOST];
	size_t n = store_key_differences(stored, run, d, DIFFERENCES_MOST);

	if (n > DIFFERENCES_MOST)
		return false;
	for (size_t i = 0; i < n; i++)
		if (!may_differ(o, d[i].field))
			return false;
	return true;
}

static bool is_same_run(const struct record_run *run, const struct store_entry *e)
{
	const char *date = record_machine_get(run, "date"), *seed = record_machine_get(run, "run.seed");
	const char *host = record_machine_get(run, "host");

	return date && seed && host && e->seed && e->host && strcmp(date, e->date) == 0 &&
	       strcmp(seed, e->seed) == 0 && strcmp(host, e->host) == 0;
}

/* One of the runs that are judged. */
static bool is_own(const struct side *side, const struct store_entry *e)
{
	for (size_t i = 0; i < side->run_n; i++)
		if (is_same_run(&side->runs[i], e))
			return true;
	return false;
}

/* What is known of a key: all its runs are alike. */
struct known_key {
	const char *key;
	bool fits;
};

static bool reads_and_fits(const struct gate_options *o, const struct record_run *run,
			   const struct store_entry *e)
{
	struct record_run stored;
	struct record_error err;
	bool good = store_read(e, &stored, &err) == 0;

	if (!good)
		return false;
	good = fits(o, run, &stored);
	record_free_run(&stored);
	return good;
}

/* known: room for one more than there are. */
static bool key_fits(const struct gate_options *o, const struct record_run *run,
		     const struct store_entry *e, struct known_key *known)
{
	struct known_key *k = known;

	while (k->key && strcmp(k->key, e->key) != 0)
		k++;
	if (!k->key)
		*k = (struct known_key){ e->key, o->across_count > 0 && reads_and_fits(o, run, e) };
	return k->fits;
}

/* Marks what the baseline may be made of; returns how many. */
static size_t mark(const struct gate_options *o, const struct side *side,
		   const struct store_list *list, bool *use)
{
	struct known_key *known = calloc(list->n + 2, sizeof(*known));
	const struct record_run *run = &side->runs[0];
	char key[STORE_KEY_SIZE];
	size_t n = 0;

	if (!known)
		return 0;
	store_key_of(run, key);
	known[0] = (struct known_key){ key, true };
	for (size_t i = 0; i < list->n; i++) {
		const struct store_entry *e = &list->entries[i];

		if (!key_fits(o, run, e, known))
			continue;
		use[i] = !is_own(side, e);
		n += use[i];
		if (!use[i])
			cli_note("%s in the baseline is the run itself and left out", e->name);
	}
	free(known);
	return n;
}

/* Pinned runs are the baseline if there are any, else the newest. */
static void narrow(const struct gate_options *o, const struct store_list *list, bool *use,
		   size_t n, bool *pinned)
{
	size_t pins = 0;

	for (size_t i = 0; i < list->n; i++)
		pins += use[i] && list->entries[i].pinned;
	*pinned = pins > 0;
	for (size_t i = 0; i < list->n; i++) {
		if (!use[i])
			continue;
		use[i] = *pinned ? list->entries[i].pinned : n <= o->last;
		n--;
	}
}

/* With the names as they were given, where they fit into the message. */
static int say_empty(const struct gate_options *o, struct record_error *err)
{
	bool fit = strlen(o->run) + 2 * strlen(o->baseline) < sizeof(err->text) - 100;

	return record_fail(err, -ENODATA,
			   "%.120s holds no run to hold this one against: `oscost baseline add %s --baseline %s` "
			   "puts one there", o->baseline, fit ? o->run : "RUN", fit ? o->baseline : "DIR");
}

/* Why nothing fits, and what would: in one sentence. */
static int say_none(const struct gate_options *o, const struct record_run *run,
		    const struct store_list *list, struct record_error *err)
{
	struct store_difference d[DIFFERENCES_MOST];
	const struct store_entry *nearest;
	struct record_run stored;
	struct text t = { 0 };
	size_t n;
	int rc = store_nearest(list, run, &nearest, &stored);

	if (rc)
		return record_fail(err, rc, "%s", strerror(-rc));
	if (list->unreadable)
		return record_fail(err, -EACCES, "%.120s cannot be read whole: a run that fits may be there", o->baseline);
	if (!nearest)
		return say_empty(o, err);
	n = store_key_differences(&stored, run, d, DIFFERENCES_MOST);
	for (size_t i = 0; i < n && i < SAID_MOST; i++) {
		text_addf(&t, "%s%s: ", i ? "; " : "", d[i].field);
		text_add_clean(&t, d[i].a ? d[i].a : "not known");
		text_add(&t, " → ");
		text_add_clean(&t, d[i].b ? d[i].b : "not known");
	}
	if (n > SAID_MOST)
		text_addf(&t, "; and %zu more", n - SAID_MOST);
	record_free_run(&stored);
	if (n)
		cli_error("the nearest stored run, %s, differs in %s", nearest->name, text_str(&t));
	text_free(&t);
	return record_fail(err, -ENODATA, n ? "no run in %.120s fits this one; --across FIELD says what may differ"
					   : "the only run in %.120s that fits is this one itself",
			   o->baseline);
}

static int read_marked(const struct store_list *list, const bool *use, struct gate *gate,
		       struct record_error *err)
{
	const char **paths = calloc(list->n + 1, sizeof(*paths));
	size_t n = 0;
	int rc;

	for (size_t i = 0; paths && i < list->n; i++)
		if (use[i])
			paths[n++] = list->entries[i].path;
	rc = paths ? side_read_paths(gate->pinned ? "pinned baseline" : "baseline", paths, n, true,
				     &gate->baseline, err)
		   : record_fail(err, -ENOMEM, "out of memory");
	free(paths);
	return rc;
}

int gate_choose_baseline(const struct gate_options *o, struct gate *gate, struct record_error *err)
{
	const struct record_run *run = &gate->run.runs[0];
	struct store_list list = { 0 };
	bool *use = NULL;
	size_t n = 0;
	int rc = store_list_read(o->baseline, NULL, &list, err);

	if (!rc) {
		use = calloc(list.n + 1, sizeof(*use));
		rc = use ? 0 : record_fail(err, -ENOMEM, "out of memory");
	}
	if (list.fault_n)
		cli_note("in the baseline, not used:\n%s", text_str(&list.faults));
	if (!rc)
		n = mark(o, &gate->run, &list, use);
	if (!rc && n == 0)
		rc = say_none(o, run, &list, err);
	if (!rc) {
		narrow(o, &list, use, n, &gate->pinned);
		rc = read_marked(&list, use, gate, err);
	}
	free(use);
	store_list_free(&list);
	return rc;
}
