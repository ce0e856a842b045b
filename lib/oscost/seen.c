/* Starts the programs that try facts and reads what they say, which is untrusted. */
#include "seen.h"

#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "record/number.h"
#include "record/text.h"
#include "seen_start.h"
#include "text.h"

enum { WORDS_MAX = 400 };

static const char prefix[] = "fact.";

bool seen_program_of(const char *fact, char name[SEEN_NAME_SIZE])
{
	const char *start = fact + strlen(prefix), *dot;

	if (strncmp(fact, prefix, strlen(prefix)) != 0)
		return false;
	dot = strchr(start, '.');
	if (!dot || dot == start || dot - start >= SEEN_NAME_SIZE || !dot[1])
		return false;
	memcpy(name, start, (size_t)(dot - start));
	name[dot - start] = '\0';
	return true;
}

static struct seen_program *find_program(const struct seen *seen, const char *name)
{
	for (size_t i = 0; i < seen->program_n; i++)
		if (strcmp(seen->programs[i].name, name) == 0)
			return (struct seen_program *)&seen->programs[i];
	return NULL;
}

static const struct seen_value *find_value(const struct seen_program *p, const char *name)
{
	for (size_t i = 0; i < p->value_n; i++)
		if (strcmp(p->values[i].name, name) == 0)
			return &p->values[i];
	return NULL;
}

const struct seen_value *seen_find(const struct seen *seen, const char *fact,
				   const struct seen_program **program)
{
	char name[SEEN_NAME_SIZE];

	*program = NULL;
	if (!seen || !seen_program_of(fact, name))
		return NULL;
	*program = find_program(seen, name);
	if (!*program || (*program)->trouble)
		return NULL;
	return find_value(*program, fact + strlen(prefix) + strlen(name) + 1);
}

static char *clean_copy(const char *words)
{
	struct text t = { 0 };

	text_add_clean(&t, words);
	if (!t.data || t.failed) {
		text_free(&t);
		return strdup("");
	}
	return t.data;
}

static void forget_values(struct seen_program *p)
{
	for (size_t i = 0; i < p->value_n; i++) {
		free(p->values[i].name);
		free(p->values[i].words);
	}
	free(p->values);
	p->values = NULL;
	p->value_n = 0;
}

/* What it said before it went wrong does not count. */
static int set_trouble(struct seen_program *p, const char *words)
{
	if (p->trouble)
		return 0;
	forget_values(p);
	p->trouble = clean_copy(words);
	return p->trouble ? 0 : -ENOMEM;
}

static int add_value(struct seen_program *p, const char *name, double number, const char *words)
{
	struct seen_value *v = &p->values[p->value_n];

	v->name = strdup(name);
	v->words = clean_copy(words);
	v->number = number;
	p->value_n++;
	return v->name && v->words ? 0 : -ENOMEM;
}

/* Cuts the line at its tabs; returns how many fields there are, at most most + 1. */
static size_t split(char *line, char **field, size_t most)
{
	size_t n = 0;

	for (char *next = line; next; n++) {
		if (n == most)
			return most + 1;
		field[n] = next;
		next = strchr(next, '\t');
		if (next)
			*next++ = '\0';
	}
	return n;
}

/* NULL, or what is wrong with the line in words. */
static const char *read_line(struct seen_program *p, char *line, bool *ended, int *rc)
{
	char *field[4] = { line };
	size_t n = split(line, field, 4);
	double number = (double)NAN;

	if (n == 1 && strcmp(field[0], "end") == 0) {
		*ended = true;
		return NULL;
	}
	if (n == 4 && strcmp(field[0], "value") == 0) {
		if (record_parse_real(field[2], &number) != 0)
			return "a value that is no number";
	} else if (n != 3 || strcmp(field[0], "cannot") != 0) {
		return "a line that is none of value, cannot, end";
	}
	if (!record_text_is_case(field[1]))
		return "a name that is none";
	if (find_value(p, field[1]))
		return "the same name twice";
	if (p->value_n == SEEN_VALUES_MAX)
		return "more values than are read";
	if (strlen(field[n - 1]) > WORDS_MAX || !*field[n - 1])
		return "words that are missing or too long";
	*rc = add_value(p, field[1], number, field[n - 1]);
	return NULL;
}

int seen_read(struct seen_program *p, const char *output, size_t size)
{
	char *copy = size <= SEEN_OUTPUT_MAX ? malloc(size + 1) : NULL;
	const char *wrong = NULL;
	bool ended = false;
	int rc = 0;

	if (size > SEEN_OUTPUT_MAX)
		return set_trouble(p, "it said more than is read");
	p->values = calloc(SEEN_VALUES_MAX, sizeof(*p->values));
	if (!copy || !p->values) {
		free(copy);
		return -ENOMEM;
	}
	memcpy(copy, output, size);
	copy[size] = '\0';
	if (memchr(copy, '\0', size))
		wrong = "bytes that are no text";
	for (char *line = copy, *next; !wrong && !rc && *line; line = next) {
		next = strchr(line, '\n');
		if (!next || ended) {
			wrong = ended ? "something behind its end" : "a line that breaks off";
			break;
		}
		*next++ = '\0';
		wrong = read_line(p, line, &ended, &rc);
	}
	free(copy);
	if (!wrong && !ended)
		wrong = "no end";
	if (rc == 0 && wrong) {
		char words[100];

		snprintf(words, sizeof(words), "its output cannot be used: %s", wrong);
		rc = set_trouble(p, words);
	}
	return rc;
}

static int start(struct seen_program *p, const char *path)
{
	char trouble[SEEN_TROUBLE_SIZE];
	struct text output = { 0 };
	int rc = seen_start(path, &output, trouble);

	if (rc == 0 && trouble[0])
		rc = set_trouble(p, trouble);
	else if (rc == 0)
		rc = seen_read(p, text_str(&output), output.length);
	else if (rc != -ENOMEM)
		rc = set_trouble(p, strerror(-rc));
	text_free(&output);
	return rc;
}

int seen_try(struct seen *seen, const char *dir, const char *name, struct record_error *err)
{
	struct seen_program *p = &seen->programs[seen->program_n];
	char path[PATH_MAX];
	int rc;

	if (find_program(seen, name))
		return 0;
	if (seen->program_n == SEEN_PROGRAMS_MAX)
		return record_fail(err, -E2BIG, "facts of more programs than can be tried (%d)",
				   SEEN_PROGRAMS_MAX);
	*p = (struct seen_program){ 0 };
	snprintf(p->name, sizeof(p->name), "%s", name);
	seen->program_n++;
	if (snprintf(path, sizeof(path), "%s/%s", dir, name) >= (int)sizeof(path))
		rc = set_trouble(p, "the path of the program is too long");
	else
		rc = start(p, path);
	return rc ? record_fail(err, rc, "trying facts: %s", strerror(-rc)) : 0;
}

void seen_free(struct seen *seen)
{
	for (size_t i = 0; i < seen->program_n; i++) {
		forget_values(&seen->programs[i]);
		free(seen->programs[i].trouble);
	}
	*seen = (struct seen){ 0 };
}
