/* oscost report: the table, the page and the pictures of a run again, from its files. */
#include <errno.h>
#include <getopt.h>
#include <limits.h>

#include "cli.h"
#include "commands.h"
#include "report.h"
#include "runfolder.h"

static int parse(int argc, char **argv, struct report_options *o)
{
	static const struct option options[] = { { "no-pictures", no_argument, NULL, 'p' }, { NULL, 0, NULL, 0 } };
	int c;

	while ((c = cli_getopt(argc, argv, options, NULL)) != -1) {
		if (c != 'p')
			return -EINVAL; /* cli_getopt has said what is wrong */
		o->pictures = false;
	}
	if (argc - optind != 1) {
		cli_error("report needs one RUN: a folder, a name under the results, or latest");
		return -EINVAL;
	}
	return 0;
}

static int cmd_report(int argc, char **argv)
{
	struct report_options options = { .pictures = true, .print = true };
	struct record_error err = { "" };
	struct record_run run = { 0 };
	char path[PATH_MAX];
	int status = CLI_OK;

	if (parse(argc, argv, &options) != 0)
		return CLI_ERROR;
	if (runfolder_find(argv[optind], path, &err) != 0 || record_read_run(path, &run, &err) != 0) {
		cli_error("%s", err.text);
		return CLI_ERROR;
	}
	if (run.warning.text[0])
		cli_note("%s", run.warning.text);
	if (report_make(path, &run, &options, &err) != 0) {
		cli_error("%s", err.text);
		status = CLI_ERROR;
	}
	record_free_run(&run);
	return cli_finish_output(status);
}

const struct cli_command command_report = {
	.name = "report",
	.synopsis = "[--no-pictures] RUN",
	.summary = "table, page and pictures again, from the files of a run",
	.options =
		"  RUN                a folder, a name under the results, or latest\n"
		"  --no-pictures      table and page without gnuplot\n",
	.run = cmd_report,
};
