/*
 * syscall.seccomp:N: the bare system call under a filter that allows everything, in N instructions.
 *
 * Since 5.11 the kernel remembers for each call whether a filter allows it whatever its arguments, and
 * does not run the filter then (kernel/seccomp.c, "SECCOMP_ARCH_NATIVE cache"). A number beyond its
 * table of calls is not remembered, so here the filter always runs; syscall.nosys is the same without.
 *
 * Before 5.16 a filter also turns on the mitigations of speculative store bypass and of indirect branches
 * for its process: the figure then has that in it, as programs under a filter have.
 */
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>

#include "harness/bench.h"
#include "harness/raw.h"

/* Far above every table in use, so the kernel only finds out that there is no such call. */
#define UNUSED_NUMBER 4000
#define MOST_INSTRUCTIONS 256 /* a jump reaches no further */

/* As filters are: the call's number, compared with one number after the other, of which none is it. */
static int set_filter(unsigned short instructions)
{
	struct sock_filter filter[MOST_INSTRUCTIONS];
	struct sock_fprog program = { instructions, filter };
	unsigned last = instructions - 1u;

	for (unsigned i = 0; i < last; i++)
		filter[i] = (struct sock_filter){
			.code = BPF_JMP | BPF_JEQ | BPF_K, .jt = (uint8_t)(last - i - 1), .k = i
		};
	if (instructions > 1)
		filter[0] = (struct sock_filter){
			.code = BPF_LD | BPF_W | BPF_ABS, .k = offsetof(struct seccomp_data, nr)
		};
	filter[last] = (struct sock_filter){ .code = BPF_RET | BPF_K, .k = SECCOMP_RET_ALLOW };
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return -1;
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

static int setup(void **state, long instructions)
{
	(void)state;
	if (instructions < 1 || instructions > MOST_INSTRUCTIONS)
		return bench_fail(EINVAL, "a filter of %ld instructions", instructions);
	if (set_filter((unsigned short)instructions) != 0)
		return bench_skip("no seccomp filter may be set here: %s", strerror(errno));
	long ret = raw_syscall0(UNUSED_NUMBER);

	if (ret != -ENOSYS)
		return bench_skip("call number %d answers '%s' in place of ENOSYS: a filter is in the way",
				  UNUSED_NUMBER, ret < 0 ? strerror((int)-ret) : "success");
	return 0;
}

static int run_filtered(void *state, uint64_t ops)
{
	(void)state;
	for (uint64_t i = 0; i < ops; i++)
		raw_syscall0(UNUSED_NUMBER);
	return 0;
}

static const long lengths[] = { 1, 64 };
static const long dense_lengths[] = { 1, 4, 16, 64, 256 };

static const struct bench_case cases[] = {
	{
		.name = "syscall.seccomp",
		.what = "syscall.nosys under an allow-all filter of so many BPF instructions, which are run",
		.expect.events[BENCH_SYSCALLS] = 1,
		.claims_syscalls = 1,
		.params = lengths,
		.param_count = sizeof(lengths) / sizeof(lengths[0]),
		.dense_params = dense_lengths,
		.dense_count = sizeof(dense_lengths) / sizeof(dense_lengths[0]),
		.setup = setup,
		.run = run_filtered,
	},
};

const struct bench_program bench_program = {
	.cases = cases,
	.count = sizeof(cases) / sizeof(cases[0]),
};
