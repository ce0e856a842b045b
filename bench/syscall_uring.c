/*
 * syscall.uring.*: a request that does nothing, through rings that user code and kernel share.
 *
 * Without liburing: the layout is that of io_uring_setup(2). Results are looked at after the loop: in the
 * twin process that counts system calls none succeeds.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "harness/bench.h"

#define BATCH 32u

#if __has_include(<linux/io_uring.h>) && defined(SYS_io_uring_setup)
#include <linux/io_uring.h>

struct ring {
	int fd;
	struct io_uring_params params;
	/* Written by user code up to tail, read by the kernel up to head. */
	unsigned *submit_head, *submit_tail, *submit_slot;
	struct io_uring_sqe *request;
	/* The other way round. */
	unsigned *done_head, *done_tail;
	struct io_uring_cqe *done;
};

static void *map_ring(const struct ring *r, size_t size, off_t which)
{
	void *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, r->fd, which);

	return p == MAP_FAILED ? NULL : p;
}

static int map_rings(struct ring *r)
{
	const struct io_sqring_offsets *s = &r->params.sq_off;
	const struct io_cqring_offsets *c = &r->params.cq_off;
	char *submit = map_ring(r, s->array + r->params.sq_entries * sizeof(unsigned), IORING_OFF_SQ_RING);
	char *done = map_ring(r, c->cqes + r->params.cq_entries * sizeof(*r->done), IORING_OFF_CQ_RING);

	r->request = map_ring(r, r->params.sq_entries * sizeof(*r->request), IORING_OFF_SQES);
	if (!submit || !done || !r->request)
		return bench_fail(errno, "mapping the rings");
	r->submit_head = (unsigned *)(void *)(submit + s->head);
	r->submit_tail = (unsigned *)(void *)(submit + s->tail);
	r->submit_slot = (unsigned *)(void *)(submit + s->array);
	r->done_head = (unsigned *)(void *)(done + c->head);
	r->done_tail = (unsigned *)(void *)(done + c->tail);
	r->done = (struct io_uring_cqe *)(void *)(done + c->cqes);
	return 0;
}

static int setup(void **state, long param)
{
	struct ring *r = calloc(1, sizeof(*r));

	(void)param;
	if (!r)
		return -ENOMEM;
	*state = r;
	r->fd = (int)syscall(SYS_io_uring_setup, BATCH, &r->params);
	if (r->fd >= 0)
		return map_rings(r);
	switch (errno) {
	case ENOSYS:
		return bench_skip("the kernel has no io_uring, or a filter hides it");
	case EPERM:
	case EACCES:
		return bench_skip("io_uring is not permitted here (kernel.io_uring_disabled, or a filter)");
	case ENOMEM:
		return bench_skip("io_uring may not lock memory for its rings (ulimit -l)");
	default:
		return bench_fail(errno, "io_uring_setup");
	}
}

/*
 * Begins where the kernel has come to, not where the last call ended: the twin process shares the rings
 * and leaves requests there that nobody has submitted.
 */
static int do_nops(struct ring *r, unsigned count)
{
	unsigned mask = r->params.sq_entries - 1;
	unsigned first = __atomic_load_n(r->submit_head, __ATOMIC_ACQUIRE);

	for (unsigned i = first; i != first + count; i++) {
		struct io_uring_sqe *request = &r->request[i & mask];

		memset(request, 0, sizeof(*request));
		request->opcode = IORING_OP_NOP;
		r->submit_slot[i & mask] = i & mask;
	}
	__atomic_store_n(r->submit_tail, first + count, __ATOMIC_RELEASE);
	long submitted = syscall(SYS_io_uring_enter, r->fd, count, count, IORING_ENTER_GETEVENTS, NULL, 0);
	unsigned head = *r->done_head, tail = __atomic_load_n(r->done_tail, __ATOMIC_ACQUIRE);
	int failed = submitted != (long)count || tail - head != count;

	for (; head != tail; head++)
		failed |= r->done[head & (r->params.cq_entries - 1)].res != 0;
	__atomic_store_n(r->done_head, head, __ATOMIC_RELEASE);
	return failed;
}

static int verdict(int failed)
{
	return failed ? bench_fail(errno ? errno : EIO, "a NOP by io_uring_enter") : 0;
}

static int run_nop(void *state, uint64_t ops)
{
	int failed = 0;

	for (uint64_t i = 0; i < ops; i++)
		failed |= do_nops(state, 1);
	return verdict(failed);
}

static int run_batches(void *state, uint64_t ops)
{
	int failed = 0;

	for (uint64_t i = 0; i < ops; i += BATCH)
		failed |= do_nops(state, ops - i < BATCH ? (unsigned)(ops - i) : BATCH);
	return verdict(failed);
}

static void teardown(void *state)
{
	struct ring *r = state;

	close(r->fd);
	free(r);
}
#else
static int setup(void **state, long param)
{
	(void)state;
	(void)param;
	return bench_skip("built with kernel headers that do not know io_uring (before 5.1)");
}

static int run_nop(void *state, uint64_t ops)
{
	(void)state;
	(void)ops;
	return BENCH_SKIP;
}

#define run_batches run_nop
#define teardown NULL
#endif

static const struct bench_case cases[] = {
	{
		.name = "syscall.uring.nop",
		.what = "an io_uring NOP: request written, io_uring_enter that waits for it, completion read",
		.expect.events[BENCH_SYSCALLS] = 1,
		.claims_syscalls = 1,
		.setup = setup,
		.run = run_nop,
		.teardown = teardown,
	},
	{
		.name = "syscall.uring.nop32",
		.what = "one NOP out of 32 that enter the kernel by one io_uring_enter: a 32nd of the batch",
		.expect.events[BENCH_SYSCALLS] = 1.0 / BATCH,
		.claims_syscalls = 1,
		.setup = setup,
		.run = run_batches,
		.teardown = teardown,
	},
};

const struct bench_program bench_program = {
	.cases = cases,
	.count = sizeof(cases) / sizeof(cases[0]),
};
