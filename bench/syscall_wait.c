/*
 * syscall.poll, select, epoll :N: looking at N descriptors without waiting; only the last is ready.
 *
 * Results are looked at after the loop: in the twin process that counts system calls none succeeds.
 */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <unistd.h>

#include "harness/bench.h"

/* Of select's sets: a plain fd_set ends at 1024, the kernel does not. */
#define MOST_FDS 2048
#define BITS (8 * sizeof(unsigned long))
/* Descriptors of the harness and its counters. */
#define OTHER_FDS 64

struct watch {
	struct pollfd *polled;
	nfds_t count;
	int highest;
	unsigned long wanted[MOST_FDS / BITS], now[MOST_FDS / BITS];
	size_t set_size; /* bytes of a set that are in use */
	int epoll;
};

static int raise_limit(rlim_t needed)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return bench_fail(errno, "getrlimit");
	if (limit.rlim_cur >= needed)
		return 0;
	if (limit.rlim_max < needed)
		return bench_skip("%lu descriptors are allowed to a process, %lu are needed (ulimit -Hn)",
				  (unsigned long)limit.rlim_max, (unsigned long)needed);
	limit.rlim_cur = needed;
	return setrlimit(RLIMIT_NOFILE, &limit) ? bench_fail(errno, "setrlimit") : 0;
}

static int add_eventfd(struct watch *w, int ready)
{
	int fd = eventfd((unsigned)ready, EFD_CLOEXEC);

	if (fd < 0)
		return bench_fail(errno, "eventfd number %ld", (long)w->count);
	if (fd >= MOST_FDS)
		return bench_fail(EMFILE, "descriptor %d", fd);
	w->polled[w->count++] = (struct pollfd){ .fd = fd, .events = POLLIN };
	w->wanted[(size_t)fd / BITS] |= 1ul << (size_t)fd % BITS;
	if (fd > w->highest)
		w->highest = fd;
	return 0;
}

static int setup(void **state, long param)
{
	int err = raise_limit((rlim_t)param + OTHER_FDS);
	struct watch *w;

	if (err)
		return err;
	w = calloc(1, sizeof(*w));
	if (!w)
		return -ENOMEM;
	*state = w;
	w->polled = calloc((size_t)param, sizeof(*w->polled));
	if (!w->polled)
		return -ENOMEM;
	for (long i = 0; i < param && !err; i++)
		err = add_eventfd(w, i == param - 1);
	w->set_size = ((size_t)w->highest / BITS + 1) * sizeof(w->wanted[0]);
	return err;
}

static int setup_epoll(void **state, long param)
{
	int err = setup(state, param);
	struct watch *w = *state;

	if (err)
		return err;
	w->epoll = epoll_create1(EPOLL_CLOEXEC);
	if (w->epoll < 0)
		return bench_fail(errno, "epoll_create1");
	for (nfds_t i = 0; i < w->count; i++) {
		struct epoll_event event = { .events = EPOLLIN, .data.fd = w->polled[i].fd };

		if (epoll_ctl(w->epoll, EPOLL_CTL_ADD, w->polled[i].fd, &event) != 0)
			return bench_fail(errno, "epoll_ctl of descriptor %d", w->polled[i].fd);
	}
	return 0;
}

static int verdict(int failed, const char *what)
{
	return failed ? bench_fail(errno ? errno : EIO, "%s does not find one descriptor ready", what) : 0;
}

static int run_poll(void *state, uint64_t ops)
{
	struct watch *w = state;
	int failed = 0;

	for (uint64_t i = 0; i < ops; i++)
		failed |= poll(w->polled, w->count, 0) != 1;
	return verdict(failed, "poll");
}

static int run_select(void *state, uint64_t ops)
{
	struct watch *w = state;
	struct timeval at_once = { 0, 0 };
	int failed = 0;

	for (uint64_t i = 0; i < ops; i++) {
		memcpy(w->now, w->wanted, w->set_size);
		failed |= select(w->highest + 1, (fd_set *)(void *)w->now, NULL, NULL, &at_once) != 1;
	}
	return verdict(failed, "select");
}

static int run_epoll(void *state, uint64_t ops)
{
	struct watch *w = state;
	struct epoll_event event;
	int failed = 0;

	for (uint64_t i = 0; i < ops; i++)
		failed |= epoll_wait(w->epoll, &event, 1, 0) != 1;
	return verdict(failed, "epoll_wait");
}

static void teardown(void *state)
{
	struct watch *w = state;

	for (nfds_t i = 0; i < w->count; i++)
		close(w->polled[i].fd);
	free(w->polled);
	free(w);
}

static const long counts[] = { 10, 1000 };
static const long dense_counts[] = { 10, 30, 100, 300, 1000 };

#define ONE_CALL_OVER_FDS \
	.teardown = teardown, .params = counts, .param_count = sizeof(counts) / sizeof(counts[0]), \
	.dense_params = dense_counts, .dense_count = sizeof(dense_counts) / sizeof(dense_counts[0]), \
	.claims_syscalls = 1, .expect.events[BENCH_SYSCALLS] = 1

static const struct bench_case cases[] = {
	{
		.name = "syscall.poll",
		.what = "poll of so many eventfds, of which the last is ready; no waiting",
		.setup = setup,
		.run = run_poll,
		ONE_CALL_OVER_FDS,
	},
	{
		.name = "syscall.select",
		.what = "select over the same, and the copy of the set that each call needs; no waiting",
		.setup = setup,
		.run = run_select,
		ONE_CALL_OVER_FDS,
	},
	{
		.name = "syscall.epoll",
		.what = "epoll_wait on the same, which were registered before; no waiting",
		.setup = setup_epoll,
		.run = run_epoll,
		ONE_CALL_OVER_FDS,
	},
};

const struct bench_program bench_program = {
	.cases = cases,
	.count = sizeof(cases) / sizeof(cases[0]),
};
