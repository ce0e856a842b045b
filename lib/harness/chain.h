/*
 * The core clock without a PMU: a chain of dependent adds of known length, one add per core cycle.
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

/*
 * Core cycles per clock tick just now: the quickest of a few short chains (an interruption can only
 * lengthen one), less the cost of reading the clock. Takes about 20 µs.
 */
double chain_cycles_per_tick(uint64_t read_cost_ticks);

#endif
