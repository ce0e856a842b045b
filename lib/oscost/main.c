/* oscost: measures what an operating system charges for virtualising the CPU. */
#include <locale.h>
#include <signal.h>
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
	&command_receive,
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
	cli_print("usage: oscost SUBCOMMAND [OPTIONS]\n\n"
		  "What does this operating system charge for virtualising the CPU?\n\n");
	for (size_t i = 0; i < COMMANDS; i++)
		cli_print("  %-8s %-20s %s\n", commands[i]->name, commands[i]->synopsis,
			  commands[i]->summary);
	cli_print("\nEvery subcommand: -h or --help, --version, --no-color, -v (verbose), -q (quiet).\n"
		  "Exit status: 0 good, 1 a check failed, 2 wrong use or nothing could be measured, 3 "
		  "inconclusive (check --strict), 130 interrupted.\n");
}

static void print_command(const struct cli_command *c)
{
	cli_print("usage: oscost %s%s%s\n\n%s\n", c->name, *c->synopsis ? " " : "", c->synopsis, c->summary);
	if (c->options)
		cli_print("\n%s", c->options);
	if (c->more)
		c->more();
}

static int cmd_version(int argc, char **argv)
{
	if (argc > 1) {
		cli_error("version takes no arguments, not '%s'", argv[1]);
		return CLI_ERROR;
	}
	cli_print("oscost " OSCOST_VERSION "\n");
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

	cli_begin();
	/* Only the characters follow the locale; numbers keep their '.'. */
	setlocale(LC_CTYPE, "");
	/* A file that may not grow is an error of write(2), to be told in words. */
	signal(SIGXFSZ, SIG_IGN);
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
