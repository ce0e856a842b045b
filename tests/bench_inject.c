/*
 * A benchmark whose cases can be made dearer by a known amount, for tests/prove.sh: what oscost finds of it
 * is what oscost can find. Each case is governed by a variable of its own, read when it is set up; unset
 * or 0 adds nothing.
 */
#include <errno.h>
#include <limits.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "harness/bench.h"
#include "harness/chain.h"
#include "harness/children.h"
#include "harness/partner.h"
#include "harness/raw.h"

/* As many samples as a process of the whole catalogue takes in a default run. */
#define SAMPLES 5

#define BASE_ADDS (200 * CHAIN_BLOCK_ADDS)
#define BASE_INSTRUCTIONS 512u
#define MOST_INSTRUCTIONS 4096u /* BPF_MAXINSNS */
#define BASE_KIB 8192u
#define BASE_BYTES 256u
#define MOST_BYTES 4096u /* a page of the pipe: a second one would cost much at once */
/* Far above every table of calls in use (see bench/syscall_seccomp.c): the filter is run each time. */
#define UNUSED_NUMBER 4000
#define HUGE_PAGE (2ul << 20)

/* base + the variable's value, most at most. 0 or -EINVAL. */
static int amount(const char *variable, unsigned long base, unsigned long most, unsigned long *out)
{
	const char *text = getenv(variable);
	char *end = NULL;
	unsigned long more = 0;

	if (text && *text) {
		errno = 0;
		more = strtoul(text, &end, 10);
		if (*text < '0' || *text > '9' || *end || errno || more > most - base)
			return bench_fail(EINVAL, "%s is a number from 0 to %lu, not '%.40s'", variable, most - base, text);
	}
	*out = base + more;
	return 0;
}

/* inject.adds */
struct adds {
	unsigned long blocks;
};

static int setup_adds(void **state, long param)
{
	struct adds *s = calloc(1, sizeof(*s));
	unsigned long adds = 0;
	int err;

	(void)param;
	if (!s)
		return -ENOMEM;
	*state = s;
	err = amount("OSCOST_INJECT_ADDS", BASE_ADDS, 100 * BASE_ADDS, &adds);
	if (!err && adds % CHAIN_BLOCK_ADDS)
		return bench_fail(EINVAL, "OSCOST_INJECT_ADDS is a multiple of %u", CHAIN_BLOCK_ADDS);
	s->blocks = adds / CHAIN_BLOCK_ADDS;
	return err;
}

static int run_adds(void *state, uint64_t ops)
{
	const struct adds *s = state;

	for (uint64_t i = 0; i < ops; i++)
		chain_run(s->blocks);
	return 0;
}

/* inject.syscall: multiplications, each of which waits for the one before; a result that is not known
 * when the filter is loaded cannot be remembered in its place. */
static int set_filter(unsigned instructions)
{
	static struct sock_filter filter[MOST_INSTRUCTIONS];
	struct sock_fprog program = { (unsigned short)instructions, filter };

	for (unsigned i = 1; i + 1 < instructions; i++)
		filter[i] = (struct sock_filter){ .code = BPF_ALU | BPF_MUL | BPF_K, .k = 2 * i + 3 };
	filter[0] = (struct sock_filter){ .code = BPF_LD | BPF_W | BPF_ABS, .k = offsetof(struct seccomp_data, nr) };
	filter[instructions - 1] = (struct sock_filter){ .code = BPF_RET | BPF_K, .k = SECCOMP_RET_ALLOW };
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return -1;
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

static int setup_syscall(void **state, long param)
{
	unsigned long instructions;
	int err = amount("OSCOST_INJECT_FILTER", BASE_INSTRUCTIONS, MOST_INSTRUCTIONS, &instructions);

	(void)state;
	(void)param;
	if (err)
		return err;
	if (set_filter((unsigned)instructions) != 0)
		return bench_skip("no seccomp filter may be set here: %s", strerror(errno));
	if (raw_syscall0(UNUSED_NUMBER) != -ENOSYS)
		return bench_skip("call number %d does not answer ENOSYS: a filter is in the way", UNUSED_NUMBER);
	return 0;
}

static int run_syscall(void *state, uint64_t ops)
{
	(void)state;
	for (uint64_t i = 0; i < ops; i++)
		raw_syscall0(UNUSED_NUMBER);
	return 0;
}

/* inject.fork: aligned, so that chance does not decide how many page tables there are to copy. */
static int setup_fork(void **state, long param)
{
	struct children *c = calloc(1, sizeof(*c));
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	unsigned long kib;
	char *at;
	int err;

	(void)param;
	if (!c)
		return -ENOMEM;
	*state = c;
	err = amount("OSCOST_INJECT_KIB", BASE_KIB, 1ul << 20, &kib);
	if (err)
		return err;
	at = mmap(NULL, kib * 1024 + HUGE_PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (at == MAP_FAILED)
		return bench_fail(errno, "mapping %lu KiB", kib);
	at += (HUGE_PAGE - (size_t)at % HUGE_PAGE) % HUGE_PAGE;
	madvise(at, kib * 1024, MADV_NOHUGEPAGE); /* EINVAL: this kernel has none */
	for (size_t i = 0; i < kib * 1024; i += page)
		*(volatile char *)(at + i) = 1;
	return children_open(c);
}

static int run_fork(void *state, uint64_t ops)
{
	int err = 0;

	for (uint64_t i = 0; i < ops && !err; i++) {
		pid_t pid = fork();

		if (pid == 0)
			children_exit(CHILDREN_FORKED);
		err = pid < 0 ? children_refused("fork") : children_reap(state, pid, CHILDREN_FORKED);
	}
	return err;
}

/* inject.pipe */
struct pingpong {
	int there[2], back[2];
	unsigned long bytes;
	char message[MOST_BYTES];
	struct partner partner;
};

static int put(struct pingpong *p, int fd)
{
	ssize_t n = write(fd, p->message, p->bytes);

	if (n == (ssize_t)p->bytes)
		return 0;
	return n < 0 ? -errno : -EPIPE;
}

static int take(struct pingpong *p, int fd)
{
	ssize_t n = read(fd, p->message, p->bytes);

	if (n != (ssize_t)p->bytes)
		return n < 0 ? -errno : -EPIPE;
	/* One by one: alone, copying would grow by less than the rest varies. */
	for (ssize_t i = 0; i < n; i++)
		__asm__ volatile("" : : "r"(p->message[i]));
	return 0;
}

static int exchange(void *state)
{
	struct pingpong *p = state;
	int err = put(p, p->there[1]);

	return err ? err : take(p, p->back[0]);
}

static void echo(void *state, struct partner *self)
{
	struct pingpong *p = state;
	int last = 0;

	while (!last && take(p, p->there[0]) == 0) {
		last = partner_attend(self);
		if (put(p, p->back[1]) != 0)
			return;
	}
}

static int setup_pipe(void **state, long param)
{
	struct pingpong *p = calloc(1, sizeof(*p));
	int err;

	(void)param;
	if (!p)
		return -ENOMEM;
	*state = p;
	memset(p->message, 1, sizeof(p->message));
	p->there[0] = p->there[1] = p->back[0] = p->back[1] = -1;
	err = amount("OSCOST_INJECT_BYTES", BASE_BYTES, MOST_BYTES, &p->bytes);
	if (err)
		return err;
	if (pipe(p->there) != 0 || pipe(p->back) != 0)
		return bench_fail(errno, "making a pipe");
	return partner_start(&p->partner, PARTNER_PROCESS, (struct partner_role){ echo, exchange }, p);
}

static int run_pipe(void *state, uint64_t ops)
{
	int err = 0;

	for (uint64_t i = 0; i < ops && !err; i++)
		err = exchange(state);
	return err ? bench_fail(-err, "passing a message") : 0;
}

static void count_pipe(void *state, struct bench_counts *counts)
{
	partner_count(&((struct pingpong *)state)->partner, 1, counts);
}

static void teardown_pipe(void *state)
{
	partner_stop(&((struct pingpong *)state)->partner);
	free(state);
}

static const struct bench_case cases[] = {
	{
		.name = "inject.adds",
		.what = "12800 dependent adds, and OSCOST_INJECT_ADDS more",
		.samples = SAMPLES,
		.setup = setup_adds,
		.run = run_adds,
		.teardown = free,
	},
	{
		.name = "inject.syscall",
		.what = "a system call under an allow-all filter of 512 instructions, and OSCOST_INJECT_FILTER more",
		.expect.events[BENCH_SYSCALLS] = 1,
		.claims_syscalls = 1,
		.samples = SAMPLES,
		.setup = setup_syscall,
		.run = run_syscall,
	},
	{
		.name = "inject.fork",
		.what = "fork, exit and wait with 8192 KiB of touched small pages, and OSCOST_INJECT_KIB more",
		.expect.events[BENCH_CHILDREN] = 1,
		.expect.events[BENCH_FAULTS] = BENCH_ANY,
		.expect.events[BENCH_SWITCHES] = BENCH_ANY,
		.samples = SAMPLES,
		.setup = setup_fork,
		.run = run_fork,
		.count = children_count,
		.teardown = free,
	},
	{
		.name = "inject.pipe",
		.what = "round trip of 256 bytes, each of which is looked at, and OSCOST_INJECT_BYTES more: 2 switches",
		.expect.events[BENCH_SWITCHES] = 2,
		.samples = SAMPLES,
		.setup = setup_pipe,
		.run = run_pipe,
		.count = count_pipe,
		.teardown = teardown_pipe,
	},
};

const struct bench_program bench_program = {
	.cases = cases,
	.count = sizeof(cases) / sizeof(cases[0]),
};
