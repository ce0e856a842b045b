/* ctxsw.tcp.*: a byte back and forth over a TCP connection to this machine itself; both ends on one PU. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include "harness/pingpong.h"

/* A listening socket on a port that the kernel picks. */
static int listen_on(int fd, struct sockaddr_in *address)
{
	socklen_t size = sizeof(*address);

	*address = (struct sockaddr_in){ .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	if (bind(fd, (struct sockaddr *)address, size) != 0 || listen(fd, 1) != 0)
		return -1;
	return getsockname(fd, (struct sockaddr *)address, &size);
}

static int send_at_once(int fd)
{
	const int on = 1;

	return setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
}

static int open_connection(struct pingpong *p)
{
	struct sockaddr_in address;
	int listener = socket(AF_INET, SOCK_STREAM, 0);
	int near = socket(AF_INET, SOCK_STREAM, 0);
	int far = -1;

	if (listener >= 0 && near >= 0 && listen_on(listener, &address) == 0 &&
	    connect(near, (struct sockaddr *)&address, sizeof(address)) == 0)
		far = accept(listener, NULL, NULL);
	p->size = 1;
	p->there = (struct pingpong_way){ .in = near, .out = far };
	p->back = (struct pingpong_way){ .in = far, .out = near };
	if (far < 0 || send_at_once(near) != 0 || send_at_once(far) != 0)
		return pingpong_refused("a TCP connection over loopback");
	close(listener);
	return 0;
}

static int setup_process(void **state, long param)
{
	(void)param;
	return pingpong_new(state, open_connection, PARTNER_PROCESS);
}

static int setup_self(void **state, long param)
{
	(void)param;
	return pingpong_new(state, open_connection, PARTNER_NONE);
}

static const struct bench_case cases[] = {
	{
		.name = "ctxsw.tcp.process",
		.what = "round trip of a byte over loopback TCP between processes on one PU: 2 switches, 2 "
			"packets",
		.expect.events[BENCH_SWITCHES] = 2,
		.setup = setup_process,
		.run = pingpong_run,
		.count = pingpong_count,
		.teardown = pingpong_teardown,
	},
	{
		.name = "ctxsw.tcp.self",
		.what = "a byte sent over loopback TCP, the ways in turn, and read by the same process: no "
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
