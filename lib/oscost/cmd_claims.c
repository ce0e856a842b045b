/* oscost claims: what is said about these costs, against a run and this machine. */
#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "claims_show.h"
#include "claims_write.h"
#include "cli.h"
#include "commands.h"
#include "paths.h"
#include "runfolder.h"

enum { RUNS_MOST = 2, FORMATS = 3 };

static const struct format {
	const char *name;
	int (*add)(struct text *out, const struct claims_show *show); /* NULL: as text */
} formats[FORMATS] = {
	{ "text", NULL },
	{ "tsv", claims_add_tsv },
	{ "json", claims_add_json },
};

struct options {
	const char *claims, *out;
	const struct format *format;
	const char *names[RUNS_MOST];
	size_t run_n;
	bool no_pictures;
};

/* All that the command holds. */
struct work {
	struct options options;
	struct claims claims;
	struct derived_list derived;
	struct seen seen;
	char path[RUNS_MOST][PATH_MAX];
	struct record_run run[RUNS_MOST];
	struct claims_run runs[RUNS_MOST];
	struct record_error err;
};

static const struct format *find_format(const char *name)
{
	for (size_t i = 0; i < FORMATS; i++)
		if (strcmp(formats[i].name, name) == 0)
			return &formats[i];
	cli_error("--format wants text, tsv or json, not '%s'", name);
	return NULL;
}

static int parse(int argc, char **argv, struct options *o)
{
	static const struct option options[] = {
		{ "claims", required_argument, NULL, 'c' }, { "format", required_argument, NULL, 'f' },
		{ "out", required_argument, NULL, 'o' },    { "no-pictures", no_argument, NULL, 'p' },
		{ NULL, 0, NULL, 0 },
	};
	int c;

	*o = (struct options){ .format = &formats[0] };
	while ((c = cli_getopt(argc, argv, options, NULL)) != -1) {
		if (c == 'c')
			o->claims = optarg;
		else if (c == 'f')
			o->format = find_format(optarg);
		else if (c == 'o')
			o->out = optarg;
		else if (c == 'p')
			o->no_pictures = true;
		else
			return -EINVAL;
		if (!o->format)
			return -EINVAL;
	}
	for (; optind < argc && o->run_n < RUNS_MOST; optind++)
		o->names[o->run_n++] = argv[optind];
	if (optind < argc) {
		cli_error("claims takes one RUN, or two to set side by side");
		return -EINVAL;
	}
	return 0;
}

static int find_runs(struct work *w)
{
	struct options *o = &w->options;

	if (o->run_n == 0)
		o->names[o->run_n++] = "latest";
	for (size_t k = 0; k < o->run_n; k++) {
		int rc = runfolder_find(o->names[k], w->path[k], &w->err);

		if (rc == 0)
			rc = record_read_run(w->path[k], &w->run[k], &w->err);
		if (rc) {
			cli_error("%s", w->err.text);
			return rc;
		}
		if (w->run[k].warning.text[0])
			cli_note("%s", w->run[k].warning.text);
	}
	return 0;
}

static int try_fact(void *context, const struct expr_operand *operand)
{
	struct work *w = context;
	char name[SEEN_NAME_SIZE];

	if (!seen_program_of(operand->name, name))
		return 0;
	return seen_try(&w->seen, paths_fact_dir(), name, &w->err);
}

static int judge(struct work *w)
{
	static const char *const labels[RUNS_MOST] = { "A", "B" };
	int rc = claims_each_name(&w->claims, try_fact, w);

	for (size_t k = 0; rc == 0 && k < w->options.run_n; k++) {
		const struct claims_source source = { &w->run[k], &w->derived, &w->seen };
		struct claim_answer *answers = calloc(w->claims.row_n + 1, sizeof(*answers));

		w->runs[k] = (struct claims_run){ w->options.run_n > 1 ? labels[k] : "", &w->run[k],
						  answers };
		rc = answers ? claims_judge(&w->claims, &source, answers, &w->err)
			     : record_fail(&w->err, -ENOMEM, "out of memory");
	}
	return rc;
}

static int print(const struct claims_show *show, const struct format *format)
{
	const struct grid_style style = grid_terminal();
	struct text t = { 0 };
	int rc = format->add ? format->add(&t, show) : claims_add_text(&t, show, &style);

	if (rc == 0)
		cli_print("%s", text_str(&t));
	text_free(&t);
	return rc;
}

/* Two runs leave files only where --out says so: neither folder is that of both. */
static int write_files(struct work *w, const struct claims_show *show)
{
	const char *dir = w->options.out ? w->options.out : w->path[0];
	int rc;

	if (w->options.run_n > 1 && !w->options.out) {
		cli_note("no page is written of two runs: --out DIR makes one");
		return 0;
	}
	rc = claims_write(dir, show, !w->options.no_pictures, &w->err);
	if (rc == 0)
		cli_note("the page is %s/claims.html", dir);
	return rc;
}

static int answer(struct work *w)
{
	const struct claims_show show = { .claims = &w->claims,
					  .runs = w->runs,
					  .run_n = w->options.run_n };
	int rc = print(&show, w->options.format);

	if (rc)
		return record_fail(&w->err, rc, "%s", strerror(-rc));
	return write_files(w, &show);
}

static int work(struct work *w)
{
	const char *claims = w->options.claims;
	int rc;

	if (find_runs(w) != 0)
		return CLI_ERROR;
	rc = claims_read(claims ? claims : paths_share("claims.tsv"), &w->claims, &w->err);
	if (rc == 0)
		rc = derived_read(paths_share("derived.tsv"), &w->derived, &w->err);
	if (rc == 0)
		rc = judge(w);
	if (rc == 0)
		rc = answer(w);
	if (rc)
		cli_error("%s", w->err.text);
	return rc ? CLI_ERROR : CLI_OK;
}

static int cmd_claims(int argc, char **argv)
{
	struct work *w = calloc(1, sizeof(*w));
	int status = CLI_ERROR;

	if (!w) {
		cli_error("out of memory");
		return CLI_ERROR;
	}
	if (parse(argc, argv, &w->options) == 0)
		status = work(w);
	for (size_t k = 0; k < RUNS_MOST; k++) {
		claims_free_answers(w->runs[k].answers, w->claims.row_n);
		free(w->runs[k].answers);
		record_free_run(&w->run[k]);
	}
	seen_free(&w->seen);
	derived_free(&w->derived);
	claims_free(&w->claims);
	free(w);
	return cli_finish_output(status);
}

static void add_help(void)
{
	printf("\nThe claims are rows of %s, which says how to write others.\n", paths_share("claims.tsv"));
}

const struct cli_command command_claims = {
	.name = "claims",
	.synopsis = "[RUN [RUN_B]]",
	.summary = "what is said about these costs: does it hold here",
	.options =
		"  RUN                a folder, a name under the results, or latest (the default)\n"
		"  RUN_B              another one beside it: the claims that flip come first\n"
		"  --claims FILE      other claims than those that come with oscost\n"
		"  --format NAME      text, tsv or json, on standard output\n"
		"  --out DIR          claims.html and claims.txt go there, not into the folder of RUN;\n"
		"                     of two runs there are such files only with it\n"
		"  --no-pictures      the page without gnuplot\n",
	.more = add_help,
	.run = cmd_claims,
};
