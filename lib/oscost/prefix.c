/* Splits a prefix command, looks for its program, and tries it. */
#include "prefix.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "record/text.h"
#include "spawn.h"
#include "wire_read.h"

#define TRY_LIMIT_NS 10000000000u

enum { TEXT_MAX = 1000, WORDS_MAX = 200 };

static const struct {
	int code;
	const char *words;
} faults[] = {
	{ WRDE_BADCHAR, "an unquoted newline or one of | & ; < > ( ) { }: it is a command, not a script" },
	{ WRDE_BADVAL, "a variable in it is not set" },
	{ WRDE_CMDSUB, "no command in it is run; give the words themselves" },
	{ WRDE_SYNTAX, "a quote or a brace is not closed" },
	{ WRDE_NOSPACE, "no memory" },
};

static const char *fault_words(int code)
{
	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++)
		if (faults[i].code == code)
			return faults[i].words;
	return "it cannot be split into words";
}

static int refuse(const char *text, const char *why, struct record_error *err)
{
	return record_fail(err, -EINVAL, "the prefix '%.80s': %s", text, why);
}

static bool is_program(const char *path)
{
	struct stat st;

	return access(path, X_OK) == 0 && stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

/* As execvp() looks, which in a child could only fail after the fact. */
static bool found(const char *name)
{
	const char *path = getenv("PATH"), *end;
	char full[PATH_MAX];

	if (strchr(name, '/') || !*name)
		return *name && is_program(name);
	for (path = path ? path : "/bin:/usr/bin"; ; path = end + 1) {
		end = strchrnul(path, ':');
		int n = snprintf(full, sizeof(full), "%.*s%s%s", (int)(end - path), path,
				 end > path ? "/" : "", name);

		if (n > 0 && (size_t)n < sizeof(full) && is_program(full))
			return true;
		if (!*end)
			return false;
	}
}

/*
 * Arithmetic, which wordexp(3) would do: of no use here, and glibc 2.36 falls over "$(())". In single
 * quotes, and behind a backslash, it is text.
 */
static bool has_arithmetic(const char *text)
{
	bool single = false, twice = false;

	for (; *text; text++) {
		if (*text == '\'' && !twice)
			single = !single;
		else if (*text == '"' && !single)
			twice = !twice;
		else if (*text == '\\' && !single && text[1])
			text++;
		else if (*text == '$' && !single && (text[1] == '(' || text[1] == '['))
			return true;
	}
	return false;
}

int prefix_split(const char *text, struct prefix *out, struct record_error *err)
{
	int code;

	*out = (struct prefix){ .text = text };
	if (!text || !text[strspn(text, " \t\n")])
		return 0;
	/* It is kept in machine.tsv as it was typed. */
	if (strlen(text) > TEXT_MAX || !record_text_clean(text, strlen(text)))
		return record_fail(err, -EINVAL, "the prefix is longer than %d bytes or not plain text", TEXT_MAX);
	if (has_arithmetic(text))
		return refuse(text, fault_words(WRDE_CMDSUB), err);
	code = wordexp(text, &out->expanded, WRDE_NOCMD | WRDE_UNDEF);
	/* After WRDE_NOSPACE there is something to free: wordexp(3). */
	out->split = code == 0 || code == WRDE_NOSPACE;
	if (code)
		return refuse(text, fault_words(code), err);
	if (out->expanded.we_wordc > WORDS_MAX)
		return refuse(text, "too many words", err);
	if (out->expanded.we_wordc && !found(out->expanded.we_wordv[0]))
		return record_fail(err, -ENOENT, "the prefix '%.80s': there is no program '%.80s'", text,
				   out->expanded.we_wordv[0]);
	return 0;
}

void prefix_free(struct prefix *p)
{
	if (p->split)
		wordfree(&p->expanded);
	*p = (struct prefix){ .split = 0 };
}

char *const *prefix_words(const struct prefix *p)
{
	return p->split && p->expanded.we_wordc ? p->expanded.we_wordv : NULL;
}

/* Every line up to the last one. */
static int hear(const struct spawn_result *result, struct record_error *err)
{
	struct wire_line line = { .n = 0 };
	char *cursor = result->output;
	int more;

	if (result->end != SPAWN_EXITED || result->status != 0)
		return record_fail(err, -EBADMSG, "%s", spawn_describe(result));
	if (wire_check(result->output, result->size, true, err) != 0)
		return -EBADMSG;
	more = wire_next(&cursor, &line, err);
	if (more == 0)
		return record_fail(err, -EBADMSG, "the benchmark does not say what it offers");
	while (more == 1 && strcmp(line.field[0], "case") == 0)
		more = wire_next(&cursor, &line, err);
	if (more == 1)
		return record_fail(err, -EBADMSG, "line %zu of what the benchmark said: not a case",
				   line.number);
	return more;
}

int prefix_try(const struct prefix *p, const char *program, int cpu, struct record_error *err)
{
	char *argv[] = { (char *)program, (char *)"--list", NULL };
	struct spawn_request request = { .prefix = prefix_words(p), .argv = argv, .cpu = cpu,
					 .limit_ns = TRY_LIMIT_NS };
	struct spawn_result result;
	struct record_error why = { "" };
	int bad;

	if (!request.prefix)
		return 0;
	bad = spawn_run(&request, &result);
	if (bad)
		return record_fail(err, bad, "the prefix '%.80s': %s", p->text, strerror(-bad));
	bad = hear(&result, &why);
	free(result.output);
	if (!bad)
		return 0;
	return record_fail(err, bad, "no benchmark can be measured under '%.80s': %.110s", p->text, why.text);
}
