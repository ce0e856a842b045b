/* ctxsw.eventfd.*: a count of one back and forth over two eventfds; both ends on one PU. */
#include <sys/eventfd.h>

#include "harness/pingpong.h"

static int open_eventfds(struct pingpong *p)
{
	p->size = sizeof(uint64_t);
	p->there.in = p->there.out = eventfd(0, EFD_CLOEXEC);
	p->back.in = p->back.out = eventfd(0, EFD_CLOEXEC);
	return p->there.in < 0 || p->back.in < 0 ? pingpong_refused("eventfd") : 0;
}

static int setup_process(void **state, long param)
{
	(void)param;
	return pingpong_new(state, open_eventfds, PARTNER_PROCESS);
}

static int setup_thread(void **state, long param)
{
	(void)param;
	return pingpong_new(state, open_eventfds, PARTNER_THREAD);
}

static int setup_self(void **state, long param)
{
	(void)param;
	return pingpong_new(state, open_eventfds, PARTNER_NONE);
}

static const struct bench_case cases[] = {
	{
		.name = "ctxsw.eventfd.process",
		.what = "round trip over two eventfds between processes on one PU: 2 switches, 2 writes, 2 "
			"reads",
		.expect.events[BENCH_SWITCHES] = 2,
		.setup = setup_process,
		.run = pingpong_run,
		.count = pingpong_count,
		.teardown = pingpong_teardown,
	},
	{
		.name = "ctxsw.eventfd.thread",
		.what = "the same between two threads of one process: 2 switches, no change of address space",
		.expect.events[BENCH_SWITCHES] = 2,
		.setup = setup_thread,
		.run = pingpong_run,
		.teardown = pingpong_teardown,
	},
	{
		.name = "ctxsw.eventfd.self",
		.what = "an eventfd written and read by the same process: its own work, no switch",
		.setup = setup_self,
		.run = pingpong_run_self,
		.teardown = pingpong_teardown,
	},
};

const struct bench_program bench_program = {
	.cases = cases,
	.count = sizeof(cases) / sizeof(cases[0]),
};
