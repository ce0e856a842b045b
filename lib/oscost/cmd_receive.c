/* oscost receive: what a guest has measured becomes a run of ours, with its table, page and pictures. */
#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "commands.h"
#include "report.h"
#include "runfolder.h"
#include "spawn.h"
#include "workdir.h"

enum { OUT = 256, NO_PICTURES };

static const struct option options[] = {
	{ "out", required_argument, NULL, OUT },
	{ "no-pictures", no_argument, NULL, NO_PICTURES },
	{ NULL, 0, NULL, 0 },
};

struct request {
	const char *out;
	bool no_pictures;
};

/* "vm.kernel=debian:6.1": what the guest cannot know of itself. */
static int set_key(struct record_run *run, char *pair, struct record_error *err)
{
	char *equals = strchr(pair, '=');
	int rc;

	if (!equals || (strncmp(pair, "vm.", 3) != 0 && strncmp(pair, "date=", 5) != 0))
		return record_fail(err, -EINVAL, "'%.100s' is not date=VALUE or vm.NAME=VALUE", pair);
	*equals = '\0';
	rc = record_machine_set(run, pair, equals + 1);
	return rc ? record_fail(err, rc, "%.100s: %s", pair, strerror(-rc)) : 0;
}

static void default_path(const struct record_run *run, char path[PATH_MAX])
{
	const char *host = record_machine_get(run, "host");
	const char *kernel = record_machine_get(run, "kernel.release");
	char word[61];

	snprintf(word, sizeof(word), "%.20s-%.39s", host ? host : "guest", kernel ? kernel : "unknown");
	for (char *c = word; *c; c++)
		if (!isalnum((unsigned char)*c) && *c != '.' && *c != '-' && *c != '_')
			*c = '_';
	runfolder_new_path(word[0] == '.' ? "guest" : word, path);
}

/* Written anew, so that nothing is in the folder that was not understood. */
static int write_records(const char *dir, const struct record_run *run, struct record_error *err)
{
	int rc = record_write_machine(dir, run, err);

	if (!rc)
		rc = record_write_cases(dir, run, err);
	if (!rc)
		rc = record_write_samples(dir, run, err);
	return rc ? rc : record_write_gaps(dir, run, err);
}

static int keep(const struct record_run *run, const struct request *r, char path[PATH_MAX], struct record_error *err)
{
	const struct report_options report = { .pictures = !r->no_pictures, .print = true };
	struct runfolder folder;
	int rc;

	if (!r->out)
		default_path(run, path);
	rc = runfolder_make(r->out ? r->out : path, RUNFOLDER_RUN, &folder, err);
	if (rc)
		return rc;
	rc = write_records(folder.path, run, err);
	if (!rc)
		rc = report_make(folder.path, run, &report, err);
	if (!rc && spawn_stopped())
		rc = record_fail(err, -EINTR, "interrupted");
	if (!rc)
		rc = runfolder_finish(&folder, err);
	if (rc)
		workdir_remove(folder.path, -1);
	snprintf(path, PATH_MAX, "%s", folder.path);
	return rc;
}

static int receive(const char *from, char **pairs, int pair_n, const struct request *r)
{
	struct record_error err = { "" };
	struct record_run run = { 0 };
	char path[PATH_MAX];
	int rc = record_read_run(from, &run, &err);

	for (int i = 0; !rc && i < pair_n; i++)
		rc = set_key(&run, pairs[i], &err);
	if (!rc)
		rc = keep(&run, r, path, &err);
	record_free_run(&run);
	if (rc == -EINTR)
		return CLI_INTERRUPTED;
	if (rc)
		cli_error("%s", err.text);
	else
		cli_note("the run is in %s", path);
	return rc ? CLI_ERROR : CLI_OK;
}

static int cmd_receive(int argc, char **argv)
{
	struct request r = { .out = NULL };
	int o;

	while ((o = cli_getopt(argc, argv, options, NULL)) != -1) {
		switch (o) {
		case OUT: r.out = optarg; break;
		case NO_PICTURES: r.no_pictures = true; break;
		default: return CLI_ERROR;
		}
	}
	if (optind >= argc) {
		cli_error("receive needs a FOLDER, and may have KEY=VALUE behind it");
		return CLI_ERROR;
	}
	spawn_catch_signals();
	return cli_finish_output(receive(argv[optind], argv + optind + 1, argc - optind - 1, &r));
}

const struct cli_command command_receive = {
	.name = "receive",
	.synopsis = "FOLDER [KEY=VALUE]",
	.summary = "a run that a guest has measured becomes one of ours (vm calls it)",
	.options =
		"  FOLDER             the records, as they came out\n"
		"  KEY=VALUE          date=..., vm.NAME=...: kept with the run\n"
		"  --out DIR          the run folder itself\n"
		"  --no-pictures      table and page without gnuplot\n",
	.run = cmd_receive,
};
