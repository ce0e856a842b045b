/* A benchmark whose cases do not do what they claim: each must come out as what it is, never as a figure. */
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "harness/bench.h"
#include "harness/chain.h"

/* Yields on a PU with nobody to yield to: no switch, whatever is claimed. */
static int run_yield(void *state, uint64_t ops)
{
	(void)state;
	for (uint64_t i = 0; i < ops; i++)
		sched_yield();
	return 0;
}

/* A cached answer that claims to be a system call. */
static int run_cached(void *state, uint64_t ops)
{
	(void)state;
	for (uint64_t i = 0; i < ops; i++)
		__asm__ volatile("" : : : "memory");
	return 0;
}

/* Touches a new page each time and claims that there are no faults. */
static int run_faults(void *state, uint64_t ops)
{
	(void)state;
	for (uint64_t i = 0; i < ops; i++) {
		char *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

		if (page == MAP_FAILED)
			return -errno;
		*page = 1;
		munmap(page, 4096);
	}
	return 0;
}

static int run_crash(void *state, uint64_t ops)
{
	(void)state;
	(void)ops;
	abort();
}

static int run_error(void *state, uint64_t ops)
{
	(void)state;
	(void)ops;
	return bench_fail(ENOENT, "exec of a program that is not there");
}

static int run_rubbish(void *state, uint64_t ops)
{
	(void)state;
	(void)ops;
	printf("sample\tfalse.rubbish\tnan\t$(touch /tmp/never)\x01\x02<script>\n");
	return 0;
}

static int setup_skip(void **state, long param)
{
	(void)state;
	(void)param;
	return bench_skip("this mechanism is never there");
}

static int run_good(void *state, uint64_t ops)
{
	(void)state;
	for (uint64_t i = 0; i < ops; i++)
		chain_run(1);
	return 0;
}

/* Leaves a child that would outlive it. */
static int setup_orphan(void **state, long param)
{
	(void)state;
	(void)param;
	if (fork() == 0) {
		for (;;)
			pause();
	}
	return 0;
}

static const struct bench_case cases[] = {
	{ .name = "false.good", .what = "64 dependent adds", .run = run_good },
	{ .name = "false.yield", .what = "yields that do not switch",
	  .expect.events[BENCH_SWITCHES] = 1, .run = run_yield },
	{ .name = "false.cached", .what = "no system call", .claims_syscalls = 1,
	  .expect.events[BENCH_SYSCALLS] = 1, .run = run_cached },
	{ .name = "false.faults", .what = "faults that are denied", .run = run_faults },
	{ .name = "false.crash", .what = "dies", .run = run_crash },
	{ .name = "false.error", .what = "fails", .run = run_error },
	{ .name = "false.rubbish", .what = "talks nonsense", .run = run_rubbish },
	{ .name = "false.skip", .what = "is not there", .setup = setup_skip, .run = run_good },
	{ .name = "false.orphan", .what = "leaves a child behind", .setup = setup_orphan, .run = run_good },
};

const struct bench_program bench_program = { .cases = cases, .count = sizeof(cases) / sizeof(cases[0]) };
