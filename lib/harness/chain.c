/* The dependent-add chains that stand in for a cycle counter and tell whether the core is shared. */
#include "chain.h"

#include <math.h>

#include "clock.h"

#define REP4(x) x x x x
#define REP16(x) REP4(REP4(x))
#define REP64(x) REP4(REP16(x))

#if defined(__x86_64__)
#define ADD "add %1, %0\n\t"
#define FIVE_ADDS "add %5, %0\n\tadd %5, %1\n\tadd %5, %2\n\tadd %5, %3\n\tadd %5, %4\n\t"
#elif defined(__aarch64__)
#define ADD "add %0, %0, %1\n\t"
#define FIVE_ADDS \
	"add %0, %0, %5\n\tadd %1, %1, %5\n\tadd %2, %2, %5\n\tadd %3, %3, %5\n\tadd %4, %4, %5\n\t"
#elif defined(__riscv)
#define ADD "add %0, %0, %1\n\t"
#define FIVE_ADDS \
	"add %0, %0, %5\n\tadd %1, %1, %5\n\tadd %2, %2, %5\n\tadd %3, %3, %5\n\tadd %4, %4, %5\n\t"
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

#ifdef FIVE_ADDS
/* As many steps as chain_run, of five chains each. */
static __attribute__((noinline)) void run_five(uint64_t blocks)
{
	uint64_t a = 0, b = 1, c = 2, d = 3, e = 4;
	uint64_t step = blocks | 1;

	for (uint64_t i = 0; i < 4 * blocks; i++)
		__asm__ volatile(REP16(FIVE_ADDS) : "+r"(a), "+r"(b), "+r"(c), "+r"(d), "+r"(e) : "r"(step));
}
#endif

static uint64_t time_run(void (*run)(uint64_t blocks), uint64_t blocks)
{
	uint64_t begin = clock_begin();

	run(blocks);
	return clock_end() - begin;
}

void chain_read(uint64_t read_cost_ticks, struct chain_reading *out)
{
	const uint64_t blocks = 128;
	uint64_t one = UINT64_MAX, five = UINT64_MAX;

	for (int i = 0; i < 5; i++) {
		uint64_t ticks = time_run(chain_run, blocks);

		one = ticks < one ? ticks : one;
#ifdef FIVE_ADDS
		ticks = time_run(run_five, blocks);
		five = ticks < five ? ticks : five;
#endif
	}
	out->cycles_per_tick = 0;
	out->width = NAN;
	if (one <= read_cost_ticks)
		return;
	out->cycles_per_tick = (double)(blocks * CHAIN_BLOCK_ADDS) / (double)(one - read_cost_ticks);
	if (five != UINT64_MAX && five > read_cost_ticks)
		out->width = (double)(five - read_cost_ticks) / (double)(one - read_cost_ticks);
}
