/* oscost doctor: what disturbs measuring here, what it costs, what to do; changes nothing. */
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "core_look.h"
#include "here.h"
#include "machine/placement.h"
#include "machine/preflight.h"
#include "noise.h"
#include "paths.h"
#include "text.h"

enum {
	LOOK_MS = 500,
	LEVEL_COLUMNS = 5,
	TITLE_COLUMNS = 20, /* of the longest title, and one */
	LABEL_COLUMNS = 7,  /* "costs", "do" */
	INDENT = LEVEL_COLUMNS + TITLE_COLUMNS,
	WIDTH_MOST = 100,
};

static const struct {
	const char *word, *color;
} levels[] = {
	[MACHINE_OK] = { "ok", "\033[32m" },
	[MACHINE_WARN] = { "warn", "\033[33m" },
	[MACHINE_BAD] = { "bad", "\033[1;31m" },
	[MACHINE_UNKNOWN] = { "?", "\033[2m" },
};

enum { LEVELS = sizeof(levels) / sizeof(levels[0]) };

static size_t width(void)
{
	return cli_width() < WIDTH_MOST ? cli_width() : WIDTH_MOST;
}

/* A paragraph that begins at column `indent`. What it tells of the machine may come from anybody's files. */
static void add_wrapped(struct text *out, const char *words, size_t indent)
{
	struct text clean = { 0 };

	text_add_clean(&clean, words);
	text_add_wrapped(out, text_str(&clean), width(), indent);
	text_add_char(out, '\n');
	out->failed = out->failed || clean.failed;
	text_free(&clean);
}

/* A word in the left column, padded; in colour on a terminal. */
static void add_level(struct text *out, enum machine_level level)
{
	text_addf(out, cli_color() ? "%s%s\033[0m" : "%.0s%s", levels[level].color,
		  levels[level].word);
	text_add_spaces(out, LEVEL_COLUMNS - strlen(levels[level].word));
}

/* "costs  WORDS", with the words in a column of their own. */
static void add_labelled(struct text *out, const char *label, const char *words)
{
	text_addf(out, "%*s%-*s", LEVEL_COLUMNS, "", LABEL_COLUMNS, label);
	add_wrapped(out, words, LEVEL_COLUMNS + LABEL_COLUMNS);
}

/* What to do, line by line: commands stay whole so that they can be copied. */
static void add_todo(struct text *out, const char *todo)
{
	for (const char *line = todo; *line;) {
		size_t length = strcspn(line, "\n");
		struct text words = { 0 };

		text_add_n(&words, line, length);
		if (line[0] == '$' || line[0] == ' ')
			text_addf(out, "%*s%s\n", LEVEL_COLUMNS + 2, "", text_str(&words));
		else
			add_labelled(out, line == todo ? "do" : "", text_str(&words));
		text_free(&words);
		line += length + (line[length] == '\n');
	}
}

static void add_finding(struct text *out, const struct machine_check *check,
			enum machine_level level, const struct machine_finding *finding)
{
	bool explain = level != MACHINE_OK || cli_verbose();

	add_level(out, level);
	text_addf(out, "%-*s", TITLE_COLUMNS, check->title);
	add_wrapped(out, finding->seen, INDENT);
	if (explain && finding->cost[0])
		add_labelled(out, "costs", finding->cost);
	if (explain)
		add_todo(out, finding->todo);
}

/* More than a guest is told: a neighbour on the core that the host keeps from us. */
static enum machine_level check_core(const struct machine_preflight *preflight, struct machine_finding *finding)
{
	struct core_look core;

	finding->cost = "A neighbour on the same core, another guest's too, made a pipe round trip 40% dearer where "
			"this was tried, and nothing else tells. Processes that ran so are not counted where six others remain.";
	finding->todo[0] = '\0';
	if (core_look(preflight->cpu, LOOK_MS, &core) != 0 || core.looks == 0) {
		snprintf(finding->seen, sizeof(finding->seen), "cannot be told here");
		return MACHINE_UNKNOWN;
	}
	snprintf(finding->seen, sizeof(finding->seen), "in %.0f%% of %zu looks over %d ms (five chains of adds beside one)",
		 100 * core.shared, core.looks, LOOK_MS);
	snprintf(finding->todo, sizeof(finding->todo), "Measure while the neighbours are quiet, or with --thorough.");
	return core.shared < .1 ? MACHINE_OK : MACHINE_WARN;
}

static const struct machine_check core_check = { "core", "Core shared", check_core };

/* What the baseline folder knows of this machine, kernel and build. */
static enum machine_level check_noise(const struct machine_preflight *preflight, struct machine_finding *finding)
{
	struct record_run here;
	struct text words = { 0 };
	enum machine_level level = MACHINE_OK;

	finding->cost = "Without it a comparison takes 3% for the least change that counts, though some cases differ by "
			"more from one run to the next.";
	finding->todo[0] = '\0';
	if (here_describe(preflight->cpu, NULL, &here, NULL) == 0 && noise_describe_known(paths_baseline_dir(), &here) == 0)
		noise_add_words(&words, &here);
	snprintf(finding->seen, sizeof(finding->seen), "%s", words.length ? text_str(&words) : "never measured");
	if (words.length == 0) {
		level = MACHINE_WARN;
		snprintf(finding->todo, sizeof(finding->todo), "Measure the machine against itself:\n$ ./run.sh noise");
	}
	text_free(&words);
	record_free_run(&here);
	return level;
}

static const struct machine_check noise_check = { "noise", "Own noise", check_noise };

static void add_all(struct text *out, const struct machine_preflight *preflight)
{
	size_t count, seen[LEVELS] = { 0 };
	const struct machine_check *checks = machine_checks(&count);
	const struct machine_check *const own[] = { &core_check, &noise_check };

	for (size_t i = 0; i < count + sizeof(own) / sizeof(own[0]); i++) {
		const struct machine_check *check = i < count ? &checks[i] : own[i - count];
		struct machine_finding finding;
		enum machine_level level = machine_check_run(check, preflight, &finding);

		seen[level]++;
		if (level != MACHINE_OK || !cli_quiet())
			add_finding(out, check, level, &finding);
	}
	text_addf(out, "\n%zu ok, %zu warn, %zu bad, %zu unknown (?). Nothing was changed.\n",
		  seen[MACHINE_OK], seen[MACHINE_WARN], seen[MACHINE_BAD], seen[MACHINE_UNKNOWN]);
}

/* Prints, in ASCII where the terminal has no UTF-8. */
static int print(const struct text *out)
{
	struct text ascii = { 0 };

	if (cli_utf8()) {
		cli_print("%s", text_str(out));
	} else {
		text_add_ascii(&ascii, text_str(out));
		cli_print("%s", text_str(&ascii));
	}
	if (out->failed || ascii.failed) {
		cli_error("out of memory");
		text_free(&ascii);
		return CLI_ERROR;
	}
	text_free(&ascii);
	return cli_finish_output(CLI_OK);
}

/* The PU of --cpu, -1 if there is none. CLI_OK or CLI_ERROR. */
static int parse_args(int argc, char **argv, int *wanted_cpu)
{
	unsigned long long cpu;

	*wanted_cpu = -1;
	for (int i = 1; i < argc; i++) {
		const char *value = NULL;

		if (strncmp(argv[i], "--cpu=", 6) == 0)
			value = argv[i] + 6;
		else if (strcmp(argv[i], "--cpu") == 0 && i + 1 < argc)
			value = argv[++i];
		else if (strcmp(argv[i], "--cpu") == 0)
			cli_error("--cpu wants the number of a PU");
		else
			cli_error("doctor: unknown argument '%s'; it takes --cpu N only", argv[i]);
		if (!value || cli_parse_number("--cpu", value, 0, MACHINE_CPUS_MAX - 1, &cpu))
			return CLI_ERROR;
		*wanted_cpu = (int)cpu;
	}
	return CLI_OK;
}

static int cmd_doctor(int argc, char **argv)
{
	struct machine_placement place;
	struct machine_preflight preflight;
	struct text out = { 0 };
	int wanted_cpu, status;
	char err[400];

	if (parse_args(argc, argv, &wanted_cpu) != CLI_OK)
		return CLI_ERROR;
	if (machine_place(wanted_cpu, &place, err, sizeof(err))) {
		cli_error("%s", err);
		return CLI_ERROR;
	}
	if (machine_preflight_open("", place.cpu, LOOK_MS, &preflight)) {
		machine_preflight_close(&preflight);
		cli_error("out of memory");
		return CLI_ERROR;
	}
	text_addf(&out, "PU %u: ", place.cpu);
	add_wrapped(&out, place.why, strlen("PU 0: "));
	text_add(&out, "\n");
	add_all(&out, &preflight);
	machine_preflight_close(&preflight);
	status = print(&out);
	text_free(&out);
	return status;
}

const struct cli_command command_doctor = {
	.name = "doctor",
	.synopsis = "[--cpu N]",
	.summary = "is this machine fit to measure, and what to do about it",
	.run = cmd_doctor,
};
