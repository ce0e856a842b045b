/* wake.*: a byte back and forth between two PUs, each of which goes idle while the other one has it. */
#include <errno.h>
#include <sched.h>

#include "harness/pingpong.h"

/* The partner moves to its PU, which wakes from a deeper sleep than it will. */
#define FIRST_EXCHANGES 8

static const char *const distances[BENCH_DISTANCES] = {
	[BENCH_SAME_CORE] = "no second hardware thread on this core, or none that this process may use",
	[BENCH_SAME_LLC] = "no other core over this last-level cache, or none that this process may use",
	[BENCH_OTHER_PACKAGE] = "no second package, or none that this process may use",
};

static int bind_to(pid_t pid, int pu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET((size_t)pu, &set);
	if (sched_setaffinity(pid, sizeof(set), &set) != 0)
		return bench_fail(errno, "binding the partner to PU %d", pu);
	return 0;
}

static int setup(void **state, enum bench_distance distance)
{
	struct bench_counts unused = { { 0 } };
	int pu = bench_other_pu(distance);

	if (pu < 0)
		return bench_skip("%s", distances[distance]);
	int err = pingpong_new(state, pingpong_open_pipes, PARTNER_PROCESS);

	if (!err)
		err = bind_to(((struct pingpong *)*state)->partner.pid, pu);
	if (!err)
		err = pingpong_run(*state, FIRST_EXCHANGES);
	if (!err)
		pingpong_count(*state, &unused);
	return err;
}

static int setup_same_core(void **state, long param)
{
	(void)param;
	return setup(state, BENCH_SAME_CORE);
}

static int setup_same_llc(void **state, long param)
{
	(void)param;
	return setup(state, BENCH_SAME_LLC);
}

static int setup_other_package(void **state, long param)
{
	(void)param;
	return setup(state, BENCH_OTHER_PACKAGE);
}

/* Between samples the partner says where it is; both are bound, so it is there all the time. */
static int run(void *state, uint64_t ops)
{
	const struct pingpong *p = state;
	int here = sched_getcpu();

	if (here < 0 || p->partner.desk->cpu < 0 || p->partner.desk->cpu == here)
		return bench_fail(EXDEV, "both ends are on PU %d", here);
	return pingpong_run(state, ops);
}

#define ACROSS \
	.expect.events[BENCH_SWITCHES] = 2, .run = run, .count = pingpong_count, .teardown = pingpong_teardown

static const struct bench_case cases[] = {
	{
		.name = "wake.same_core",
		.what = "round trip of a byte to the sibling hardware thread: 2 wake-ups of an idle PU, 2 "
			"writes, 2 reads",
		.setup = setup_same_core,
		ACROSS,
	},
	{
		.name = "wake.same_llc",
		.what = "the same to another core over the same last-level cache",
		.setup = setup_same_llc,
		ACROSS,
	},
	{
		.name = "wake.other_package",
		.what = "the same to a core of another package",
		.setup = setup_other_package,
		ACROSS,
	},
};

const struct bench_program bench_program = {
	.cases = cases,
	.count = sizeof(cases) / sizeof(cases[0]),
};
