/* oscost: measures what an operating system charges for virtualising the CPU. */
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "commands.h"
#include "paths.h"

static const struct cli_command command_version, command_help;

/* In the order of the help. */
static const struct cli_command *const commands[] = {
	&command_measure,
	&command_report,
	&command_compare,
	&command_check,
	&command_export,
	&command_baseline,
	&command_history,
	&command_claims,
	&command_noise,
	&command_list,
	&command_doctor,
	&command_version,
	&command_help,
static const struct cli_command commands[] = {
	{ "measure", "[OPTIONS]", "measures, prints the table, writes the run folder",
	  "  --quick            the whole catalogue in about 15 s, 6 rounds\n"
	  "  --thorough         up to 60 rounds and every point of the curves (10 minutes at most)\n"
	  "  --only GLOB        only the cases that match, 'ctxsw.*'; may be given again\n"
	  "  --rounds N         exactly N rounds\n"
	  "  --seed N           seed of the order and of the samples' lengths\n"
	  "  --cpu N            measure on this PU (hardware thread)\n"
	  "  --counters LIST    further performance counters, by libpfm4's names, comma-separated\n"
	  "  --no-counters      none\n"
	  "  --out DIR          the run folder itself\n"
	  "  --tag TEXT         a remark, kept with the run\n"
	  "  --commit TEXT      what was built, kept with the run (default: OSCOST_COMMIT, GITHUB_SHA, CI_COMMIT_SHA)\n"
	  "  --under PREFIX     start each benchmark under a command: 'chrt -f 50', 'setarch -R'\n"
	  "  --no-pictures      table and page without gnuplot\n"
	  "  --no-report        only the records: `oscost report` makes table, page and pictures of them\n",
	  cmd_measure },
	{ "report", "RUN", "table, page and pictures again, from the files of a run",
	  "  RUN                a folder, a name under the results, or latest\n", cmd_report },
	{ "receive", "FOLDER [KEY=VALUE...]", "a run that a guest has measured becomes one of ours (vm calls it)",
	  "  FOLDER             the records, as they came out\n"
	  "  KEY=VALUE          date=…, vm.NAME=…: kept with the run\n"
	  "  --out DIR          the run folder itself\n"
	  "  --no-pictures      table and page without gnuplot\n", cmd_receive },
	{ "compare", "A B [C...]", "what got dearer or cheaper, and how sure that is",
	  "  A, B, C            a run; several that count as one, RUN,RUN; or a folder of runs\n"
	  "  --paired           A and B are prefix commands ('' is none): each case is measured under both,\n"
	  "                     in turn, now; takes the options of measure\n"
	  "  --only GLOB        only the cases that match; may be given again\n"
	  "  --metric NAME      ns, cycles, or noise: what repeats better here (the default)\n"
	  "  --baseline DIR     the folder with this machine's noise\n"
	  "  --format NAME      text, tsv or json\n"
	  "  --out DIR          where compare.html and the pictures go\n"
	  "  --no-pictures      without gnuplot\n", cmd_compare },
	{ "check", "RUN", "the CI gate: has anything regressed against the baseline?",
	  "  --baseline DIR     the folder of stored runs (see baseline)\n"
	  "  --last N           hold it against the newest N of them (5), unless some are pinned\n"
	  "  --across FIELD,... what may differ from the baseline: a field of its key, kernel, mitigation, all\n"
	  "  --allow-missing    no fitting baseline is not an error\n"
	  "  --confirm RUN      a second run, in place of measuring once more what looks changed\n"
	  "  --no-confirm       one measurement is enough\n"
	  "  --under PREFIX     the prefix command that RUN was measured under\n"
	  "  --strict           inconclusive cases give exit status 3\n"
	  "  --junit FILE, --markdown FILE   verdicts for a CI's collector and for a comment (- is stdout)\n"
	  "  --only GLOB, --metric NAME, --format text|json, --out DIR, --no-pictures   as in compare\n",
	  cmd_check },
	{ "export", "FORMAT RUN...", "the results of runs in the formats of other tools",
	  "  --only GLOB        only the cases that match; may be given again\n"
	  "  --out FILE         to a file, which is replaced when all is written, not to standard output\n"
	  "  --config FILE      otava: its configuration too, which names the file of --out\n"
	  "  RUN                a folder, a name under the results, or latest; more than one for benchfmt, otava,\n"
	  "                     csv, json\n"
	  "Numbers are unrounded. Only what has figures is a result; what is INVALID, FAILED or SKIPPED is said\n"
	  "in the format's own way, or left out and counted in a message. In CSV, a text that begins with = + - or @\n"
	  "gets an apostrophe before it, so that no spreadsheet takes it for a formula.\n\n",
	  cmd_export },
	{ "baseline", "ACTION", "keeps runs that others are held against",
	  "  add RUN…           keeps them, condensed; --pin: they are never pruned\n"
	  "  list               what is kept, by machine, kernel and build\n"
	  "  pin NAME…          never pruned; unpin NAME… ends that\n"
	  "  remove NAME…       takes runs out; NAME or KEY/NAME, as list shows them\n"
	  "  prune --keep N     leaves the last N of each key and the pinned ones\n"
	  "  --baseline DIR     the folder ($OSCOST_BASELINE, or baseline under the results)\n"
	  "  --keep N           with add: prunes to the last N of that key (100; 0: keeps all)\n",
	  cmd_baseline },
	{ "list", "[--only GLOB]", "the cases and what each figure includes", NULL, cmd_list },
	{ "doctor", "[--cpu N]", "is this machine fit to measure, and what to do about it", NULL, cmd_doctor },
	{ "version", "", "the version", NULL, cmd_version },
	{ "help", "[SUBCOMMAND]", "this text, or that of a subcommand", NULL, cmd_help },
};

#define COMMANDS (sizeof(commands) / sizeof(commands[0]))

static const struct cli_command *find_command(const char *name)
{
	for (size_t i = 0; i < COMMANDS; i++)
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	return NULL;
}

static void print_usage(void)
{
	printf("usage: oscost SUBCOMMAND [OPTIONS]\n\n"
	       "What does this operating system charge for virtualising the CPU?\n\n");
	for (size_t i = 0; i < COMMANDS; i++)
		printf("  %-8s %-14s %s\n", commands[i]->name, commands[i]->synopsis,
		       commands[i]->summary);
	printf("\nEvery subcommand: -h or --help, --version, --no-color, -v (verbose), -q (quiet).\n"
	       "Exit status: 0 good, 1 a check failed, 2 wrong use or nothing could be measured, 3 "
	       "inconclusive (check --strict), 130 interrupted.\n");
}

static void print_command(const struct cli_command *c)
{
	printf("usage: oscost %s %s\n\n%s\n", c->name, c->synopsis, c->summary);
	if (c->options)
		printf("\n%s", c->options);
	if (c->more)
		c->more();
}

static int cmd_version(int argc, char **argv)
{
	if (argc > 1) {
		cli_error("version takes no arguments, not '%s'", argv[1]);
		return CLI_ERROR;
	}
	puts("oscost " OSCOST_VERSION);
	return CLI_OK;
}

static const struct cli_command command_version = {
	.name = "version",
	.synopsis = "",
	.summary = "the version",
	.run = cmd_version,
};

static int cmd_help(int argc, char **argv)
{
	const struct cli_command *c = argc > 1 ? find_command(argv[1]) : NULL;

	if (argc > 1 && !c) {
		cli_error("there is no subcommand '%s'; `oscost help` lists them", argv[1]);
		return CLI_ERROR;
	}
	if (c)
		print_command(c);
	else
		print_usage();
	return CLI_OK;
}

static const struct cli_command command_help = {
	.name = "help",
	.synopsis = "[SUBCOMMAND]",
	.summary = "this text, or that of a subcommand",
	.run = cmd_help,
};

int main(int argc, char **argv)
{
	bool help = false, version = false;
	const struct cli_command *c;

	/* Only the characters follow the locale; numbers keep their '.'. */
	setlocale(LC_CTYPE, "");
	argc = cli_take_common(argc, argv, &help, &version);
	if (paths_init(argv[0]) != 0) {
		cli_error("cannot find the folder of this program; start it by its path");
		return CLI_ERROR;
	}
	if (version)
		return cli_finish_output(cmd_version(1, argv));
	if (argc < 2) {
		if (help) {
			print_usage();
			return cli_finish_output(CLI_OK);
		}
		cli_error("no subcommand; `oscost help` lists them");
		return CLI_ERROR;
	}
	c = find_command(argv[1]);
	if (!c) {
		cli_error("there is no subcommand '%s'; `oscost help` lists them", argv[1]);
		return CLI_ERROR;
	}
	if (help) {
		print_command(c);
		return cli_finish_output(CLI_OK);
	}
	return cli_finish_output(c->run(argc - 1, argv + 1));
}
