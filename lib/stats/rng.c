/* xoshiro256** and what is drawn from it. */
#include "rng.h"

static uint64_t rotate_left(uint64_t x, int bits)
{
	return x << bits | x >> (64 - bits);
}

static uint64_t splitmix64(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

void stats_rng_seed(struct stats_rng *rng, uint64_t seed)
{
	for (int i = 0; i < 4; i++)
		rng->state[i] = splitmix64(&seed);
}

uint64_t stats_rng_next(struct stats_rng *rng)
{
	uint64_t *s = rng->state;
	uint64_t result = rotate_left(s[1] * 5, 7) * 9;
	uint64_t shifted = s[1] << 17;

	s[2] ^= s[0];
	s[3] ^= s[1];
	s[1] ^= s[2];
	s[0] ^= s[3];
	s[2] ^= shifted;
	s[3] = rotate_left(s[3], 45);
	return result;
}

uint64_t stats_rng_below(struct stats_rng *rng, uint64_t bound)
{
	uint64_t surplus, drawn;

	if (bound < 2)
		return 0;
	/* 2^64 mod bound low values are drawn again: what is left is a multiple of bound. */
	surplus = -bound % bound;
	do {
		drawn = stats_rng_next(rng);
	} while (drawn < surplus);
	return drawn % bound;
}

double stats_rng_double(struct stats_rng *rng)
{
	return (double)(stats_rng_next(rng) >> 11) * 0x1p-53;
}

void stats_rng_shuffle(struct stats_rng *rng, size_t *order, size_t n)
{
	for (size_t left = n; left > 1; left--) {
		size_t chosen = (size_t)stats_rng_below(rng, left);
		size_t last = order[left - 1];

		order[left - 1] = order[chosen];
		order[chosen] = last;
	}
}
