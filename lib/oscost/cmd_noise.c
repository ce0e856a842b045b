/* oscost noise: measures the machine against itself, and keeps by how much it differs. */
#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "commands.h"
#include "here.h"
#include "measurement.h"
#include "noise.h"
#include "noise_text.h"
#include "paths.h"
#include "runfolder.h"
#include "store.h"
#include "store_folder.h"

enum { RUNS = 6 };

struct request {
	struct measure_options measure;
	unsigned run_n;
	const char *dir; /* of the store */
	bool show;
};

/* The runs that were measured, whole. */
struct set {
	char folder[PATH_MAX]; /* where they lie, and whether they stay there */
	bool keep;
	struct record_run *runs;
	const struct record_run **pointers;
	unsigned n;
};

static const struct option own_options[] = {
	{ "runs", required_argument, NULL, 'r' },
	{ "baseline", required_argument, NULL, 'b' },
	{ "show", no_argument, NULL, 's' },
	{ NULL, 0, NULL, 0 },
};

static int take(void *ctx, int option, const char *arg)
{
	struct request *r = ctx;
	unsigned long long n = 0;
	int bad = 0;

	if (option == 'b')
		r->dir = arg;
	else if (option == 's')
		r->show = true;
	else
		bad = cli_parse_number("--runs", arg, NOISE_RUNS_LEAST, NOISE_RUNS_MOST, &n);
	if (option == 'r')
		r->run_n = (unsigned)n;
	return bad;
}

static int print(const struct noise *noise)
{
	struct grid_style style = grid_terminal();
	struct text out = { 0 };
	int bad = noise_add_table(&out, noise, &style);

	if (bad)
		cli_error("out of memory");
	else
		cli_print("%s", text_str(&out));
	text_free(&out);
	return bad ? CLI_ERROR : CLI_OK;
}

static void say_faults(const struct noise *noise)
{
	for (const char *line = text_str(&noise->faults), *end; (end = strchr(line, '\n')) != NULL; line = end + 1)
		cli_note("left out: %.*s", (int)(end - line), line);
}

/* What the store has for the key of that run. */
static int show(const struct request *r, const struct record_run *like_run)
{
	struct record_error err = { "" };
	struct noise noise;
	int status = CLI_ERROR;

	if (noise_read(r->dir, like_run, &noise, &err) != 0) {
		cli_error("%s", err.text);
	} else if (noise.runs < NOISE_RUNS_LEAST) {
		say_faults(&noise);
		cli_error("the noise of this machine, kernel and build was never measured; `oscost noise` does it");
	} else {
		say_faults(&noise);
		status = print(&noise);
	}
	noise_free(&noise);
	return status;
}

static int show_here(const struct request *r)
{
	struct record_error err = { "" };
	struct record_run here;
	int cpu = r->measure.cpu >= 0 ? r->measure.cpu : sched_getcpu();
	int status = CLI_ERROR;

	if (here_describe(cpu < 0 ? 0 : (unsigned)cpu, r->measure.under, &here, &err) != 0)
		cli_error("%s", err.text);
	else
		status = show(r, &here);
	record_free_run(&here);
	return status;
}

static int open_set(const struct request *r, struct set *s)
{
	struct record_error err = { "" };

	*s = (struct set){ .keep = r->measure.out != NULL };
	if (r->measure.out)
		snprintf(s->folder, sizeof(s->folder), "%s", r->measure.out);
	else
		runfolder_new_path("noise", s->folder);
	s->runs = calloc(r->run_n, sizeof(*s->runs));
	s->pointers = calloc(r->run_n, sizeof(*s->pointers));
	if (!s->runs || !s->pointers) {
		cli_error("out of memory");
		return CLI_ERROR;
	}
	if (strlen(s->folder) < PATH_MAX - 16 && runfolder_make_dir(s->folder, &err) == 0)
		return CLI_OK;
	cli_error("%s", err.text[0] ? err.text : "the name of the folder is too long");
	return CLI_ERROR;
}

static void close_set(struct set *s)
{
	for (unsigned i = 0; i < s->n; i++)
		record_free_run(&s->runs[i]);
	free(s->runs);
	free(s->pointers);
	if (!s->keep && s->folder[0])
		store_clear(s->folder);
}

static int measure_one(const struct request *r, struct set *s)
{
	struct measure_options options = r->measure;
	struct measurement_result result;
	struct record_error err = { "" };
	char title[64], out[PATH_MAX];
	int status;

	snprintf(title, sizeof(title), "run %u of %u", s->n + 1, r->run_n);
	if (snprintf(out, sizeof(out), "%s/%u", s->folder, s->n + 1) >= PATH_MAX)
		return CLI_ERROR;
	options.title = title;
	options.out = out;
	options.no_report = true;
	options.seed += s->n;
	status = measurement_explain(measurement_run(&options, &result, &err), &result, &err);
	if (status != CLI_OK)
		return status;
	if (record_read_run(result.path, &s->runs[s->n], &err) != 0) {
		cli_error("%s", err.text);
		return CLI_ERROR;
	}
	s->pointers[s->n] = &s->runs[s->n];
	s->n++;
	return CLI_OK;
}

static int keep(const struct request *r, const struct set *s)
{
	struct record_error err = { "" };

	if (store_replace_noise(r->dir, s->pointers, s->n, paths_share("derived.tsv"), &err) == 0)
		return CLI_OK;
	cli_error("%s", err.text);
	return CLI_ERROR;
}

static int measure(const struct request *r)
{
	struct set s;
	int status = open_set(r, &s);

	while (status == CLI_OK && s.n < r->run_n)
		status = measure_one(r, &s);
	if (status == CLI_INTERRUPTED)
		cli_note("interrupted: the noise that was known before stays");
	if (status == CLI_OK)
		status = keep(r, &s);
	if (status == CLI_OK)
		status = show(r, &s.runs[0]);
	if (status == CLI_OK && s.keep)
		cli_note("the runs are in %s", s.folder);
	close_set(&s);
	return status;
}

static int cmd_noise(int argc, char **argv)
{
	struct request r = { .run_n = RUNS, .dir = paths_baseline_dir() };
	const struct measure_options_own own = { own_options, take, &r };

	if (measure_options_parse_with(argc, argv, &own, &r.measure) != 0)
		return CLI_ERROR;
	if (optind < argc) {
		cli_error("noise takes no '%s'; a pattern goes behind --only", argv[optind]);
		return CLI_ERROR;
	}
	return r.show ? show_here(&r) : measure(&r);
}

const struct cli_command command_noise = {
	.name = "noise",
	.synopsis = "[OPTIONS]",
	.summary = "measures this machine against itself: how small a change it can tell",
	.options =
		"  --runs K           so many equal runs, one after the other (6; at least 3)\n"
		"  --show             what is known of this machine, without measuring\n"
		"  --baseline DIR     the folder that keeps it ($OSCOST_BASELINE, or baseline under the results)\n"
		"  --out DIR          keeps the runs themselves there, in DIR/1, DIR/2 ...\n"
		"and the options of measure: --only, --quick, --rounds, --cpu, --under ... A new set of runs\n"
		"replaces the one that was known of the same machine, kernel and build when it is complete.\n",
	.run = cmd_noise,
};
