/* ctxsw.pipe.*: a byte back and forth over two pipes; both ends on one PU, so each way is a switch. */
#include "harness/pingpong.h"

static int setup_process(void **state, long param)
{
	(void)param;
	return pingpong_new(state, pingpong_open_pipes, PARTNER_PROCESS);
}

static int setup_thread(void **state, long param)
{
	(void)param;
	return pingpong_new(state, pingpong_open_pipes, PARTNER_THREAD);
}

static int setup_self(void **state, long param)
{
	(void)param;
	return pingpong_new(state, pingpong_open_pipes, PARTNER_NONE);
}

static const struct bench_case cases[] = {
	{
		.name = "ctxsw.pipe.process",
		.what = "round trip of a byte between two processes on one PU: 2 switches, 2 writes, 2 reads",
		.expect.events[BENCH_SWITCHES] = 2,
		.setup = setup_process,
		.run = pingpong_run,
		.count = pingpong_count,
		.teardown = pingpong_teardown,
	},
	{
		.name = "ctxsw.pipe.thread",
		.what = "the same between two threads of one process: 2 switches, no change of address space",
		.expect.events[BENCH_SWITCHES] = 2,
		.setup = setup_thread,
		.run = pingpong_run,
		.teardown = pingpong_teardown,
	},
	{
		.name = "ctxsw.pipe.self",
		.what = "a byte written to a pipe and read back by the same process: the pipe work, no "
			"switch",
		.setup = setup_self,
		.run = pingpong_run_self,
		.teardown = pingpong_teardown,
	},
};

const struct bench_program bench_program = {
	.cases = cases,
	.count = sizeof(cases) / sizeof(cases[0]),
};
