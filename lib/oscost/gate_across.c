/* What --across names: fields of a baseline's key, and groups of them. */
#include <string.h>

#include "gate_parts.h"
#include "store_key.h"

static const char mitigation[] = "mitigation.";

bool gate_across_covers(const char *word, const char *field)
{
	size_t n = strlen(word);

	if (strcmp(word, "all") == 0)
		return true;
	/* Called as the option is that makes it. */
	if (strcmp(word, "under") == 0)
		return strcmp(field, "run.under") == 0;
	return strncmp(field, word, n) == 0 && (field[n] == '\0' || field[n] == '.');
}

bool gate_across_known(const char *word)
{
	for (size_t i = 0; store_key_field(i); i++)
		if (gate_across_covers(word, store_key_field(i)))
			return true;
	/* Kernels have others. */
	return gate_across_covers(word, mitigation) || strncmp(word, mitigation, sizeof(mitigation) - 1) == 0;
}

void gate_across_add_fields(struct text *t)
{
	text_add(t, "all, kernel, cpu, clock, mitigation, under, ");
	for (size_t i = 0; store_key_field(i); i++)
		text_addf(t, "%s, ", store_key_field(i));
	text_add(t, "mitigation.NAME");
}
