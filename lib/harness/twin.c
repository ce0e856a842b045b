/* Counts the system calls of a case in a twin process under a trapping seccomp filter. */
#include "twin.h"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <math.h>
#include <signal.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define TWIN_OPS 64u

static volatile unsigned trapped;

static void on_trap(int signal)
{
	(void)signal;
	trapped++;
}

/* Only the return from the handler and the end of the twin pass. */
static int trap_everything(void)
{
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_rt_sigreturn, 2, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_exit_group, 1, 0),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { sizeof(filter) / sizeof(filter[0]), filter };

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return -1;
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

/* The results are of no use: no call was executed. */
static void run_ops(const struct bench_case *c, void *state)
{
	uint64_t ticks, readings;

	if (c->run_timed)
		c->run_timed(state, TWIN_OPS, &ticks, &readings);
	else
		c->run(state, TWIN_OPS);
}

static void be_the_twin(const struct bench_case *c, void *state, double *result)
{
	struct sigaction action = { .sa_handler = on_trap };

	sigaction(SIGSYS, &action, NULL);
	if (trap_everything() == 0) {
		trapped = 0;
		run_ops(c, state);
		*result = (double)trapped / TWIN_OPS;
	}
	_exit(0);
}

double twin_syscalls_per_op(const struct bench_case *c, void *state)
{
	double *shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	double result;

	if (shared == MAP_FAILED)
		return NAN;
	*shared = NAN;
	pid_t pid = fork();

	if (pid == 0)
		be_the_twin(c, state, shared);
	if (pid > 0)
		waitpid(pid, NULL, 0);
	result = *shared;
	munmap(shared, sizeof(*shared));
	return result;
}
