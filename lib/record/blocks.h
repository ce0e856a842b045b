/* Doubles that stay where they are while more come: for the sources of this module alone. */
#ifndef RECORD_BLOCKS_H
#define RECORD_BLOCKS_H

#include <stddef.h>

struct record_block;

/* Copies values[0..n) (n at least 1) behind those that are there; NULL when out of memory. */
const double *record_blocks_add(struct record_block **blocks, const double *values, size_t n);
void record_blocks_free(struct record_block *blocks);

#endif
