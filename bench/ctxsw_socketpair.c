/*
 * ctxsw.socketpair.*: a byte back and forth over unix stream sockets; both ends on one PU.
 *
 * Each way has a pair of its own. Over a single pair, whoever takes a message frees its memory and so wakes
 * its sender for the room in the buffer, while that one waits at the same socket for the answer: a switch
 * more, or two (unix_write_space() in the kernel's net/unix/af_unix.c).
 */
#include <sys/socket.h>

#include "harness/pingpong.h"

static int open_way(struct pingpong_way *way)
{
	int fd[2];

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, fd) != 0)
		return -1;
	*way = (struct pingpong_way){ .in = fd[0], .out = fd[1] };
	return 0;
}

static int open_sockets(struct pingpong *p)
{
	p->size = 1;
	if (open_way(&p->there) != 0 || open_way(&p->back) != 0)
		return pingpong_refused("a pair of unix sockets");
	return 0;
}

static int setup_process(void **state, long param)
{
	(void)param;
	return pingpong_new(state, open_sockets, PARTNER_PROCESS);
}

static int setup_thread(void **state, long param)
{
	(void)param;
	return pingpong_new(state, open_sockets, PARTNER_THREAD);
}

static int setup_self(void **state, long param)
{
	(void)param;
	return pingpong_new(state, open_sockets, PARTNER_NONE);
}

static const struct bench_case cases[] = {
	{
		.name = "ctxsw.socketpair.process",
		.what = "round trip of a byte between processes on one PU, a pair of unix sockets each way: "
			"2 switches",
		.expect.events[BENCH_SWITCHES] = 2,
		.setup = setup_process,
		.run = pingpong_run,
		.count = pingpong_count,
		.teardown = pingpong_teardown,
	},
	{
		.name = "ctxsw.socketpair.thread",
		.what = "the same between two threads of one process: 2 switches, no change of address space",
		.expect.events[BENCH_SWITCHES] = 2,
		.setup = setup_thread,
		.run = pingpong_run,
		.teardown = pingpong_teardown,
	},
	{
		.name = "ctxsw.socketpair.self",
		.what = "a byte written to one socket and read from the other by the same process: no switch",
		.setup = setup_self,
		.run = pingpong_run_self,
		.teardown = pingpong_teardown,
	},
};

const struct bench_program bench_program = {
	.cases = cases,
	.count = sizeof(cases) / sizeof(cases[0]),
};
