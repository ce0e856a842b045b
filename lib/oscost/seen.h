/*
 * Facts of mechanism: what the small programs of bench/fact/ saw when they were tried on this
 * machine a moment ago.
 *
 * A program writes lines, fields parted by tabs:
 *   value NAME NUMBER WORDS     what it saw; WORDS say what the number is
 *   cannot NAME REASON          this machine does not let it be tried
 *   end                         last, so that one that broke off is told from one that saw nothing
 * An expression calls the number fact.PROGRAM.NAME.
 */
#ifndef OSCOST_SEEN_H
#define OSCOST_SEEN_H

#include <stdbool.h>
#include <stddef.h>

#include "record/error.h"

enum {
	SEEN_PROGRAMS_MAX = 64,
	SEEN_VALUES_MAX = 64, /* of a program */
	SEEN_NAME_SIZE = 65,
};

struct seen_value {
	char *name;   /* without the program */
	double number; /* NaN: could not be tried */
	char *words;  /* what it is, or why it could not be tried; clean, not escaped */
};

struct seen_program {
	char name[SEEN_NAME_SIZE];
	char *trouble; /* NULL, or why the program as a whole said nothing that counts; clean */
	struct seen_value *values;
	size_t value_n;
};

/* {0}: nothing was tried. */
struct seen {
	struct seen_program programs[SEEN_PROGRAMS_MAX];
	size_t program_n;
};

/* Starts the program of dir unless it was started before, and keeps what it said. name: what lies
 * between the first and the second dot of a fact's name. Whatever goes wrong with the program is
 * its trouble. 0; -E2BIG: too many programs; -ENOMEM. */
int seen_try(struct seen *seen, const char *dir, const char *name, struct record_error *err);
void seen_free(struct seen *seen);

/* Keeps what a program said: size bytes of output. 0 or -ENOMEM. For seen_try and tests. */
int seen_read(struct seen_program *program, const char *output, size_t size);

/* "fact.PROGRAM.NAME": the program's name; false when the text is no fact. */
bool seen_program_of(const char *fact, char name[SEEN_NAME_SIZE]);
/* By the whole name; NULL: the program did not say it. *program: NULL when it was not tried. */
const struct seen_value *seen_find(const struct seen *seen, const char *fact,
				   const struct seen_program **program);

#endif
