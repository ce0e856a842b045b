/*
 * syscall.read, write, stat, open: the smallest work on files, by syscall().
 *
 * Not by libc's functions: fstat() of glibc 2.33 to 2.38 is really newfstatat with an empty path.
 * All on /dev/zero and /dev/null, which are there in every container and hold no data.
 * Results are looked at after the loop: in the twin process that counts system calls none succeeds.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "harness/bench.h"

#define ZERO_PATH "/dev/zero"
#define NULL_PATH "/dev/null"

static int fd;

/* The kernel's struct stat, which libc's may differ from. */
static union {
	struct stat libc;
	uint64_t words[32];
} attributes;

static int open_device(const char *path, int flags)
{
	fd = open(path, flags | O_CLOEXEC);
	return fd < 0 ? bench_skip("%s cannot be opened: %s", path, strerror(errno)) : 0;
}

static int setup_zero(void **state, long param)
{
	(void)state;
	(void)param;
	return open_device(ZERO_PATH, O_RDONLY);
}

static int setup_null(void **state, long param)
{
	(void)state;
	(void)param;
	return open_device(NULL_PATH, O_WRONLY);
}

static int verdict(int failed, const char *what)
{
	return failed ? bench_fail(errno ? errno : EIO, "%s", what) : 0;
}

static int run_read0(void *state, uint64_t ops)
{
	char byte;
	int failed = 0;

	(void)state;
	for (uint64_t i = 0; i < ops; i++)
		failed |= syscall(SYS_read, fd, &byte, 0) != 0;
	return verdict(failed, "read of 0 bytes of " ZERO_PATH);
}

static int run_read1(void *state, uint64_t ops)
{
	char byte;
	int failed = 0;

	(void)state;
	for (uint64_t i = 0; i < ops; i++)
		failed |= syscall(SYS_read, fd, &byte, 1) != 1;
	return verdict(failed, "read of 1 byte of " ZERO_PATH);
}

static int run_write1(void *state, uint64_t ops)
{
	const char byte = 0;
	int failed = 0;

	(void)state;
	for (uint64_t i = 0; i < ops; i++)
		failed |= syscall(SYS_write, fd, &byte, 1) != 1;
	return verdict(failed, "write of 1 byte to " NULL_PATH);
}

static int run_stat(void *state, uint64_t ops)
{
	int failed = 0;

	(void)state;
	for (uint64_t i = 0; i < ops; i++)
		failed |= syscall(SYS_newfstatat, AT_FDCWD, ZERO_PATH, &attributes, 0) != 0;
	return verdict(failed, "stat of " ZERO_PATH);
}

static int run_fstat(void *state, uint64_t ops)
{
	int failed = 0;

	(void)state;
	for (uint64_t i = 0; i < ops; i++)
		failed |= syscall(SYS_fstat, fd, &attributes) != 0;
	return verdict(failed, "fstat of " ZERO_PATH);
}

static int run_open_close(void *state, uint64_t ops)
{
	int failed = 0;

	(void)state;
	for (uint64_t i = 0; i < ops; i++) {
		long opened = syscall(SYS_openat, AT_FDCWD, ZERO_PATH, O_RDONLY, 0);

		failed |= opened < 0;
		failed |= syscall(SYS_close, opened) != 0;
	}
	return verdict(failed, "open and close of " ZERO_PATH);
}

#define CALLS(n) .claims_syscalls = 1, .expect.events[BENCH_SYSCALLS] = (n)

static const struct bench_case cases[] = {
	{
		.name = "syscall.read0",
		.what = "read of 0 bytes of an open /dev/zero: the call and the way to the file",
		.setup = setup_zero,
		.run = run_read0,
		CALLS(1),
	},
	{
		.name = "syscall.read1",
		.what = "read of 1 byte of an open /dev/zero",
		.setup = setup_zero,
		.run = run_read1,
		CALLS(1),
	},
	{
		.name = "syscall.write1",
		.what = "write of 1 byte to an open /dev/null",
		.setup = setup_null,
		.run = run_write1,
		CALLS(1),
	},
	{
		.name = "syscall.stat",
		.what = "stat (newfstatat) of /dev/zero by its path: the look-up of two names, both cached",
		.setup = setup_zero,
		.run = run_stat,
		CALLS(1),
	},
	{
		.name = "syscall.fstat",
		.what = "fstat of an open /dev/zero: no look-up of a path",
		.setup = setup_zero,
		.run = run_fstat,
		CALLS(1),
	},
	{
		.name = "syscall.open_close",
		.what = "open (openat) of /dev/zero by its path, and close: two system calls",
		.setup = setup_zero,
		.run = run_open_close,
		CALLS(2),
	},
};

const struct bench_program bench_program = {
	.cases = cases,
	.count = sizeof(cases) / sizeof(cases[0]),
};
