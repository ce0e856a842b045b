/* The mechanisms that cases belong to, by the part of a case's name before the first dot. */
#ifndef OSCOST_MECHANISM_H
#define OSCOST_MECHANISM_H

#include <stdbool.h>
#include <stddef.h>

struct mechanism {
	const char *prefix;
	const char *title; /* neighbours with the same title stand in one group */
	size_t color;      /* in every figure */
};

/* In the order for reading; ends with a prefix of NULL. Names that belong to none come behind. */
extern const struct mechanism mechanisms[];

/* Place in the order; that of the final entry for a name that belongs to none. */
size_t mechanism_of(const char *name);

/* Bytes of the part before the first dot. */
size_t mechanism_prefix_length(const char *name);
bool mechanism_has_prefix(const char *name, const char *prefix, size_t length);

#endif
