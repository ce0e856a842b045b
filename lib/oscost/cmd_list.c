/* oscost list: the figures, what each includes, and what events prove it or what it is derived from. */
#include <errno.h>
#include <fnmatch.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "catalog.h"
#include "cli.h"
#include "commands.h"
#include "derived.h"
#include "paths.h"

enum { ONLY_MOST = 64 };

struct wish {
	const char *only[ONLY_MOST];
	bool matched[ONLY_MOST];
	size_t only_n;
};

struct lists {
	struct record_run run;
	struct catalog catalog;
	struct derived_list derived;
};

static bool wanted(struct wish *w, const char *name, const char *label)
{
	bool any = w->only_n == 0;

	for (size_t i = 0; i < w->only_n; i++)
		if (fnmatch(w->only[i], name, 0) == 0 || fnmatch(w->only[i], label, 0) == 0)
			any = w->matched[i] = true;
	return any;
}

static void print_case(const struct record_case *c, struct wish *w)
{
	char room[100];
	const char *label = record_case_label(c, room, sizeof(room));

	if (!wanted(w, c->name, label))
		return;
	cli_print("%-26s %s\n", label, c->what ? c->what : "");
	if (c->expected)
		cli_print("%-26s   proven by: %s per operation\n", "", c->expected);
}

static void print_derived(const struct derived *d, struct wish *w)
{
	if (wanted(w, d->name, d->name))
		cli_print("%-26s %s\n%-26s   derived: %s\n", d->name, d->what, "", d->text);
}

static int print_all(const struct lists *l, struct wish *w)
{
	for (size_t i = 0; i < l->run.case_n; i++)
		print_case(&l->run.cases[i], w);
	for (size_t i = 0; i < l->derived.row_n; i++)
		print_derived(&l->derived.rows[i], w);
	for (size_t i = 0; i < w->only_n; i++) {
		if (w->matched[i])
			continue;
		cli_error("no case and no derived figure matches '%.100s'; `oscost list` shows what there is", w->only[i]);
		return CLI_ERROR;
	}
	return CLI_OK;
}

static int parse(int argc, char **argv, struct wish *w)
{
	static const struct option options[] = { { "only", required_argument, NULL, 'o' }, { NULL, 0, NULL, 0 } };
	int o;

	while ((o = cli_getopt(argc, argv, options, NULL)) != -1) {
		if (o != 'o')
			return -EINVAL; /* cli_getopt has said what is wrong */
		if (w->only_n == ONLY_MOST) {
			cli_error("--only can be given %d times at most", ONLY_MOST);
			return -EINVAL;
		}
		w->only[w->only_n++] = optarg;
	}
	if (optind < argc) {
		cli_error("list takes no '%s'; a pattern goes behind --only", argv[optind]);
		return -EINVAL;
	}
	return 0;
}

static int cmd_list(int argc, char **argv)
{
	const struct catalog_wish all = { .dense = true };
	struct lists l = { 0 };
	struct record_error err;
	struct wish w = { 0 };
	int status = CLI_ERROR;

	if (parse(argc, argv, &w) != 0)
		return CLI_ERROR;
	if (catalog_read(paths_bench_dir(), &all, &l.catalog, &l.run, &err) != 0 ||
	    derived_read(paths_share("derived.tsv"), &l.derived, &err) != 0)
		cli_error("%s", err.text);
	else
		status = print_all(&l, &w);
	catalog_free(&l.catalog);
	record_free_run(&l.run);
	derived_free(&l.derived);
	return status;
}

const struct cli_command command_list = {
	.name = "list",
	.synopsis = "[--only GLOB]...",
	.summary = "what each figure includes, what proves it or what it is derived from",
	.options =
		"  --only GLOB        only the figures that match; may be given again\n",
	.run = cmd_list,
};
