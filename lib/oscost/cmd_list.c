/* oscost list: the cases, what each figure includes, and what events prove it. */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "catalog.h"
#include "cli.h"
#include "commands.h"
#include "paths.h"

enum { ONLY_MOST = 64 };

static void print_case(const struct record_case *c)
{
	char label[100];

	printf("%-26s %s\n", record_case_label(c, label, sizeof(label)), c->what ? c->what : "");
	if (c->expected)
		printf("%-26s   proven by: %s per operation\n", "", c->expected);
}

static int cmd_list(int argc, char **argv)
{
	static const struct option options[] = { { "only", required_argument, NULL, 'o' }, { NULL, 0, NULL, 0 } };
	const char *only[ONLY_MOST];
	struct catalog_wish wish = { .only = only, .dense = true };
	struct record_run run = { 0 };
	struct catalog catalog = { 0 };
	struct record_error err;
	int o;

	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (o != 'o' || wish.only_count == ONLY_MOST)
			return CLI_ERROR;
		only[wish.only_count++] = optarg;
	}
	if (optind < argc) {
		cli_error("list takes no '%s'; a pattern goes behind --only", argv[optind]);
		return CLI_ERROR;
	}
	int bad = catalog_read(paths_bench_dir(), &wish, &catalog, &run, &err);

	if (bad)
		cli_error("%s", err.text);
	for (size_t i = 0; !bad && i < run.case_n; i++)
		print_case(&run.cases[i]);
	catalog_free(&catalog);
	record_free_run(&run);
	return bad ? CLI_ERROR : CLI_OK;
}

const struct cli_command command_list = {
	.name = "list",
	.synopsis = "[--only GLOB]",
	.summary = "the cases and what each figure includes",
	.run = cmd_list,
};
