/* Doubles in blocks of their own, since an array that grows would move under the samples that point
 * into it. */
#include "blocks.h"

#include <stdlib.h>
#include <string.h>

enum {
	BLOCK_VALUES = 8190
};

struct record_block {
	struct record_block *next;
	size_t used;
	double values[BLOCK_VALUES];
};

const double *record_blocks_add(struct record_block **blocks, const double *values, size_t n)
{
	struct record_block *block = *blocks;
	double *place;

	if (n > BLOCK_VALUES)
		return NULL;
	if (!block || BLOCK_VALUES - block->used < n) {
		block = malloc(sizeof(*block));
		if (!block)
			return NULL;
		block->next = *blocks;
		block->used = 0;
		*blocks = block;
	}
	place = block->values + block->used;
	memcpy(place, values, n * sizeof(*values));
	block->used += n;
	return place;
}

void record_blocks_free(struct record_block *blocks)
{
	while (blocks) {
		struct record_block *next = blocks->next;

		free(blocks);
		blocks = next;
	}
}
