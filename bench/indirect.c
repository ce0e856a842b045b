/*
 * indirect.*: what user code pays after the kernel, or another process, was there: caches, TLB and
 * predictors hold less of what it needs (Soares and Stumm, "FlexSC", 2010; Li, Ding and Shen,
 * "Quantifying the cost of context switch", 2007). indirect.tick is in tick_indirect.c.
 *
 * A working set is traversed (harness/workset.h) right after the event and again without it, in turn in
 * one process; the figure is the difference.
 */
#include <sys/syscall.h>

#include "harness/bench.h"
#include "harness/pingpong.h"
#include "harness/raw.h"
#include "harness/workset.h"

static struct workset set; /* of this process */

static int setup_syscall(void **state, long bytes)
{
	(void)state;
	return workset_make(&set, bytes);
}

static int run_syscall(void *state, uint64_t ops, uint64_t *ticks, uint64_t *readings)
{
	uint64_t without = 0;

	(void)state;
	*ticks = 0;
	for (uint64_t i = 0; i < ops; i++) {
		raw_syscall0(SYS_getppid);
		*ticks += workset_time(&set);
		without += workset_time(&set);
	}
	bench_subtract((double)without);
	*readings = 0; /* both were read alike */
	return 0;
}

static void traverse(void)
{
	workset_traverse(&set);
}

static int open_with_traversal(struct pingpong *p)
{
	p->before_write = traverse;
	return pingpong_open_pipes(p);
}

/* The partner is born with the first set, and traverses it before each answer; this process gets another. */
static int setup_switch(void **state, long bytes)
{
	int err = workset_make(&set, bytes);

	if (err || (err = pingpong_new(state, open_with_traversal, PARTNER_PROCESS)) != 0)
		return err;
	((struct pingpong *)*state)->before_write = NULL;
	workset_free(&set);
	return workset_make(&set, bytes);
}

static int run_switch(void *state, uint64_t ops, uint64_t *ticks, uint64_t *readings)
{
	uint64_t without = 0;
	int err = 0;

	*ticks = 0;
	for (uint64_t i = 0; i < ops && !err; i++) {
		err = pingpong_run(state, 1);
		*ticks += workset_time(&set);
		without += workset_time(&set);
	}
	bench_subtract((double)without);
	*readings = 0;
	return err;
}

#define KIB 1024l
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const long bytes[] = { 16 * KIB, 256 * KIB, 1024 * KIB };
static const long dense[] = { 4 * KIB,	 16 * KIB,  32 * KIB,	64 * KIB,   128 * KIB,
			      256 * KIB, 512 * KIB, 1024 * KIB, 2048 * KIB, 4096 * KIB };

#define CURVE \
	.params = bytes, .param_count = COUNT(bytes), .dense_params = dense, .dense_count = COUNT(dense)

static const struct bench_case cases[] = {
	{
		.name = "indirect.syscall",
		.what = "extra time of traversing so many bytes right after a getppid, "
			"over traversing them again; not the call itself",
		.claims_syscalls = 1,
		.expect.events[BENCH_SYSCALLS] = 1,
		CURVE,
		.setup = setup_syscall,
		.run_timed = run_syscall,
	},
	{
		.name = "indirect.switch",
		.what = "the same after a round trip over pipes to a process that traverses a set of its "
			"own, as large; 2 switches",
		.expect.events[BENCH_SWITCHES] = 2,
		CURVE,
		.setup = setup_switch,
		.run_timed = run_switch,
		.count = pingpong_count,
		.teardown = pingpong_teardown,
	},
};

const struct bench_program bench_program = {
	.cases = cases,
	.count = COUNT(cases),
};
