/*
 * ctxsw.ring.*: a token goes round N processes on one PU, each of which first traverses a working set.
 *
 * What a switch costs grows with what it pushes out of the caches (the idea of lmbench's lat_ctx). The
 * timing process sends the token off with the number of hops it has to make, sleeps, and gets it back for
 * the last one: so any number of hops can be timed, and the ring is made of N equals.
 */
#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "harness/partner.h"

#define LINE_WORDS 8 /* one word of each 64 bytes is read, the usual cache line */
#define MOST 32

struct ring {
	size_t members, next; /* the token went as far as the one before next */
	size_t set_bytes;
	volatile uint64_t *memory; /* a working set for each member, and one for the timing process */
	int fd[MOST + 1][2];	   /* the pipe to each member, and to the timing process */
	struct partner partner[MOST];
};

/* The same instructions in the ring and by itself; four lines a turn, or the loop would be what is timed. */
static __attribute__((noinline)) void traverse(const volatile uint64_t *set, size_t bytes)
{
	const volatile uint64_t *end = set + bytes / sizeof(*set);

	for (; set < end; set += 4 * LINE_WORDS)
		(void)(set[0] + set[LINE_WORDS] + set[2 * LINE_WORDS] + set[3 * LINE_WORDS]);
}

static volatile uint64_t *set_of(const struct ring *r, size_t k)
{
	return r->memory + k * (r->set_bytes / sizeof(*r->memory));
}

/* Pages of its own: until it is written to, untouched memory is one page of zeros for all. */
static void fill(volatile uint64_t *set, size_t bytes)
{
	for (size_t i = 0; i < bytes / sizeof(*set); i += LINE_WORDS)
		set[i] = i;
}

static int hand_to(const struct ring *r, size_t k, uint64_t hops)
{
	ssize_t n = write(r->fd[k][1], &hops, sizeof(hops));

	return n == (ssize_t)sizeof(hops) ? 0 : n < 0 ? -errno : -EPIPE;
}

static int take(const struct ring *r, size_t k, uint64_t *hops)
{
	ssize_t n = read(r->fd[k][0], hops, sizeof(*hops));

	if (n != (ssize_t)sizeof(*hops))
		return n < 0 ? -errno : -EPIPE;
	traverse(set_of(r, k), r->set_bytes);
	return 0;
}

/* A member: hops is what is left after it, but for the last one, to the timing process. */
static void pass_on(void *state, struct partner *self)
{
	const struct ring *r = state;
	size_t k = (size_t)(self - r->partner);
	uint64_t hops;

	fill(set_of(r, k), r->set_bytes);
	while (take(r, k, &hops) == 0) {
		partner_attend(self);
		if (hops ? hand_to(r, (k + 1) % r->members, hops - 1) : hand_to(r, r->members, 0))
			return;
	}
}

/* Two hops at least: there and back. It goes on where it stopped: all members have their turns. */
static int send_round(struct ring *r, uint64_t hops)
{
	uint64_t between = hops > 2 ? hops - 2 : 0;
	int err = hand_to(r, r->next, between);

	r->next = (r->next + between + 1) % r->members;
	return err ? err : take(r, r->members, &hops);
}

static int run_hops(void *state, uint64_t ops)
{
	int err = send_round(state, ops);

	return err ? bench_fail(-err, "sending the token round") : 0;
}

/* Once past every member. */
static int exchange(void *state)
{
	struct ring *r = state;

	return send_round(r, r->members + 1);
}

static int allocate(void **state, size_t members, long set_bytes, struct ring **out)
{
	struct ring *r = calloc(1, sizeof(*r));
	size_t bytes = (members + 1) * (size_t)set_bytes;

	if (!r)
		return -ENOMEM;
	*state = *out = r;
	r->members = members;
	r->set_bytes = (size_t)set_bytes;
	void *memory = mmap(NULL, bytes ? bytes : 1, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
			    -1, 0);

	if (memory == MAP_FAILED)
		return bench_fail(errno, "%zu bytes of working sets", bytes);
	madvise(memory, bytes, MADV_NOHUGEPAGE); /* whether there are huge pages would be left to chance */
	r->memory = memory;
	fill(set_of(r, members), r->set_bytes);
	return 0;
}

/*
 * Usually, a process that is woken may run at once, and the one that woke it gets to its own read only
 * later: a switch more. Under the batch policy it waits until the other one sleeps (sched(7)).
 */
static int let_wakers_finish(void)
{
	const struct sched_param none = { .sched_priority = 0 };

	/* Not by libc: musl has only a stub. */
	if (syscall(SYS_sched_setscheduler, 0, SCHED_BATCH, &none) != 0)
		return bench_skip("SCHED_BATCH: %s", strerror(errno));
	return 0;
}

static int setup_ring(void **state, size_t members, long set_bytes)
{
	struct ring *r;
	int err = allocate(state, members, set_bytes, &r);

	if (!err)
		err = let_wakers_finish();
	for (size_t k = 0; k <= members && !err; k++)
		if (pipe(r->fd[k]) != 0)
			err = bench_fail(errno, "making %zu pipes", members + 1);
	for (size_t k = members; k-- > 0 && !err;)
		err = partner_start(&r->partner[k], PARTNER_PROCESS,
				    (struct partner_role){ pass_on, k ? NULL : exchange }, r);
	return err;
}

static int setup_2(void **state, long set_bytes)
{
	return setup_ring(state, 2, set_bytes);
}

static int setup_4(void **state, long set_bytes)
{
	return setup_ring(state, 4, set_bytes);
}

static int setup_8(void **state, long set_bytes)
{
	return setup_ring(state, 8, set_bytes);
}

static int setup_16(void **state, long set_bytes)
{
	return setup_ring(state, 16, set_bytes);
}

static int setup_32(void **state, long set_bytes)
{
	return setup_ring(state, 32, set_bytes);
}

static void count(void *state, struct bench_counts *counts)
{
	struct ring *r = state;

	partner_count(r->partner, r->members, counts);
}

static void teardown(void *state)
{
	struct ring *r = state;

	for (size_t k = 0; k < r->members; k++)
		partner_stop(&r->partner[k]);
	free(r);
}

static int setup_traverse(void **state, long set_bytes)
{
	struct ring *r;

	return allocate(state, 0, set_bytes, &r);
}

static int run_traverse(void *state, uint64_t ops)
{
	const struct ring *r = state;

	for (uint64_t i = 0; i < ops; i++)
		traverse(set_of(r, 0), r->set_bytes);
	return 0;
}

#define KIB 1024l
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const long two[] = { 0, 16 * KIB, 256 * KIB, 1024 * KIB };
static const long eight[] = { 0, 64 * KIB };
static const long others[] = { 0 };
static const long all[] = { 16 * KIB, 64 * KIB, 256 * KIB, 1024 * KIB };
static const long dense[] = { 0,	 4 * KIB,   8 * KIB,   16 * KIB,  32 * KIB,   64 * KIB,
			      128 * KIB, 256 * KIB, 512 * KIB, 1024 * KIB, 2048 * KIB, 4096 * KIB };

/* A sample has to be many hops long, and a hop over 4 MiB takes half a millisecond. */
#define RING(n, sparse) \
	.expect.events[BENCH_SWITCHES] = 1, .params = sparse, .param_count = COUNT(sparse), \
	.dense_params = dense, .dense_count = COUNT(dense), .sample_ns = 3000000, .samples = 5, \
	.setup = setup_##n, .run = run_hops, .count = count, .teardown = teardown

static const struct bench_case cases[] = {
	{
		.name = "ctxsw.ring.2",
		.what = "one hop of a token round 2 processes (SCHED_BATCH): a switch, the pipe's work, that "
			"many bytes traversed",
		RING(2, two),
	},
	{
		.name = "ctxsw.ring.4",
		.what = "the same round 4 processes",
		RING(4, others),
	},
	{
		.name = "ctxsw.ring.8",
		.what = "the same round 8 processes",
		RING(8, eight),
	},
	{
		.name = "ctxsw.ring.16",
		.what = "the same round 16 processes",
		RING(16, others),
	},
	{
		.name = "ctxsw.ring.32",
		.what = "the same round 32 processes",
		RING(32, others),
	},
	{
		.name = "ctxsw.traverse",
		.what = "reading a word of each cache line of that many bytes, over and over: the ring's "
			"traversal, no switch",
		.params = all,
		.param_count = COUNT(all),
		.dense_params = dense + 1,
		.dense_count = COUNT(dense) - 1,
		.setup = setup_traverse,
		.run = run_traverse,
		.teardown = teardown,
	},
};

const struct bench_program bench_program = {
	.cases = cases,
	.count = sizeof(cases) / sizeof(cases[0]),
};
