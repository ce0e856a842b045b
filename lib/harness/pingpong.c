/* The loops and the setting up of ping-pong over file descriptors. */
#include "pingpong.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int put(const struct pingpong *p, const struct pingpong_way *way)
{
	const uint64_t message = 1; /* the least that an eventfd takes */
	ssize_t n = write(way->in, &message, p->size);

	if (n == (ssize_t)p->size)
		return 0;
	return n < 0 ? -errno : -EPIPE;
}

static int take(const struct pingpong *p, const struct pingpong_way *way)
{
	uint64_t message;
	ssize_t n = read(way->out, &message, p->size);

	if (n == (ssize_t)p->size)
		return 0;
	return n < 0 ? -errno : -EPIPE;
}

static int exchange(void *state)
{
	const struct pingpong *p = state;

	if (p->before_write)
		p->before_write();
	int err = put(p, &p->there);

	return err ? err : take(p, &p->back);
}

static void echo(void *state, struct partner *self)
{
	const struct pingpong *p = state;
	int last = 0;

	while (!last && take(p, &p->there) == 0) {
		last = partner_attend(self);
		if (p->before_write)
			p->before_write();
		if (put(p, &p->back) != 0)
			return;
	}
}

int pingpong_run(void *state, uint64_t ops)
{
	int err = 0;

	for (uint64_t i = 0; i < ops && !err; i++)
		err = exchange(state);
	return err ? bench_fail(-err, "passing a message") : 0;
}

int pingpong_run_self(void *state, uint64_t ops)
{
	const struct pingpong *p = state;
	int err = 0;

	for (uint64_t i = 0; i < ops && !err; i++) {
		const struct pingpong_way *way = i & 1 ? &p->back : &p->there;

		err = put(p, way);
		if (!err)
			err = take(p, way);
	}
	return err ? bench_fail(-err, "passing a message to oneself") : 0;
}

int pingpong_new(void **state, pingpong_open *open, enum partner_kind kind)
{
	const struct pingpong_way closed = { -1, -1 };
	struct pingpong *p = calloc(1, sizeof(*p));

	if (!p)
		return -ENOMEM;
	*state = p;
	p->there = p->back = closed;
	int err = open(p);

	if (err || kind == PARTNER_NONE)
		return err;
	return partner_start(&p->partner, kind, (struct partner_role){ echo, exchange }, p);
}

void pingpong_count(void *state, struct bench_counts *counts)
{
	partner_count(&((struct pingpong *)state)->partner, 1, counts);
}

void pingpong_teardown(void *state)
{
	struct pingpong *p = state;
	int fd[] = { p->there.in, p->there.out, p->back.in, p->back.out };

	partner_stop(&p->partner);
	for (size_t i = 0; i < sizeof(fd) / sizeof(fd[0]); i++)
		if (fd[i] >= 0)
			close(fd[i]); /* some are there twice: then the second time only fails */
	free(p);
}

int pingpong_open_pipes(struct pingpong *p)
{
	int fd[2];

	p->size = 1;
	if (pipe(fd) != 0)
		return bench_fail(errno, "making a pipe");
	p->there = (struct pingpong_way){ .in = fd[1], .out = fd[0] };
	if (pipe(fd) != 0)
		return bench_fail(errno, "making a pipe");
	p->back = (struct pingpong_way){ .in = fd[1], .out = fd[0] };
	return 0;
}

int pingpong_refused(const char *what)
{
	switch (errno) {
	case ENOSYS:
	case EPERM:
	case EACCES:
	case EAFNOSUPPORT:
	case EPROTONOSUPPORT:
	case EOPNOTSUPP:
	case EADDRNOTAVAIL:
	case ENETUNREACH:
	case ENETDOWN:
		return bench_skip("%s: %s", what, strerror(errno));
	default:
		return bench_fail(errno, "%s", what);
	}
}
