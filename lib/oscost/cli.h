/* What every subcommand shares of the command line: options, messages, the terminal. */
#ifndef OSCOST_CLI_H
#define OSCOST_CLI_H

#include <getopt.h>
#include <stdbool.h>
#include <stddef.h>

/* Exit statuses, fixed by design. */
enum {
	CLI_OK = 0,
	CLI_FAILED = 1,	      /* a check failed */
	CLI_ERROR = 2,	      /* wrong use, or nothing could be measured */
	CLI_INCONCLUSIVE = 3, /* with --strict */
	CLI_INTERRUPTED = 130
};

struct cli_command {
	const char *name;
	const char *synopsis; /* what follows "oscost NAME" */
	const char *summary;  /* one line */
	const char *options;  /* lines of help, or NULL */
	void (*more)(void);  /* prints further help; NULL: none */
	int (*run)(int argc, char **argv); /* argv[0] is the command's name */
};

/*
 * The first thing a program does. Descriptors 0, 1 and 2 that are closed are taken, by what can neither be read nor
 * written: else a file would get such a number, and messages would stand in it. A reader who leaves is an error of
 * write(2), so that files are written all the same; cli_finish_output() ends the program as usual then.
 */
void cli_begin(void);

/*
 * Takes the options that every command has out of argv: -h, --help, --version, --no-color, -v, -q.
 * Everything after "--" is left alone. Returns the new argc; *help is set by -h and --help.
 */
int cli_take_common(int argc, char **argv, bool *help, bool *version);

/* Colour on standard output: a terminal, neither --no-color nor NO_COLOR, TERM not "dumb". */
bool cli_color(void);
/* The locale of the user is UTF-8. */
bool cli_utf8(void);
/* Columns of the terminal on standard output, COLUMNS, or 80. */
unsigned cli_width(void);
bool cli_quiet(void);
bool cli_verbose(void);

/* Results, to standard output: as printf(). cli_finish_output() says what went wrong. */
__attribute__((format(printf, 1, 2))) void cli_print(const char *format, ...);

/* Messages, to standard error, "oscost: …". note is silent with -q, detail speaks with -v only. */
__attribute__((format(printf, 1, 2))) void cli_error(const char *format, ...);
__attribute__((format(printf, 1, 2))) void cli_note(const char *format, ...);
__attribute__((format(printf, 1, 2))) void cli_detail(const char *format, ...);

/*
 * As getopt_long() without short options; argv[0] is the command's name. '?' once what is wrong is said.
 */
int cli_getopt(int argc, char **argv, const struct option *options, int *at);

/* A whole number from least to most; on failure prints what is wrong with the option and returns -EINVAL. */
int cli_parse_number(const char *option, const char *text, unsigned long long least,
		     unsigned long long most, unsigned long long *out);

/*
 * Standard output was written to the end: status, else prints why and gives CLI_ERROR; a reader who has seen enough
 * ends the program by SIGPIPE, unless that was ignored from the start.
 * The last thing a command does.
 */
int cli_finish_output(int status);

#endif
