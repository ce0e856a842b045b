/* What the programs of facts say, and names of facts. */
#include <math.h>

#include "fuzz.h"
#include "oscost/seen.h"
#include "record/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size);
	struct seen seen = { .program_n = 1 };
	struct seen_program *p = &seen.programs[0];
	const struct seen_program *found;
	char name[SEEN_NAME_SIZE];

	snprintf(p->name, sizeof(p->name), "program");
	FUZZ_CHECK(seen_read(p, text, size) == 0);
	FUZZ_CHECK(!p->trouble || (p->value_n == 0 && record_text_clean(p->trouble, strlen(p->trouble))));
	for (size_t i = 0; i < p->value_n; i++) {
		char fact[200];

		FUZZ_CHECK(isnan(p->values[i].number) || isfinite(p->values[i].number));
		FUZZ_CHECK(record_text_clean(p->values[i].words, strlen(p->values[i].words)));
		snprintf(fact, sizeof(fact), "fact.program.%s", p->values[i].name);
		FUZZ_CHECK(seen_find(&seen, fact, &found) == &p->values[i]);
	}
	if (seen_program_of(text, name))
		FUZZ_CHECK(strlen(name) > 0 && !strchr(name, '.'));
	seen_find(&seen, text, &found);
	seen_free(&seen);
	free(text);
	return 0;
}
