/* The dependent-add chain that stands in for a cycle counter. */
#include "chain.h"

#include "clock.h"

#define REP4(x) x x x x
#define REP64(x) REP4(REP4(REP4(x)))

#if defined(__x86_64__)
#define ADD "add %1, %0\n\t"
#elif defined(__aarch64__)
#define ADD "add %0, %0, %1\n\t"
#elif defined(__riscv)
#define ADD "add %0, %0, %1\n\t"
#endif

__attribute__((noinline)) void chain_run(uint64_t blocks)
{
	uint64_t sum = 0;
	uint64_t step = blocks | 1;

	for (uint64_t i = 0; i < blocks; i++) {
#ifdef ADD
		__asm__ volatile(REP64(ADD) : "+r"(sum) : "r"(step));
#else
		for (unsigned k = 0; k < CHAIN_BLOCK_ADDS; k++)
			__asm__ volatile("" : "+r"(sum = sum + step));
#endif
	}
}

double chain_cycles_per_tick(uint64_t read_cost_ticks)
{
	const uint64_t blocks = 256;
	uint64_t least = UINT64_MAX;

	for (int i = 0; i < 6; i++) {
		uint64_t begin = clock_begin();

		chain_run(blocks);
		uint64_t ticks = clock_end() - begin;

		if (ticks < least)
			least = ticks;
	}
	if (least <= read_cost_ticks)
		return 0;
	return (double)(blocks * CHAIN_BLOCK_ADDS) / (double)(least - read_cost_ticks);
}
