/*
 * ctxsw.user.*: switches between two stacks of one thread, which the kernel's scheduler never sees.
 *
 * The first saves what xv6's struct context holds: the registers that a called function must leave as they
 * are, the stack pointer and the return address (xv6-riscv, kernel/proc.h and kernel/swtch.S).
 */
#include <errno.h>
#include <stdlib.h>
#include <sys/mman.h>
#ifdef __GLIBC__
#include <ucontext.h>
#endif

#include "harness/bench.h"

#define STACK_BYTES 65536

struct context {
	void *sp;	/* x86-64: everything else is on the stack; aarch64: x19 … x30 follow */
	uint64_t x[12]; /* x19 … x30 */
};

struct stacks {
	char *stack; /* of the other context */
	struct context here, other;
	volatile uint64_t arrivals; /* at the other stack */
#ifdef __GLIBC__
	ucontext_t uhere, uother;
#endif
};

#if defined(__x86_64__) || defined(__aarch64__)
#define HAVE_SWITCH 1

/* Saves this context into from and goes on with the other one. */
__attribute__((visibility("hidden"))) void ctxsw_user_switch(struct context *from, const struct context *to);
#endif

#if defined(__x86_64__)
__asm__(".pushsection .text\n"
	".balign 64\n"
	".globl ctxsw_user_switch\n"
	".hidden ctxsw_user_switch\n"
	".type ctxsw_user_switch, @function\n"
	"ctxsw_user_switch:\n"
	"	push %rbp\n"
	"	push %rbx\n"
	"	push %r12\n"
	"	push %r13\n"
	"	push %r14\n"
	"	push %r15\n"
	"	mov %rsp, (%rdi)\n"
	"	mov (%rsi), %rsp\n"
	"	pop %r15\n"
	"	pop %r14\n"
	"	pop %r13\n"
	"	pop %r12\n"
	"	pop %rbx\n"
	"	pop %rbp\n"
	"	ret\n"
	".size ctxsw_user_switch, . - ctxsw_user_switch\n"
	".popsection\n");

/* Six registers, where to return to, and one place more, as after a call. */
static void prepare(struct context *c, char *top, void (*entry)(void))
{
	uintptr_t *sp = (uintptr_t *)(void *)top - 8;

	sp[6] = (uintptr_t)entry;
	c->sp = sp;
}
#elif defined(__aarch64__)
__asm__(".pushsection .text\n"
	".balign 64\n"
	".globl ctxsw_user_switch\n"
	".hidden ctxsw_user_switch\n"
	".type ctxsw_user_switch, %function\n"
	"ctxsw_user_switch:\n"
	"	mov x9, sp\n"
	"	str x9, [x0]\n"
	"	stp x19, x20, [x0, 8]\n"
	"	stp x21, x22, [x0, 24]\n"
	"	stp x23, x24, [x0, 40]\n"
	"	stp x25, x26, [x0, 56]\n"
	"	stp x27, x28, [x0, 72]\n"
	"	stp x29, x30, [x0, 88]\n"
	"	ldr x9, [x1]\n"
	"	mov sp, x9\n"
	"	ldp x19, x20, [x1, 8]\n"
	"	ldp x21, x22, [x1, 24]\n"
	"	ldp x23, x24, [x1, 40]\n"
	"	ldp x25, x26, [x1, 56]\n"
	"	ldp x27, x28, [x1, 72]\n"
	"	ldp x29, x30, [x1, 88]\n"
	"	ret\n"
	".size ctxsw_user_switch, . - ctxsw_user_switch\n"
	".popsection\n");

static void prepare(struct context *c, char *top, void (*entry)(void))
{
	c->sp = top;
	c->x[11] = (uintptr_t)entry;
}
#endif

/* A new context starts without arguments. */
static struct stacks *current;

static __attribute__((unused)) int allocate(void **state, struct stacks **out)
{
	struct stacks *s = calloc(1, sizeof(*s));

	if (!s)
		return -ENOMEM;
	*state = current = *out = s;
	s->stack = mmap(NULL, STACK_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	return s->stack == MAP_FAILED ? bench_fail(errno, "a second stack") : 0;
}

/* So many switches there must have been, or the figure is none. */
static __attribute__((unused)) int check_arrivals(const struct stacks *s, uint64_t wanted)
{
	if (s->arrivals != wanted)
		return bench_fail(EPROTO, "%llu arrivals at the other stack in place of %llu",
				  (unsigned long long)s->arrivals, (unsigned long long)wanted);
	return 0;
}

#ifdef HAVE_SWITCH
static void other_side(void)
{
	struct stacks *s = current;

	for (;;) {
		s->arrivals++;
		ctxsw_user_switch(&s->other, &s->here);
	}
}

static int run_switch(void *state, uint64_t ops)
{
	struct stacks *s = state;
	uint64_t wanted = s->arrivals + ops;

	for (uint64_t i = 0; i < ops; i++)
		ctxsw_user_switch(&s->here, &s->other);
	return check_arrivals(s, wanted);
}

static int setup_switch(void **state, long param)
{
	struct stacks *s;
	int err = allocate(state, &s);

	(void)param;
	if (!err)
		prepare(&s->other, s->stack + STACK_BYTES, other_side);
	return err;
}
#else
static int run_switch(void *state, uint64_t ops)
{
	(void)state;
	(void)ops;
	return -ENOSYS;
}

static int setup_switch(void **state, long param)
{
	(void)state;
	(void)param;
	return bench_skip("written for x86-64 and aarch64 only");
}
#endif

#ifdef __GLIBC__
static void other_ucontext(void)
{
	struct stacks *s = current;

	for (;;) {
		s->arrivals++;
		swapcontext(&s->uother, &s->uhere);
	}
}

static int run_swapcontext(void *state, uint64_t ops)
{
	struct stacks *s = state;
	uint64_t wanted = s->arrivals + ops;

	for (uint64_t i = 0; i < ops; i++)
		if (swapcontext(&s->uhere, &s->uother) != 0)
			return bench_fail(errno, "swapcontext");
	return check_arrivals(s, wanted);
}

static int setup_swapcontext(void **state, long param)
{
	struct stacks *s;
	int err = allocate(state, &s);

	(void)param;
	if (err)
		return err;
	if (getcontext(&s->uother) != 0)
		return bench_fail(errno, "getcontext");
	s->uother.uc_stack.ss_sp = s->stack;
	s->uother.uc_stack.ss_size = STACK_BYTES;
	makecontext(&s->uother, other_ucontext, 0);
	return 0;
}
#else
static int run_swapcontext(void *state, uint64_t ops)
{
	(void)state;
	(void)ops;
	return -ENOSYS;
}

static int setup_swapcontext(void **state, long param)
{
	(void)state;
	(void)param;
	return bench_skip("this libc has no swapcontext");
}
#endif

static void teardown(void *state)
{
	struct stacks *s = state;

	if (s->stack != MAP_FAILED)
		munmap(s->stack, STACK_BYTES);
	free(s);
}

static const struct bench_case cases[] = {
	{
		.name = "ctxsw.user.xv6",
		.what = "to another stack and back in user code, saving what xv6's struct context holds: 2 "
			"switches, none by the kernel",
		.claims_syscalls = 1,
		.setup = setup_switch,
		.run = run_switch,
		.teardown = teardown,
	},
	{
		.name = "ctxsw.user.swapcontext",
		.what = "to another stack and back by libc's swapcontext: 2 switches, each with a system "
			"call for the signal mask",
	/* Elsewhere it gives up in the twin, where that call does not succeed. */
#if defined(__x86_64__)
		.claims_syscalls = 1,
		.expect.events[BENCH_SYSCALLS] = 2,
#endif
		.setup = setup_swapcontext,
		.run = run_swapcontext,
		.teardown = teardown,
	},
};

const struct bench_program bench_program = {
	.cases = cases,
	.count = sizeof(cases) / sizeof(cases[0]),
};
