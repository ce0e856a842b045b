/*
 * The core, looked at without a PMU: its clock by a chain of dependent adds of known length, one add
 * a core cycle; and whether it is ours alone, by several such chains side by side.
 *
 * Both operands are registers: recent cores resolve an add of an immediate while renaming, which
 * would run the chain at several adds a cycle (Agner Fog, "The microarchitecture of Intel, AMD and
 * VIA CPUs", on Golden Cove).
 */
#ifndef HARNESS_CHAIN_H
#define HARNESS_CHAIN_H

#include <stdint.h>

/* Runs blocks * 64 dependent adds. */
void chain_run(uint64_t blocks);
#define CHAIN_BLOCK_ADDS 64u

struct chain_reading {
	double cycles_per_tick; /* core cycles per clock tick; 0: cannot be told */
	/*
	 * Time of five chains side by side over that of one; NaN where there is no such probe. It is a
	 * constant of the core while that works for us alone, and grows when a sibling hardware thread,
	 * be it another guest's, takes its share of the core's width: one chain never notices that.
	 */
	double width;
};

/*
 * Just now: the quickest of a few short runs (an interruption can only lengthen one), less the cost of
 * reading the clock. Takes about 30 µs.
 */
void chain_read(uint64_t read_cost_ticks, struct chain_reading *out);

#endif
