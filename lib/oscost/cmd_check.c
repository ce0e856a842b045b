/* oscost check: the CI gate. Its exit status: 0 nothing regressed, 1 a confirmed regression, 2 wrong
 * use or nothing could be judged, 3 inconclusive (with --strict). */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "commands.h"
#include "gate_output.h"
#include "paths.h"
#include "runfolder.h"

enum { ONLY_MOST = 64 };

struct request {
	struct gate_options gate;
	const char *only[ONLY_MOST];
	struct gate_output output;
	bool allow_missing;
};

enum {
	BASELINE = 256, STRICT, LAST, ACROSS, ONLY, METRIC, CONFIRM, NO_CONFIRM, UNDER, ALLOW_MISSING,
	JUNIT, MARKDOWN, FORMAT, OUT, NO_PICTURES,
};

static const struct option options[] = {
	{ "baseline", required_argument, NULL, BASELINE },
	{ "strict", no_argument, NULL, STRICT },
	{ "last", required_argument, NULL, LAST },
	{ "across", required_argument, NULL, ACROSS },
	{ "only", required_argument, NULL, ONLY },
	{ "metric", required_argument, NULL, METRIC },
	{ "confirm", required_argument, NULL, CONFIRM },
	{ "no-confirm", no_argument, NULL, NO_CONFIRM },
	{ "under", required_argument, NULL, UNDER },
	{ "allow-missing", no_argument, NULL, ALLOW_MISSING },
	{ "junit", required_argument, NULL, JUNIT },
	{ "markdown", required_argument, NULL, MARKDOWN },
	{ "format", required_argument, NULL, FORMAT },
	{ "out", required_argument, NULL, OUT },
	{ "no-pictures", no_argument, NULL, NO_PICTURES },
	{ NULL, 0, NULL, 0 },
};

static int refuse_across(const char *field)
{
	struct text words = { 0 };

	gate_across_add_fields(&words);
	cli_error("--across: the key of a baseline has no field '%.60s'; there are %s", field, text_str(&words));
	text_free(&words);
	return -EINVAL;
}

/* "kernel,compiler"; the argument is cut up in place. */
static int take_across(char *list, struct gate_options *o)
{
	char *field;

	while ((field = strsep(&list, ",")) != NULL) {
		if (!*field || o->across_count == GATE_ACROSS_MOST) {
			cli_error("--across takes 1 to %d fields of the key, or all", GATE_ACROSS_MOST);
			return -EINVAL;
		}
		if (!gate_across_known(field))
			return refuse_across(field);
		o->across[o->across_count++] = field;
	}
	return 0;
}

static int take_last(const char *text, struct gate_options *o)
{
	unsigned long long n;
	int bad = cli_parse_number("--last", text, 1, SIDE_RUNS_MOST, &n);

	o->last = (unsigned)n;
	return bad;
}

static int take_metric(const char *word, struct gate_options *o)
{
	static const char *const words[] = { "noise", "ns", "cycles" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(word, words[i]) == 0) {
			o->metric = (enum gate_metric)i;
			return 0;
		}
	cli_error("--metric is noise, ns or cycles, not '%s'", word);
	return -EINVAL;
}

static int take_format(const char *word, struct request *r)
{
	r->output.json = strcmp(word, "json") == 0;
	if (r->output.json || strcmp(word, "text") == 0)
		return 0;
	cli_error("--format is text or json, not '%s'", word);
	return -EINVAL;
}

static int take_only(struct request *r)
{
	if (r->gate.only_count == ONLY_MOST) {
		cli_error("--only can be given %d times at most", ONLY_MOST);
		return -EINVAL;
	}
	r->only[r->gate.only_count++] = optarg;
	return 0;
}

static int take(int option, struct request *r)
{
	switch (option) {
	case BASELINE: r->gate.baseline = optarg; break;
	case STRICT: r->gate.strict = r->output.strict = true; break;
	case LAST: return take_last(optarg, &r->gate);
	case ACROSS: return take_across(optarg, &r->gate);
	case ONLY: return take_only(r);
	case METRIC: return take_metric(optarg, &r->gate);
	case CONFIRM:
		r->gate.confirming = GATE_RUN;
		r->gate.confirm = optarg;
		break;
	case NO_CONFIRM: r->gate.confirming = GATE_NOTHING; break;
	case UNDER: r->gate.under = optarg; break;
	case ALLOW_MISSING: r->allow_missing = true; break;
	case JUNIT: r->output.junit = optarg; break;
	case MARKDOWN: r->output.markdown = optarg; break;
	case FORMAT: return take_format(optarg, r);
	case OUT: r->output.dir = optarg; break;
	case NO_PICTURES: r->output.no_pictures = true; break;
	default: return -EINVAL; /* cli_getopt has said what is wrong */
	}
	return 0;
}

static int judge(const struct gate *gate, struct request *r)
{
	r->output.dir = r->gate.out;
	if (gate_output_write(&r->output, gate) != 0)
		return CLI_ERROR;
	return gate_status(gate, r->gate.strict);
}

/* Without a baseline: an error, unless that was allowed. */
static int judge_nothing(const struct request *r, const char *why)
{
	if (!r->allow_missing) {
		cli_error("%s", why);
		return CLI_ERROR;
	}
	cli_note("%s; not judged (--allow-missing)", why);
	if (gate_output_write_missing(&r->output, why) != 0)
		return CLI_ERROR;
	return cli_finish_output(CLI_OK);
}

static int check(struct request *r)
{
	struct record_error err = { "" };
	struct gate gate;
	int rc = gate_make(&r->gate, &gate, &err);
	int status;

	if (rc == -ENODATA)
		return judge_nothing(r, err.text);
	if (rc) {
		cli_error("%s", err.text);
		return gate.interrupted ? CLI_INTERRUPTED : CLI_ERROR;
	}
	status = judge(&gate, r);
	gate_free(&gate);
	return cli_finish_output(status);
}

static int cmd_check(int argc, char **argv)
{
	static struct request r;
	static char out[PATH_MAX];
	int o;

	r = (struct request){ .gate = { .last = GATE_LAST } };
	r.gate.only = r.only;
	while ((o = cli_getopt(argc, argv, options, NULL)) != -1)
		if (take(o, &r) != 0)
			return CLI_ERROR;
	if (argc - optind != 1) {
		cli_error("check needs one RUN: a folder, a name under the results, or latest");
		return CLI_ERROR;
	}
	r.gate.run = argv[optind];
	if (!r.gate.baseline)
		r.gate.baseline = paths_baseline_dir();
	if (!r.output.dir)
		runfolder_new_path("check", out);
	r.gate.out = r.output.dir ? r.output.dir : out;
	if (gate_output_check(&r.output) != 0)
		return CLI_ERROR;
	return check(&r);
}

const struct cli_command command_check = {
	.name = "check",
	.synopsis = "RUN[,RUN...]",
	.summary = "the CI gate: has anything regressed against the baseline?",
	.options =
		"  RUN[,RUN...]       between kernels it takes runs of five boots of each\n"
		"  --baseline DIR     the folder of stored runs (see baseline)\n"
		"  --last N           hold it against the newest N of them (5), unless some are pinned\n"
		"  --across FIELD,... what may differ from the baseline: a field of its key, or kernel, cpu, mitigation,\n"
		"                     under, all; a wrong one lists them\n"
		"  --allow-missing    no fitting baseline is not an error\n"
		"  --confirm RUN[,RUN...]   a second measurement, in place of measuring once more what looks changed\n"
		"  --no-confirm       one measurement is enough\n"
		"  --under PREFIX     the prefix command that RUN was measured under\n"
		"  --strict           inconclusive cases, and cases that RUN lacks, give exit status 3\n"
		"  --junit FILE, --markdown FILE   verdicts for a CI's collector and for a comment; - is stdout, and\n"
		"                     the table goes to stderr\n"
		"  --only GLOB, --metric NAME, --format text|json, --out DIR, --no-pictures   as in compare\n",
	.run = cmd_check,
};
