/* The run in memory: its machine keys, and its end. */
#include "run.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "blocks.h"
#include "grow.h"
#include "number.h"
#include "text.h"

char *record_copy(const char *text, int *failed)
{
	char *copy;

	if (!text || !*text || strcmp(text, "-") == 0)
		return NULL;
	copy = strdup(text);
	if (!copy)
		*failed = -ENOMEM;
	return copy;
}

static struct record_key *find_key(const struct record_run *run, const char *key)
{
	size_t i;

	for (i = 0; i < run->machine_n; i++) {
		if (strcmp(run->machine[i].key, key) == 0)
			return &run->machine[i];
	}
	return NULL;
}

const char *record_machine_get(const struct record_run *run, const char *key)
{
	const struct record_key *found = find_key(run, key);

	return found ? found->value : NULL;
}

double record_machine_real(const struct record_run *run, const char *key)
{
	const char *text = record_machine_get(run, key);
	double value;

	return text && record_parse_real(text, &value) == 0 ? value : (double)NAN;
}

int record_machine_set(struct record_run *run, const char *key, const char *value)
{
	struct record_key *found, *grown;
	int rc = 0;
	char *copy;

	if (!record_text_is_word(key))
		return -EINVAL;
	copy = record_copy(value, &rc);
	if (rc)
		return rc;
	found = find_key(run, key);
	if (!found && run->machine_n == RECORD_KEYS_MAX)
		rc = -E2BIG;
	if (!found && rc == 0) {
		grown = record_grow(run->machine, &run->machine_size, run->machine_n,
				    sizeof(*grown));
		if (grown) {
			run->machine = grown;
			found = &grown[run->machine_n];
			found->value = NULL;
			found->key = strdup(key);
		}
		if (!found || !found->key)
			rc = -ENOMEM;
		else
			run->machine_n++;
	}
	if (rc) {
		free(copy);
		return rc;
	}
	free(found->value);
	found->value = copy;
	return 0;
}

int record_machine_setf(struct record_run *run, const char *key, const char *format, ...)
{
	char text[1024];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	return record_machine_set(run, key, text);
}

static void free_case(struct record_case *c)
{
	free((char *)c->name);
	free((char *)c->param);
	free((char *)c->unit);
	free((char *)c->what);
	free((char *)c->expected);
	free((char *)c->program);
	free((char *)c->status);
	free((char *)c->reason);
}

void record_free_run(struct record_run *run)
{
	size_t i;

	for (i = 0; i < run->case_n; i++)
		free_case(&run->cases[i]);
	for (i = 0; i < run->counter_n; i++)
		free(run->counters[i]);
	for (i = 0; i < run->word_n; i++)
		free(run->words[i]);
	for (i = 0; i < run->machine_n; i++) {
		free(run->machine[i].key);
		free(run->machine[i].value);
	}
	record_blocks_free(run->blocks);
	free(run->cases);
	free(run->counters);
	free(run->words);
	free(run->machine);
	free(run->samples);
	free(run->gaps);
	free(run->slots);
	*run = (struct record_run){ 0 };
}
