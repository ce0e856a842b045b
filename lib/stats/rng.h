/* Random numbers from a recorded seed: xoshiro256** 1.0 of Blackman and Vigna, "Scrambled linear
 * pseudorandom number generators" (2021), its state filled by splitmix64 of the same authors.
 * The sequence of a seed is part of the file format: a run is repeated from its recorded seed. */
#ifndef STATS_RNG_H
#define STATS_RNG_H

#include <stddef.h>
#include <stdint.h>

struct stats_rng {
	uint64_t state[4];  /* never all zero after stats_rng_seed */
};

/* Any seed is good, 0 too. */
void stats_rng_seed(struct stats_rng *rng, uint64_t seed);

/* 64 random bits. */
uint64_t stats_rng_next(struct stats_rng *rng);

/* An integer from 0 to bound - 1, every one equally likely. bound = 0 or 1: 0. */
uint64_t stats_rng_below(struct stats_rng *rng, uint64_t bound);

/* A multiple of 2^-53 from 0 to below 1. */
double stats_rng_double(struct stats_rng *rng);

/* Puts n indices in random order (Fisher and Yates). n = 0 or 1: draws nothing. */
void stats_rng_shuffle(struct stats_rng *rng, size_t *order, size_t n);

#endif
