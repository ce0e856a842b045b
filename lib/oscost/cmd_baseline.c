/* oscost baseline: keeps runs to be held against, lists, pins, removes, prunes them. */
#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "commands.h"
#include "paths.h"
#include "runfolder.h"
#include "store.h"

struct request {
	const char *dir;
	struct store_add_options options;
	bool keep_given;
	char **names; /* what follows the action */
	int name_n;
};

static int add_run(const struct request *r, const char *name)
{
	struct record_error err = { "" };
	struct record_run run = { 0 };
	struct store_added added;
	char path[PATH_MAX];
	int bad = runfolder_find(name, path, &err);

	if (!bad)
		bad = record_read_run(path, &run, &err);
	if (!bad)
		bad = store_add(r->dir, &run, paths_share("derived.tsv"), &r->options, &added, &err);
	record_free_run(&run);
	if (bad) {
		cli_error("%s: %s", name, err.text);
		return CLI_ERROR;
	}
	cli_print("%s/%s\n", added.key, added.name);
	if (added.stays.text[0])
		cli_note("older runs stay: %s", added.stays.text);
	if (added.pruned > 0)
		cli_note("%zu older run%s of the same machine and kernel went (--keep %u)", added.pruned,
			 added.pruned == 1 ? "" : "s", r->options.keep);
	return CLI_OK;
}

static int run_add(const struct request *r)
{
	int status = CLI_OK;

	if (r->name_n == 0) {
		cli_error("baseline add needs a RUN: a folder, a name under the results, or latest");
		return CLI_ERROR;
	}
	for (int i = 0; i < r->name_n; i++)
		if (add_run(r, r->names[i]) != CLI_OK)
			status = CLI_ERROR;
	return status;
}

static int by_key(const void *a, const void *b)
{
	const struct store_entry *x = *(const struct store_entry *const *)a;
	const struct store_entry *y = *(const struct store_entry *const *)b;
	int order = strcmp(x->key, y->key);

	/* The list is by date already. */
	return order ? order : (x > y) - (x < y);
}

static void print_noise(const struct request *r, const char *key)
{
	struct record_error err;
	struct store_list noise;

	if (store_list_noise(r->dir, key, &noise, &err) == 0 && noise.n > 0)
		cli_print("  noise: %zu runs until %s\n", noise.n, noise.entries[noise.n - 1].date);
	store_list_free(&noise);
}

static void print_entry(const struct store_entry *e)
{
	struct text t = { 0 };

	text_addf(&t, "  %s%s", e->name, e->pinned ? "  pinned" : "");
	if (e->commit) {
		text_add(&t, "  commit ");
		text_add_clean(&t, e->commit);
	}
	if (e->tag) {
		text_add(&t, "  ");
		text_add_clean(&t, e->tag);
	}
	cli_print("%s\n", text_str(&t));
	text_free(&t);
}

static int print_list(const struct request *r, const struct store_list *list)
{
	const struct store_entry **sorted = calloc(list->n + 1, sizeof(*sorted));

	if (!sorted) {
		cli_error("out of memory");
		return CLI_ERROR;
	}
	for (size_t i = 0; i < list->n; i++)
		sorted[i] = &list->entries[i];
	if (list->n > 0)
		qsort(sorted, list->n, sizeof(*sorted), by_key);
	for (size_t i = 0; i < list->n; i++) {
		if (i == 0 || strcmp(sorted[i]->key, sorted[i - 1]->key) != 0) {
			cli_print("%s%s\n", i ? "\n" : "", sorted[i]->key);
			print_noise(r, sorted[i]->key);
		}
		print_entry(sorted[i]);
	}
	free(sorted);
	return CLI_OK;
}

static int run_list(const struct request *r)
{
	struct record_error err = { "" };
	struct store_list list;
	int status = CLI_ERROR;

	if (r->name_n > 0) {
		cli_error("baseline list takes no '%s'", r->names[0]);
		return CLI_ERROR;
	}
	if (store_list_read(r->dir, NULL, &list, &err) != 0) {
		cli_error("%s", err.text);
	} else {
		status = print_list(r, &list);
		store_report_faults(&list);
		if (list.n == 0 && list.unreadable)
			status = CLI_ERROR;
		else if (list.n == 0)
			cli_note("there are no runs in %s; `oscost baseline add RUN` puts one there", r->dir);
	}
	store_list_free(&list);
	return status;
}

static int each_name(const struct request *r, const char *action,
		     int (*act)(const char *dir, const char *name, struct record_error *err))
{
	int status = CLI_OK;

	if (r->name_n == 0) {
		cli_error("baseline %s needs a NAME; `oscost baseline list` shows them", action);
		return CLI_ERROR;
	}
	for (int i = 0; i < r->name_n; i++) {
		struct record_error err = { "" };

		if (act(r->dir, r->names[i], &err) == 0)
			continue;
		cli_error("%s: %s", r->names[i], err.text);
		status = CLI_ERROR;
	}
	return status;
}

static int pin(const char *dir, const char *name, struct record_error *err)
{
	return store_pin(dir, name, true, err);
}

static int unpin(const char *dir, const char *name, struct record_error *err)
{
	return store_pin(dir, name, false, err);
}

static int run_pin(const struct request *r)
{
	return each_name(r, "pin", pin);
}

static int run_unpin(const struct request *r)
{
	return each_name(r, "unpin", unpin);
}

static int run_remove(const struct request *r)
{
	return each_name(r, "remove", store_remove);
}

static int run_prune(const struct request *r)
{
	struct record_error err = { "" };
	size_t pruned;

	if (r->name_n > 0 || !r->keep_given) {
		cli_error("baseline prune needs --keep N, and nothing else");
		return CLI_ERROR;
	}
	if (store_prune(r->dir, r->options.keep, &pruned, &err) != 0) {
		cli_error("%s", err.text);
		return CLI_ERROR;
	}
	cli_note("%zu run%s went", pruned, pruned == 1 ? "" : "s");
	return CLI_OK;
}

static const struct action {
	const char *name;
	int (*run)(const struct request *r);
} actions[] = {
	{ "add", run_add },	{ "list", run_list },	  { "pin", run_pin },
	{ "unpin", run_unpin }, { "remove", run_remove }, { "prune", run_prune },
};

enum { BASELINE = 256, KEEP, PIN };

static const struct option options[] = {
	{ "baseline", required_argument, NULL, BASELINE },
	{ "keep", required_argument, NULL, KEEP },
	{ "pin", no_argument, NULL, PIN },
	{ NULL, 0, NULL, 0 },
};

static int parse(int argc, char **argv, struct request *r)
{
	unsigned long long n;
	int o;

	*r = (struct request){ .dir = paths_baseline_dir(), .options.keep = STORE_KEEP };
	while ((o = cli_getopt(argc, argv, options, NULL)) != -1) {
		switch (o) {
		case BASELINE: r->dir = optarg; break;
		case PIN: r->options.pin = true; break;
		case KEEP:
			if (cli_parse_number("--keep", optarg, 0, 1000000, &n) != 0)
				return -EINVAL;
			r->options.keep = (unsigned)n;
			r->keep_given = true;
			break;
		default: return -EINVAL; /* cli_getopt has said what is wrong */
		}
	}
	r->names = argv + optind + 1;
	r->name_n = argc - optind - 1;
	return 0;
}

static int cmd_baseline(int argc, char **argv)
{
	struct request r;
	const char *name;

	if (parse(argc, argv, &r) != 0)
		return CLI_ERROR;
	name = optind < argc ? argv[optind] : "";
	for (size_t i = 0; i < sizeof(actions) / sizeof(actions[0]); i++)
		if (strcmp(name, actions[i].name) == 0)
			return actions[i].run(&r);
	if (*name)
		cli_error("baseline: there is no '%s'; it is add, list, pin, unpin, remove or prune", name);
	else
		cli_error("baseline needs an action: add, list, pin, unpin, remove or prune");
	return CLI_ERROR;
}

const struct cli_command command_baseline = {
	.name = "baseline",
	.synopsis = "ACTION",
	.summary = "keeps runs that others are held against",
	.options =
		"  add RUN...         keeps them, condensed; --pin: they are never pruned\n"
		"  list               what is kept, by machine, kernel and build\n"
		"  pin NAME...        never pruned; unpin NAME... ends that\n"
		"  remove NAME...     takes runs out; NAME or KEY/NAME, as list shows them\n"
		"  prune --keep N     leaves the last N of each key and the pinned ones\n"
		"  --baseline DIR     the folder ($OSCOST_BASELINE, or baseline under the results)\n"
		"  --keep N           with add: prunes to the last N of that key (100; 0: keeps all)\n",
	.run = cmd_baseline,
};
