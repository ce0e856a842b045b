/* Options and messages that every subcommand shares. */
#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <unistd.h>

static struct {
	bool no_color, quiet, verbose;
	bool reader_may_leave; /* SIGPIPE has the meaning that it has by default */
	int output_error; /* errno of the first thing that could not be printed */
} common;

static void hold_standard(void)
{
	int fd;

	do
		fd = open("/", O_PATH);
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd >= 0)
		close(fd);
}

static void on_pipe(int number)
{
	(void)number;
}

void cli_begin(void)
{
	/* Caught, not ignored: what is executed gets the default back. */
	struct sigaction action = { .sa_handler = on_pipe, .sa_flags = SA_RESTART }, before;

	hold_standard();
	sigemptyset(&action.sa_mask);
	if (sigaction(SIGPIPE, NULL, &before) != 0 || before.sa_handler != SIG_DFL)
		return;
	common.reader_may_leave = true;
	sigaction(SIGPIPE, &action, NULL);
}

/* True if argv[i] is an option of all commands; notes it. */
static bool take(const char *arg, bool *help, bool *version)
{
	if (strcmp(arg, "-h") == 0 || strcmp(arg, "--help") == 0)
		*help = true;
	else if (strcmp(arg, "--version") == 0)
		*version = true;
	else if (strcmp(arg, "--no-color") == 0)
		common.no_color = true;
	else if (strcmp(arg, "-v") == 0 || strcmp(arg, "--verbose") == 0)
		common.verbose = true;
	else if (strcmp(arg, "-q") == 0 || strcmp(arg, "--quiet") == 0)
		common.quiet = true;
	else
		return false;
	return true;
}

int cli_take_common(int argc, char **argv, bool *help, bool *version)
{
	int kept = 1, i = 1;

	for (; i < argc && strcmp(argv[i], "--") != 0; i++)
		if (!take(argv[i], help, version))
			argv[kept++] = argv[i];
	for (; i < argc; i++)
		argv[kept++] = argv[i];
	argv[kept] = NULL;
	return kept;
}

bool cli_color(void)
{
	const char *none = getenv("NO_COLOR"), *term = getenv("TERM");

	return !common.no_color && !(none && *none) && isatty(STDOUT_FILENO) &&
	       !(term && strcmp(term, "dumb") == 0);
}

bool cli_utf8(void)
{
	return strcasecmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

unsigned cli_width(void)
{
	struct winsize size;
	const char *columns = getenv("COLUMNS");

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40)
		return size.ws_col;
	if (columns && atoi(columns) >= 40)
		return (unsigned)atoi(columns);
	return 80;
}

bool cli_quiet(void)
{
	return common.quiet;
}

bool cli_verbose(void)
{
	return common.verbose;
}

void cli_print(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	if (vprintf(format, args) < 0 && !common.output_error)
		common.output_error = errno;
	va_end(args);
}

/* Both streams may be one file: what was printed first stands first. */
static void flush_output(void)
{
	if (fflush(stdout) != 0 && !common.output_error)
		common.output_error = errno;
}

static void say(const char *format, va_list args)
{
	flush_output();
	fputs("oscost: ", stderr);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
}

void cli_error(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	say(format, args);
	va_end(args);
}

void cli_note(const char *format, ...)
{
	va_list args;

	if (common.quiet)
		return;
	va_start(args, format);
	say(format, args);
	va_end(args);
}

void cli_detail(const char *format, ...)
{
	va_list args;

	if (!common.verbose)
		return;
	va_start(args, format);
	say(format, args);
	va_end(args);
}

/* Of the option that getopt_long stopped at. */
static void say_wrong(int result, char *const *argv, const struct option *options)
{
	const char *word = argv[optind - 1];
	bool is_long = strncmp(word, "--", 2) == 0;
	size_t begin = 0;
	bool known = false;

	for (const struct option *o = options; o->name; o++) {
		known = known || (optopt && o->val == optopt);
		begin += is_long && strncmp(o->name, word + 2, strcspn(word + 2, "=")) == 0;
	}
	if (result == ':')
		cli_error("%s wants a value; see `oscost help %s`", word, argv[0]);
	else if (is_long && known)
		cli_error("%.*s takes no value; see `oscost help %s`", (int)strcspn(word, "="), word, argv[0]);
	else if (begin > 1)
		cli_error("%s begins more than one option of %s; see `oscost help %s`", word, argv[0], argv[0]);
	else if (is_long || !optopt)
		cli_error("%s has no option '%s'; see `oscost help %s`", argv[0], word, argv[0]);
	else
		cli_error("%s has no option '-%c'; see `oscost help %s`", argv[0], optopt, argv[0]);
}

int cli_getopt(int argc, char **argv, const struct option *options, int *at)
{
	int result;

	opterr = 0;
	result = getopt_long(argc, argv, ":", options, at);
	if (result == '?' || result == ':') {
		say_wrong(result, argv, options);
		return '?';
	}
	return result;
}

int cli_parse_number(const char *option, const char *text, unsigned long long least,
		     unsigned long long most, unsigned long long *out)
{
	char *end;

	errno = 0;
	*out = strtoull(text, &end, 10);
	if (*text >= '0' && *text <= '9' && !*end && !errno && *out >= least && *out <= most)
		return 0;
	cli_error("%s wants a whole number from %llu to %llu, not '%s'", option, least, most, text);
	return -EINVAL;
}

int cli_finish_output(int status)
{
	flush_output();
	if (!common.output_error)
		return status;
	if (common.output_error == EPIPE && common.reader_may_leave) {
		signal(SIGPIPE, SIG_DFL);
		raise(SIGPIPE);
	}
	cli_error("standard output: %s", strerror(common.output_error));
	return CLI_ERROR;
}
