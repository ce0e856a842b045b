/* oscost export: the results of runs in the formats of other tools. */
#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "commands.h"
#include "export.h"
#include "paths.h"
#include "runfolder.h"
#include "workdir.h"

enum { ONLY_MOST = 64 };

struct export_options {
	const char *only[ONLY_MOST];
	bool matched[ONLY_MOST];
	size_t only_count;
	const char *out, *config;
	const struct export_format *format;
	char **runs;
	size_t run_n;
};

enum { OUT = 256, CONFIG, ONLY };

static const struct option options[] = {
	{ "out", required_argument, NULL, OUT },
	{ "config", required_argument, NULL, CONFIG },
	{ "only", required_argument, NULL, ONLY },
	{ NULL, 0, NULL, 0 },
};

static void print_formats(void)
{
	cli_print("Formats:\n");
	for (size_t i = 0; export_formats[i]; i++)
		cli_print("  %-18s %s\n", export_formats[i]->name, export_formats[i]->what);
}

static int take(int option, struct export_options *o)
{
	switch (option) {
	case OUT: o->out = optarg; return 0;
	case CONFIG: o->config = optarg; return 0;
	case ONLY:
		if (o->only_count == ONLY_MOST) {
			cli_error("--only can be given %d times at most", ONLY_MOST);
			return -EINVAL;
		}
		o->only[o->only_count++] = optarg;
		return 0;
	default: return -EINVAL; /* cli_getopt has said what is wrong */
	}
}

static int check(const struct export_options *o, const char *format)
{
	if (!o->format)
		cli_error("there is no format '%s'; `oscost export` lists them", format);
	else if (o->run_n == 0)
		cli_error("export %s needs a RUN: a folder, a name under the results, or latest",
			  format);
	else if (o->run_n > 1 && !o->format->several)
		cli_error("%s takes one RUN, not %zu", format, o->run_n);
	else if (o->config && !o->format->write_config)
		cli_error("%s has no configuration: --config is for otava", format);
	else if (o->config && !o->out)
		cli_error("--config needs --out: it names that file");
	else
		return 0;
	return -EINVAL;
}

static int parse(int argc, char **argv, struct export_options *o)
{
	int option;

	while ((option = cli_getopt(argc, argv, options, NULL)) != -1)
		if (take(option, o) != 0)
			return -EINVAL;
	if (optind == argc) {
		cli_error("export needs a format and a RUN; `oscost export` lists the formats");
		return -EINVAL;
	}
	o->format = export_find(argv[optind]);
	o->runs = argv + optind + 1;
	o->run_n = (size_t)(argc - optind - 1);
	return check(o, argv[optind]);
}

static void warn(const struct export_run *r)
{
	const char *complete = record_machine_get(&r->run, "run.complete");

	if (*r->run.warning.text)
		cli_note("%s: %s", text_str(&r->name), r->run.warning.text);
	else if (!complete || strcmp(complete, "yes") != 0)
		cli_note("%s was interrupted: what was measured until then is exported",
			 text_str(&r->name));
}

/* source->runs are to be freed in every case. */
static int read_runs(struct export_options *o, struct export_source *s, struct record_error *err)
{
	char path[PATH_MAX];
	int bad = 0;

	s->runs = calloc(o->run_n, sizeof(*s->runs));
	if (!s->runs)
		return record_fail(err, -ENOMEM, "out of memory");
	for (; !bad && s->run_n < o->run_n; s->run_n++) {
		struct export_run *r = &s->runs[s->run_n];

		bad = runfolder_find(o->runs[s->run_n], path, err);
		if (!bad)
			bad = export_read(path, paths_share("derived.tsv"), o->only, o->matched,
					  o->only_count, r, err);
		if (!bad)
			warn(r);
	}
	for (size_t i = 0; !bad && i < o->only_count; i++)
		if (!o->matched[i])
			bad = record_fail(err, -ENOENT, "--only '%.100s' matches no result",
					  o->only[i]);
	return bad;
}

static void add_count(struct text *t, size_t n, const char *what)
{
	if (n > 0)
		text_addf(t, "%s%zu %s", t->length > 0 ? ", " : "", n, what);
}

static void note_count(const struct export_options *o, const struct export_count *c)
{
	struct text t = { 0 };

	add_count(&t, c->invalid, "INVALID");
	add_count(&t, c->failed, "FAILED");
	add_count(&t, c->skipped, "SKIPPED");
	add_count(&t, c->counters, "of counters");
	add_count(&t, c->others, "that this format has no place for");
	if (t.length > 0)
		cli_note("%s: results left out: %s", o->format->name, text_str(&t));
	if (c->unstable > 0)
		cli_note("%s: %zu of the results are UNSTABLE, which the format cannot say",
			 o->format->name, c->unstable);
	text_free(&t);
}

static int put_out(const struct export_options *o, const struct text *t, const struct text *config,
		   struct record_error *err)
{
	int bad = 0;

	if (!o->out)
		cli_print("%s", text_str(t));
	else
		bad = workdir_write_file(o->out, text_str(t), err);
	if (!bad && o->config)
		bad = workdir_write_file(o->config, text_str(config), err);
	return bad;
}

static int export_runs(const struct export_options *o, const struct export_source *s,
		       struct record_error *err)
{
	struct text out = { 0 }, config = { 0 };
	struct export_count count = { 0 };
	int bad = o->format->write(&out, s, &count, err);

	if (!bad && o->config)
		bad = o->format->write_config(&config, s, err);
	if (bad == -ENOMEM || out.failed || config.failed)
		bad = record_fail(err, -ENOMEM, "out of memory");
	if (!bad)
		note_count(o, &count);
	if (!bad && count.placed == 0)
		bad = record_fail(err, -ENODATA, "nothing is left that could be exported");
	if (!bad)
		bad = put_out(o, &out, &config, err);
	text_free(&out);
	text_free(&config);
	return bad;
}

static int cmd_export(int argc, char **argv)
{
	struct export_options o = { 0 };
	struct export_source s = { 0 };
	struct record_error err = { "" };
	int bad;

	if (argc == 1) {
		print_formats();
		return cli_finish_output(CLI_OK);
	}
	if (parse(argc, argv, &o) != 0)
		return CLI_ERROR;
	s.out = o.out;
	bad = read_runs(&o, &s, &err);
	if (!bad)
		bad = export_runs(&o, &s, &err);
	if (bad)
		cli_error("%s", err.text);
	for (size_t i = 0; i < s.run_n; i++)
		export_free(&s.runs[i]);
	free(s.runs);
	return cli_finish_output(bad ? CLI_ERROR : CLI_OK);
}

const struct cli_command command_export = {
	.name = "export",
	.synopsis = "FORMAT RUN...",
	.summary = "the results of runs in the formats of other tools",
	.options =
		"  --only GLOB        only the cases that match; may be given again\n"
		"  --out FILE         to a file, which is replaced when all is written, not to standard output\n"
		"  --config FILE      otava: its configuration too, which names the file of --out\n"
		"  RUN                a folder, a name under the results, or latest; more than one for benchfmt, otava,\n"
		"                     csv, json\n\n"
		"Numbers are unrounded. Only what has figures is a result; what is INVALID, FAILED or SKIPPED is said\n"
		"in the format's own way, or left out and counted in a message. In CSV, a text that begins with = + - or @\n"
		"gets an apostrophe before it, so that no spreadsheet takes it for a formula.\n\n",
	.more = print_formats,
	.run = cmd_export,
};
