/* oscost compare: what got dearer or cheaper from one run to another, and how sure that is. */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "commands.h"
#include "compare_data.h"
#include "compare_text.h"

enum {
	SIDES_MOST = 16,
	ONLY_MOST = 64,
};

enum format { FORMAT_TEXT, FORMAT_TSV, FORMAT_JSON };

struct request {
	const char *only[ONLY_MOST];
	struct comparison_rules rules;
	enum format format;
};

enum { ONLY = 256, FORMAT, METRIC };

static const struct option options[] = {
	{ "only", required_argument, NULL, ONLY },
	{ "format", required_argument, NULL, FORMAT },
	{ "metric", required_argument, NULL, METRIC },
	{ NULL, 0, NULL, 0 },
};

static int take_format(const char *word, enum format *format)
{
	static const char *const words[] = { "text", "tsv", "json" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(word, words[i]) == 0) {
			*format = (enum format)i;
			return 0;
		}
	cli_error("--format is text, tsv or json, not '%s'", word);
	return -EINVAL;
}

static int take_metric(const char *word, struct comparison_rules *rules)
{
	if (strcmp(word, "ns") != 0 && strcmp(word, "cycles") != 0) {
		cli_error("--metric is ns or cycles, not '%s'", word);
		return -EINVAL;
	}
	rules->cycles = strcmp(word, "cycles") == 0;
	return 0;
}

static int take(int option, struct request *r)
{
	switch (option) {
	case ONLY:
		if (r->rules.only_count == ONLY_MOST)
			return -EINVAL;
		r->only[r->rules.only_count++] = optarg;
		return 0;
	case METRIC: return take_metric(optarg, &r->rules);
	case FORMAT: return take_format(optarg, &r->format);
	default: return -EINVAL;
	}
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
		fputs(text_str(&t), stdout);
	text_free(&t);
	return rc ? CLI_ERROR : cli_finish_output(CLI_OK);
}

static int compare(const struct side *side, size_t n, const struct request *r)
{
	struct comparison c[SIDES_MOST];
	size_t made = 0;
	int rc = 0, status = CLI_ERROR;

	for (; !rc && made + 1 < n; made += rc == 0)
		rc = comparison_make(&side[0], &side[made + 1], &r->rules, &c[made]);
	if (rc)
		cli_error("%s", strerror(-rc));
	else
		status = print(c, made, r);
	while (made > 0)
		comparison_free(&c[--made]);
	return status;
}

int cmd_compare(int argc, char **argv)
{
	struct request r = { .rules.derived = true };
	struct side side[SIDES_MOST];
	struct record_error err = { "" };
	size_t n = 0;
	int o, rc = 0, status = CLI_ERROR;

	r.rules.only = r.only;
	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1)
		if (take(o, &r) != 0)
			return CLI_ERROR;
	if (argc - optind < 2 || argc - optind > SIDES_MOST) {
		cli_error("compare needs two runs or more (%d at most): A B [C…]", SIDES_MOST);
		return CLI_ERROR;
	}
	for (; !rc && optind < argc; optind++) {
		rc = side_read(argv[optind], &side[n], &err);
		n += rc == 0;
	}
	if (rc)
		cli_error("%s", err.text);
	else
		status = compare(side, n, &r);
	while (n > 0)
		side_free(&side[--n]);
	return status;
}
