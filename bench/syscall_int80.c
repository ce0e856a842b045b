/* syscall.int80: the trap of the days before the syscall instruction, which the textbook's kernel uses. */
#include <errno.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/bench.h"

#if defined(__x86_64__)
/* How the child that tries it first ends. */
enum { WORKS = 0, OTHER_ANSWER = 1, NO_GATE = 2 };

/* Numbers are those of 32-bit x86; r8 to r11 do not survive on kernels before 4.17. */
static inline int getppid_by_int80(void)
{
	long ret;

	__asm__ volatile("int $0x80" : "=a"(ret) : "0"(64L) : "r8", "r9", "r10", "r11", "memory");
	return (int)ret;
}

static void on_segv(int number)
{
	(void)number;
	_exit(NO_GATE);
}

/* In a process of its own, as without IA32 emulation the instruction is a SIGSEGV. */
static int setup(void **state, long param)
{
	pid_t pid = bench_fork_partner();
	int status;

	(void)state;
	(void)param;
	if (pid < 0)
		return bench_fail(-pid, "starting a process to try int $0x80 in");
	if (pid == 0) {
		prctl(PR_SET_DUMPABLE, 0);
		signal(SIGSEGV, on_segv);
		_exit(getppid_by_int80() == getppid() ? WORKS : OTHER_ANSWER);
	}
	if (waitpid(pid, &status, 0) != pid)
		return bench_fail(errno, "waiting for the process that tries int $0x80");
	if (WIFSIGNALED(status))
		return bench_skip("int $0x80 is answered with signal %d: a filter?", WTERMSIG(status));
	if (WEXITSTATUS(status) == NO_GATE)
		return bench_skip("int $0x80 is a SIGSEGV here: IA32 emulation is lacking or off");
	if (WEXITSTATUS(status) != WORKS)
		return bench_skip("int $0x80 does not answer as getppid does: a filter, or a kernel without 32-bit calls");
	return 0;
}

/* Results are looked at after the loop: in the twin process that counts system calls none succeeds. */
static int run_int80(void *state, uint64_t ops)
{
	int failed = 0;

	(void)state;
	for (uint64_t i = 0; i < ops; i++)
		failed |= getppid_by_int80() < 0;
	return failed ? bench_fail(EIO, "getppid by int $0x80") : 0;
}
#else
static int setup(void **state, long param)
{
	(void)state;
	(void)param;
	return bench_skip("int $0x80 is an instruction of x86");
}

static int run_int80(void *state, uint64_t ops)
{
	(void)state;
	(void)ops;
	return BENCH_SKIP;
}
#endif

static const struct bench_case cases[] = {
	{
		.name = "syscall.int80",
		.what = "getppid by int $0x80, the 32-bit calls' software interrupt, from 64-bit code",
		.expect.events[BENCH_SYSCALLS] = 1,
		.claims_syscalls = 1,
		.setup = setup,
		.run = run_int80,
	},
};

const struct bench_program bench_program = {
	.cases = cases,
	.count = sizeof(cases) / sizeof(cases[0]),
};
