/*
 * trap.*: user code does what it may not; the kernel sends it a signal; the handler steps over it.
 *
 * One operation is the trap, the delivery of the signal, the handler, and the return from it. signal.self
 * is the same with a system call in place of the trap.
 */
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

#include "harness/bench.h"

/* How many bytes to step over; the counter of a breakpoint may already point behind it. */
static long length;
static volatile uint64_t handled;
static char *forbidden;

#if defined(__x86_64__)
enum { STORE = 2, ILLEGAL = 2, DIVISION = 2, BREAKPOINT = 0, PRIVILEGED = 1 };
#define KNOWN 1
#define PRIVILEGED_SIGNAL SIGSEGV
#define ACTION_FLAGS SA_SIGINFO

static inline void store(char *p)
{
	__asm__ volatile("movb %%al, (%%rdi)" : : "D"(p), "a"(0) : "memory");
}

static inline void illegal(void)
{
	__asm__ volatile("ud2" : : : "memory");
}

static inline void divide(void)
{
	__asm__ volatile("divl %%ecx" : : "a"(1), "d"(0), "c"(0) : "cc", "memory");
}

static inline void breakpoint(void)
{
	__asm__ volatile("int3" : : : "memory");
}

static inline void privileged(void)
{
	__asm__ volatile("hlt" : : : "memory");
}

static void step_over(ucontext_t *context)
{
	context->uc_mcontext.gregs[REG_RIP] += length;
}
#elif defined(__aarch64__)
enum { STORE = 4, ILLEGAL = 4, DIVISION = 0, BREAKPOINT = 4, PRIVILEGED = 4 };
#define KNOWN 1
#define PRIVILEGED_SIGNAL SIGILL
#define ACTION_FLAGS SA_SIGINFO

static inline void store(char *p)
{
	__asm__ volatile("strb wzr, [%0]" : : "r"(p) : "memory");
}

/* udf #0, which older assemblers do not know by name. */
static inline void illegal(void)
{
	__asm__ volatile(".inst 0" : : : "memory");
}

static inline void divide(void)
{
}

static inline void breakpoint(void)
{
	__asm__ volatile("brk #0" : : : "memory");
}

static inline void privileged(void)
{
	__asm__ volatile("msr vbar_el1, xzr" : : : "memory");
}

static void step_over(ucontext_t *context)
{
	context->uc_mcontext.pc += (unsigned long)length;
}
#else
enum { STORE = 0, ILLEGAL = 0, DIVISION = 0, BREAKPOINT = 0, PRIVILEGED = 0 };
#define KNOWN 0
#define PRIVILEGED_SIGNAL SIGILL
#define ACTION_FLAGS (SA_SIGINFO | SA_NODEFER)

static sigjmp_buf behind;

/* Where the length of an instruction is not known, the handler jumps (and leaves the signal unmasked). */
static inline void store(char *p)
{
	if (sigsetjmp(behind, 0) == 0)
		*(volatile char *)p = 0;
}

static inline void illegal(void)
{
}

static inline void divide(void)
{
}

static inline void breakpoint(void)
{
}

static inline void privileged(void)
{
}

static void step_over(ucontext_t *context)
{
	(void)context;
	siglongjmp(behind, 1);
}
#endif

static void on_trap(int number, siginfo_t *info, void *context)
{
	(void)number;
	(void)info;
	handled++;
	step_over(context);
}

static int catch_trap(int number, long instruction_length)
{
	struct sigaction action = { .sa_sigaction = on_trap, .sa_flags = ACTION_FLAGS };

	length = instruction_length;
	return sigaction(number, &action, NULL) ? bench_fail(errno, "sigaction") : 0;
}

static int catch_known(int number, long instruction_length)
{
	if (!KNOWN)
		return bench_skip("an instruction of this kind is not known here for this architecture");
	return catch_trap(number, instruction_length);
}

static int setup_segv(void **state, long param)
{
	(void)state;
	(void)param;
	forbidden = mmap(NULL, 1, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (forbidden == MAP_FAILED)
		return bench_fail(errno, "mmap of a page that may not be touched");
	return catch_trap(SIGSEGV, STORE);
}

static int setup_ill(void **state, long param)
{
	(void)state;
	(void)param;
	return catch_known(SIGILL, ILLEGAL);
}

static int setup_fpe(void **state, long param)
{
	(void)state;
	(void)param;
	if (DIVISION == 0)
		return bench_skip("division by zero does not trap on this architecture");
	return catch_known(SIGFPE, DIVISION);
}

static int setup_breakpoint(void **state, long param)
{
	(void)state;
	(void)param;
	return catch_known(SIGTRAP, BREAKPOINT);
}

static int setup_privileged(void **state, long param)
{
	(void)state;
	(void)param;
	return catch_known(PRIVILEGED_SIGNAL, PRIVILEGED);
}

static int run_segv(void *state, uint64_t ops)
{
	(void)state;
	for (uint64_t i = 0; i < ops; i++)
		store(forbidden);
	return 0;
}

static int run_ill(void *state, uint64_t ops)
{
	(void)state;
	for (uint64_t i = 0; i < ops; i++)
		illegal();
	return 0;
}

static int run_fpe(void *state, uint64_t ops)
{
	(void)state;
	for (uint64_t i = 0; i < ops; i++)
		divide();
	return 0;
}

static int run_breakpoint(void *state, uint64_t ops)
{
	(void)state;
	for (uint64_t i = 0; i < ops; i++)
		breakpoint();
	return 0;
}

static int run_privileged(void *state, uint64_t ops)
{
	(void)state;
	for (uint64_t i = 0; i < ops; i++)
		privileged();
	return 0;
}

static void count(void *state, struct bench_counts *counts)
{
	(void)state;
	counts->events[BENCH_SIGNALS] += (double)handled;
}

#define ONE_SIGNAL .expect.events[BENCH_SIGNALS] = 1, .count = count

static const struct bench_case cases[] = {
	{
		.name = "trap.segv",
		.what = "a write to a page that is protected, to the SIGSEGV handler, and the return from it",
		.setup = setup_segv,
		.run = run_segv,
		ONE_SIGNAL,
	},
	{
		.name = "trap.ill",
		.what = "an illegal instruction (x86 ud2, Arm udf), to the SIGILL handler, and the return",
		.setup = setup_ill,
		.run = run_ill,
		ONE_SIGNAL,
	},
	{
		.name = "trap.fpe",
		.what = "an integer division by zero, to the SIGFPE handler, and the return",
		.setup = setup_fpe,
		.run = run_fpe,
		ONE_SIGNAL,
	},
	{
		.name = "trap.breakpoint",
		.what = "a breakpoint (x86 int3, Arm brk), to the SIGTRAP handler, and the return",
		.setup = setup_breakpoint,
		.run = run_breakpoint,
		ONE_SIGNAL,
	},
	{
		.name = "trap.privileged",
		.what = "a privileged instruction (x86 hlt, Arm msr vbar_el1), the handler, and the return",
		.setup = setup_privileged,
		.run = run_privileged,
		ONE_SIGNAL,
	},
};

const struct bench_program bench_program = {
	.cases = cases,
	.count = sizeof(cases) / sizeof(cases[0]),
};
