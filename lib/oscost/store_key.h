/* What a baseline is of: the facts of machine, kernel and build that must be equal for two runs to be
 * held against each other. */
#ifndef OSCOST_STORE_KEY_H
#define OSCOST_STORE_KEY_H

#include <stdbool.h>

#include "record/run.h"

enum {
	STORE_KEY_SIZE = 80, /* bytes of a key's name */
};

/* "6.8.0-amd-epyc-0123456789abcdef": kernel and CPU for people, then a hash over all fields. */
void store_key_of(const struct record_run *run, char key[STORE_KEY_SIZE]);
/* Whether that can be the name of a key: [a-z0-9.-], a dash and 16 hexadecimal digits at the end. */
bool store_key_is(const char *name);

/* A field in which two runs differ; the texts are those of the runs, NULL where unknown. */
struct store_difference {
	const char *field, *a, *b;
};

/* All of them, in the order of the key's fields. Returns how many there are; the first max of them go
 * to out. 0 exactly when the keys are equal. */
size_t store_key_differences(const struct record_run *a, const struct record_run *b,
			     struct store_difference *out, size_t max);

/* The fields that every key has, from 0; NULL behind the last. Mitigations come on top. */
const char *store_key_field(size_t i);

/* Writes dir/key.tsv: "# oscost key 1", columns field and value. 0 or -errno with words in err. */
int store_key_write(const char *dir, const struct record_run *run, struct record_error *err);

#endif
