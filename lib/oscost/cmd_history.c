/* oscost history: change points over the stored runs, as a table, a page and pictures. */
#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "commands.h"
#include "history.h"
#include "paths.h"
#include "runfolder.h"

enum { ONLY_MOST = 64 };

static const struct format {
	const char *name;
	int (*add)(struct text *out, const struct history *h);
} formats[] = {
	{ "text", history_add_text },
	{ "tsv", history_add_tsv },
	{ "json", history_add_json },
};

struct request {
	struct history_options options;
	const char *only[ONLY_MOST];
	const struct format *format;
	const char *out;
	bool no_pictures;
};

enum { BASELINE = 256, ONLY, KEY, OUT, FORMAT, NO_PICTURES };

static const struct option options[] = {
	{ "baseline", required_argument, NULL, BASELINE },
	{ "only", required_argument, NULL, ONLY },
	{ "key", required_argument, NULL, KEY },
	{ "out", required_argument, NULL, OUT },
	{ "format", required_argument, NULL, FORMAT },
	{ "no-pictures", no_argument, NULL, NO_PICTURES },
	{ NULL, 0, NULL, 0 },
};

static int take_format(struct request *r, const char *name)
{
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		if (strcmp(formats[i].name, name) != 0)
			continue;
		r->format = &formats[i];
		return 0;
	}
	cli_error("--format is text, tsv or json, not '%s'", name);
	return -EINVAL;
}

static int take_only(struct request *r, const char *glob)
{
	if (r->options.only_n == ONLY_MOST) {
		cli_error("--only can be given %d times at most", ONLY_MOST);
		return -EINVAL;
	}
	r->only[r->options.only_n++] = glob;
	return 0;
}

static int parse(int argc, char **argv, struct request *r)
{
	int o, bad = 0;

	*r = (struct request){ .options.dir = paths_baseline_dir(), .format = &formats[0] };
	r->options.only = r->only;
	while (!bad && (o = cli_getopt(argc, argv, options, NULL)) != -1) {
		switch (o) {
		case BASELINE: r->options.dir = optarg; break;
		case ONLY: bad = take_only(r, optarg); break;
		case KEY: r->options.key = optarg; break;
		case OUT: r->out = optarg; break;
		case FORMAT: bad = take_format(r, optarg); break;
		case NO_PICTURES: r->no_pictures = true; break;
		default: bad = -EINVAL; /* cli_getopt has said what is wrong */
		}
	}
	if (!bad && optind < argc) {
		cli_error("history takes no '%s'; a pattern goes behind --only", argv[optind]);
		bad = -EINVAL;
	}
	return bad;
}

static int print(const struct request *r, const struct history *h)
{
	struct text out = { 0 }, ascii = { 0 };
	int bad = r->format->add(&out, h);

	if (!bad && r->format == &formats[0] && !cli_utf8())
		text_add_ascii(&ascii, text_str(&out));
	if (bad || ascii.failed)
		cli_error("out of memory");
	else
		cli_print("%s", text_str(ascii.length ? &ascii : &out));
	bad = bad || ascii.failed;
	text_free(&out);
	text_free(&ascii);
	return bad ? CLI_ERROR : CLI_OK;
}

/* Programs that read a table want no page unless they say where. */
static bool wants_page(const struct request *r)
{
	return r->out || r->format == &formats[0];
}

static int write_page(const struct request *r, const struct history *h)
{
	char dir[PATH_MAX];
	struct record_error err = { "" };
	struct text missing = { 0 };
	int bad;

	snprintf(dir, sizeof(dir), "%s%s", r->out ? r->out : paths_results_dir(), r->out ? "" : "/history");
	bad = runfolder_make_dir(dir, &err);
	if (!bad)
		bad = history_write_page(dir, h, !r->no_pictures, &missing, &err);
	if (bad)
		cli_error("%s", err.text);
	else if (missing.length > 0)
		cli_note("on the page %s", text_str(&missing));
	if (!bad)
		cli_note("the page is %s/history.html", dir);
	text_free(&missing);
	return bad ? CLI_ERROR : CLI_OK;
}

static size_t count_series(const struct history *h)
{
	size_t n = 0;

	for (size_t i = 0; i < h->machine_n; i++)
		n += h->machines[i].series_n;
	return n;
}

static int show(const struct request *r, const struct history *h)
{
	int status;

	store_report_faults(&h->list);
	if (h->machine_n == 0) {
		cli_error("there are no runs%s in %s; `oscost baseline add RUN` puts one there",
			  r->options.key ? " of such a key" : "", r->options.dir);
		return CLI_ERROR;
	}
	if (r->options.only_n > 0 && count_series(h) == 0) {
		cli_error("no case of the runs in %s matches --only", r->options.dir);
		return CLI_ERROR;
	}
	status = print(r, h);
	if (status == CLI_OK && wants_page(r))
		status = write_page(r, h);
	return status;
}

static int cmd_history(int argc, char **argv)
{
	struct record_error err = { "" };
	struct request r;
	struct history h;
	int status = CLI_ERROR;

	if (parse(argc, argv, &r) != 0)
		return CLI_ERROR;
	if (history_read(&r.options, &h, &err) != 0)
		cli_error("%s", err.text);
	else
		status = show(&r, &h);
	history_free(&h);
	return status;
}

const struct cli_command command_history = {
	.name = "history",
	.synopsis = "[OPTIONS]",
	.summary = "what became of each case over the kept runs",
	.options =
		"  --baseline DIR     the folder of kept runs ($OSCOST_BASELINE, or baseline under the results)\n"
		"  --only GLOB        only the cases that match; may be given again\n"
		"  --key GLOB         only runs of these keys, as `oscost baseline list` shows them\n"
		"  --out DIR          where history.html and its pictures go (history under the results)\n"
		"  --format FORMAT    text, or tsv or json, which make a page only with --out\n"
		"  --no-pictures      the page without gnuplot\n",
	.run = cmd_history,
};
