/* oscost compare: what got dearer or cheaper from one run to another, and how sure that is; of stored
 * runs, or of two prefix commands that are measured in turn now. */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "commands.h"
#include "compare_data.h"
#include "compare_report.h"
#include "compare_text.h"
#include "differences.h"
#include "measurement.h"
#include "noise.h"
#include "paths.h"
#include "runfolder.h"

enum {
	SIDES_MOST = 16,
};

enum format { FORMAT_TEXT, FORMAT_TSV, FORMAT_JSON };
enum metric { METRIC_BY_NOISE, METRIC_NS, METRIC_CYCLES };

struct request {
	struct measure_options measure;
	bool paired;
	enum format format;
	enum metric metric;
	const char *baseline; /* folder with this machine's noise; NULL: the default */
};

enum { PAIRED = 'p', FORMAT = 'f', METRIC = 'm', BASELINE = 'b' };

static const struct option own_options[] = {
	{ "paired", no_argument, NULL, PAIRED },
	{ "format", required_argument, NULL, FORMAT },
	{ "metric", required_argument, NULL, METRIC },
	{ "baseline", required_argument, NULL, BASELINE },
	{ NULL, 0, NULL, 0 },
};

/* Place of the word in the list, which ends with NULL; -EINVAL with the fault printed. */
static int take_word(const char *option, const char *word, const char *const *words)
{
	struct text list = { 0 };

	for (int i = 0; words[i]; i++) {
		if (strcmp(word, words[i]) == 0) {
			text_free(&list);
			return i;
		}
		text_addf(&list, "%s%s", i ? ", " : "", words[i]);
	}
	cli_error("%s is one of %s, not '%s'", option, text_str(&list), word);
	text_free(&list);
	return -EINVAL;
}

static int take(void *ctx, int option, const char *arg)
{
	static const char *const formats[] = { "text", "tsv", "json", NULL };
	static const char *const metrics[] = { "noise", "ns", "cycles", NULL };
	struct request *r = ctx;
	int word = 0;

	switch (option) {
	case PAIRED: r->paired = true; break;
	case BASELINE: r->baseline = arg; break;
	case FORMAT:
		word = take_word("--format", arg, formats);
		r->format = (enum format)word;
		break;
	case METRIC:
		word = take_word("--metric", arg, metrics);
		r->metric = (enum metric)word;
		break;
	default: return -EINVAL;
	}
	return word < 0 ? word : 0;
}

static int print(const struct comparison *c, size_t n, const struct request *r)
{
	struct grid_style style = grid_terminal();
	struct text t = { 0 };
	int rc;

	if (r->format == FORMAT_TSV)
		rc = compare_tsv_add(&t, c, n);
	else if (r->format == FORMAT_JSON)
		rc = compare_json_add(&t, c, n);
	else
		rc = n == 1 ? compare_text_add(&t, c, &style)
			    : compare_text_add_matrix(&t, c, n, &style);
	if (rc)
		cli_error("%s", strerror(-rc));
	else
		cli_print("%s", text_str(&t));
	text_free(&t);
	return rc ? CLI_ERROR : CLI_OK;
}

/* For programs there is no page, unless it was asked for. */
static int leave_report(const struct comparison *c, size_t n, const struct request *r,
			const char *dir)
{
	struct record_error err = { "" };
	char path[PATH_MAX] = "";

	if (r->format != FORMAT_TEXT && !r->measure.out)
		return CLI_OK;
	if (!dir)
		runfolder_new_path("compare", path);
	if (compare_report_write(dir ? dir : path, c, n, !r->measure.no_pictures, NULL, &err) != 0) {
		cli_error("%s", err.text);
		return CLI_ERROR;
	}
	cli_note("the comparison is in %s", dir ? dir : path);
	return CLI_OK;
}

static int check_sides(const struct side *side, size_t n)
{
	struct record_error err;

	for (size_t i = 1; i < n; i++)
		if (differences_check(&side[0], &side[i], &err) != 0) {
			cli_error("%s", err.text);
			return CLI_ERROR;
		}
	return CLI_OK;
}

static int compare(const struct side *side, size_t n, const struct request *r,
		   const struct noise *noise, const char *dir)
{
	struct comparison_rules rules = {
		.cycles = r->metric == METRIC_BY_NOISE ? noise && noise->gate_on_cycles : r->metric == METRIC_CYCLES,
		.derived = true,
		.only = r->measure.only,
		.only_count = r->measure.only_count,
		.noise = noise,
	};
	struct comparison c[SIDES_MOST];
	size_t made = 0, rows = 0;
	int rc = 0, status = CLI_ERROR;

	for (; !rc && made + 1 < n; made += rc == 0) {
		rc = comparison_make(&side[0], &side[made + 1], &rules, &c[made]);
		rows += rc ? 0 : c[made].row_n;
	}
	if (rc)
		cli_error("%s", strerror(-rc));
	else if (rows == 0)
		cli_error("there is no case to compare%s", rules.only_count ? ": none matches --only" : "");
	else
		status = print(c, made, r);
	if (status == CLI_OK)
		status = leave_report(c, made, r, dir);
	while (made > 0)
		comparison_free(&c[--made]);
	return status;
}

/* With the noise of the machine that the first side is of, if it was ever measured. */
static int compare_with_noise(const struct side *side, size_t n, const struct request *r,
			      const char *dir)
{
	struct noise noise;
	struct record_error err = { "" };
	int rc = noise_read(r->baseline ? r->baseline : paths_baseline_dir(), &side[0].runs[0], &noise,
			    &err);
	int status;

	if (rc)
		cli_note("the noise of this machine is not used: %s", err.text);
	status = compare(side, n, r, rc || noise.runs == 0 ? NULL : &noise, dir);
	noise_free(&noise);
	return status;
}

static int compare_stored(const struct request *r, int n, char *const *names)
{
	struct side side[SIDES_MOST];
	struct record_error err = { "" };
	int rc = 0, status = CLI_ERROR, read = 0;

	if (n < 2 || n > SIDES_MOST) {
		cli_error("compare needs two runs or more (%d at most), or --paired 'PREFIX' 'PREFIX'",
			  SIDES_MOST);
		return CLI_ERROR;
	}
	for (; !rc && read < n; read += rc == 0)
		rc = side_read(names[read], &side[read], &err);
	if (rc)
		cli_error("%s", err.text);
	else if (check_sides(side, (size_t)n) == CLI_OK)
		status = compare_with_noise(side, (size_t)n, r, r->measure.out);
	while (read > 0)
		side_free(&side[--read]);
	return status;
}

static const char *name_of(const char *prefix)
{
	return *prefix ? prefix : "nothing";
}

static int compare_arms(const struct request *r, const struct measurement_pair *pair,
			char *const *prefixes)
{
	struct side side[MEASUREMENT_ARMS];
	struct record_error err = { "" };
	int rc = 0, status = CLI_ERROR;
	size_t read = 0;

	for (; !rc && read < MEASUREMENT_ARMS; read += rc == 0) {
		const char *path = pair->arm[read].path;

		rc = side_read_paths(name_of(prefixes[read]), &path, 1, false, &side[read], &err);
	}
	if (rc)
		cli_error("%s", err.text);
	else
		status = compare_with_noise(side, read, r, pair->path);
	while (read > 0)
		side_free(&side[--read]);
	return status;
}

static int compare_paired(const struct request *r, int n, char *const *prefixes)
{
	struct measurement_pair pair;
	struct record_error err = { "" };
	int rc, status;

	if (n != MEASUREMENT_ARMS) {
		cli_error("compare --paired needs two prefix commands, 'PREFIX_A' 'PREFIX_B' ('' is none)");
		return CLI_ERROR;
	}
	rc = measurement_paired(&r->measure, prefixes[0], prefixes[1], &pair, &err);
	status = measurement_explain_pair(rc, &pair, &err);
	if (rc || !pair.arm[0].measured || !pair.arm[1].measured)
		return status;
	rc = compare_arms(r, &pair, prefixes);
	return rc == CLI_OK ? status : rc;
}

static int cmd_compare(int argc, char **argv)
{
	struct request r = { .paired = false };
	const struct measure_options_own own = { own_options, take, &r };

	if (measure_options_parse_with(argc, argv, &own, &r.measure) != 0)
		return CLI_ERROR;
	if (r.paired)
		return compare_paired(&r, argc - optind, argv + optind);
	if (r.measure.measuring) {
		cli_error("--%s is of measuring: compare takes it with --paired alone", r.measure.measuring);
		return CLI_ERROR;
	}
	return compare_stored(&r, argc - optind, argv + optind);
}

const struct cli_command command_compare = {
	.name = "compare",
	.synopsis = "A B [C...]",
	.summary = "what got dearer or cheaper, and how sure that is",
	.options =
		"  A, B, C            a run; several that count as one, RUN,RUN; or a folder of runs\n"
		"  --paired           A and B are prefix commands ('' is none): each case is measured under both,\n"
		"                     in turn, now; takes the options of measure\n"
		"  --only GLOB        only the cases that match; may be given again\n"
		"  --metric NAME      ns, cycles, or noise: what repeats better here (the default)\n"
		"  --baseline DIR     the folder with this machine's noise\n"
		"  --format NAME      text, or tsv or json, which make a page only with --out\n"
		"  --out DIR          where compare.html and the pictures go\n"
		"  --no-pictures      without gnuplot\n",
	.run = cmd_compare,
};
