/* syscall.*: entering the kernel and coming back with next to no work there. */
#include <errno.h>
#include <string.h>

#include "harness/bench.h"
#include "harness/raw.h"

/* Far above every table in use, so the kernel only finds out that there is no such call. */
#define UNUSED_NUMBER 4000

static int setup_nosys(void **state, long param)
{
	long ret = raw_syscall0(UNUSED_NUMBER);

	(void)state;
	(void)param;
	if (ret != -ENOSYS)
		return bench_skip("call number %d answers '%s' in place of ENOSYS: a filter stands in between",
				  UNUSED_NUMBER, ret < 0 ? strerror((int)-ret) : "success");
	return 0;
}

static int run_nosys(void *state, uint64_t ops)
{
	(void)state;
	for (uint64_t i = 0; i < ops; i++)
		raw_syscall0(UNUSED_NUMBER);
	return 0;
}

static int run_getppid(void *state, uint64_t ops)
{
	(void)state;
	for (uint64_t i = 0; i < ops; i++)
		raw_syscall0(SYS_getppid);
	return 0;
}

static int run_getpid_raw(void *state, uint64_t ops)
{
	(void)state;
	for (uint64_t i = 0; i < ops; i++)
		raw_syscall0(SYS_getpid);
	return 0;
}

static int run_getpid_wrapper(void *state, uint64_t ops)
{
	(void)state;
	for (uint64_t i = 0; i < ops; i++)
		syscall(SYS_getpid);
	return 0;
}

static int run_getpid_libc(void *state, uint64_t ops)
{
	(void)state;
	for (uint64_t i = 0; i < ops; i++)
		getpid();
	return 0;
}

#define ONE_CALL .claims_syscalls = 1, .expect.events[BENCH_SYSCALLS] = 1

static const struct bench_case cases[] = {
	{
		.name = "syscall.nosys",
		.what = "a call number that does not exist: bare entry and exit, no work in the kernel",
		.setup = setup_nosys,
		.run = run_nosys,
		ONE_CALL,
	},
	{
		.name = "syscall.getppid",
		.what = "getppid by the trap instruction itself; no libc, one small look-up in the kernel",
		.run = run_getppid,
		ONE_CALL,
	},
	{
		.name = "syscall.getpid.raw",
		.what = "getpid by the trap instruction itself; no libc",
		.run = run_getpid_raw,
		ONE_CALL,
	},
	{
		.name = "syscall.getpid.wrapper",
		.what = "syscall(SYS_getpid): the trap and libc's generic wrapper",
		.run = run_getpid_wrapper,
		ONE_CALL,
	},
	{
		.name = "syscall.getpid.libc",
		.what = "getpid(): the trap and libc's own function",
		.run = run_getpid_libc,
		ONE_CALL,
	},
};

const struct bench_program bench_program = {
	.cases = cases,
	.count = sizeof(cases) / sizeof(cases[0]),
};
