/* The functions that bench.h offers to every benchmark. */
#include "bench.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "context.h"

static char reason[256];
static double ticks_per_ns = 1;
static int other_pu[BENCH_DISTANCES] = { -1, -1, -1 };

void context_set_ticks_per_ns(double ticks)
{
	ticks_per_ns = ticks;
}

int context_parse_other_pus(const char *text)
{
	return sscanf(text, "%d,%d,%d", &other_pu[0], &other_pu[1], &other_pu[2]) == BENCH_DISTANCES ? 0
												     : -EINVAL;
}

const char *context_reason(void)
{
	return reason;
}

double bench_ticks_per_ns(void)
{
	return ticks_per_ns;
}

int bench_other_pu(enum bench_distance distance)
{
	return other_pu[distance];
}

int bench_skip(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(reason, sizeof(reason), format, args);
	va_end(args);
	return BENCH_SKIP;
}

int bench_fail(int error, const char *format, ...)
{
	va_list args;
	size_t used;

	va_start(args, format);
	vsnprintf(reason, sizeof(reason), format, args);
	va_end(args);
	used = strlen(reason);
	snprintf(reason + used, sizeof(reason) - used, ": %s", strerror(error));
	return -error;
}

/* AT_EXECFN is there without /proc; the driver starts benchmarks by a path with a slash. */
int bench_child_path(const char *name, char *path, size_t size)
{
	unsigned long at = getauxval(AT_EXECFN);
	char self[PATH_MAX];

	if (!at || !realpath((const char *)at, self))
		return -ENOENT;
	for (int up = 0; up < 2; up++) {
		char *slash = strrchr(self, '/');

		if (!slash)
			return -ENOENT;
		*slash = '\0';
	}
	int n = snprintf(path, size, "%s/child/%s", self, name);

	return n < 0 || (size_t)n >= size ? -ENAMETOOLONG : 0;
}

/* After a fork each page is copied at its first write: for the stack that comes now and in no sample. */
static __attribute__((noinline)) void copy_stack(void)
{
	volatile char below[16384];

	for (size_t i = 0; i < sizeof(below); i += 1024)
		below[i] = 0;
}

int bench_fork_partner(void)
{
	pid_t parent = getpid();
	pid_t pid = fork();

	if (pid < 0)
		return -errno;
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (getppid() != parent)
			_exit(0);
	} else {
		copy_stack();
	}
	return pid;
}
