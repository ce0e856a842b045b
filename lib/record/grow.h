/* Arrays that grow: for the sources of this module alone. */
#ifndef RECORD_GROW_H
#define RECORD_GROW_H

#include <stddef.h>
#include <stdlib.h>

/* The array, moved when n items fill its *size, with room for one more; NULL when out of memory,
 * array is as it was then. */
static inline void *record_grow(void *array, size_t *size, size_t n, size_t item_bytes)
{
	size_t more = *size ? 2 * *size : 16;
	void *grown;

	if (n < *size)
		return array;
	grown = reallocarray(array, more, item_bytes);
	if (grown)
		*size = more;
	return grown;
}

/* A copy, NULL for a missing text (NULL, "" and "-"); *failed is set when out of memory. */
char *record_copy(const char *text, int *failed);

#endif
