/* What a new process does to itself before it becomes the benchmark. */
#include "spawn_child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "machine/counters.h"
#include "machine/placement.h"

static void reset_signals(void)
{
	signal(SIGINT, SIG_DFL);
	signal(SIGTERM, SIG_DFL);
	signal(SIGHUP, SIG_DFL);
	signal(SIGPIPE, SIG_DFL);
	signal(SIGXFSZ, SIG_DFL);
}

/* Counters of this task and what it forks must exist before exec; their numbers are told by an argument. */
static void pass_counters(const struct spawn_request *request, char *text, size_t size)
{
	int own[MACHINE_COUNTERS_MAX];
	const int *fds = request->counter_fds;
	size_t used = 0, n = request->counters ? request->counters->count : 0;

	if (n == 0 || n > MACHINE_COUNTERS_MAX)
		return;
	if (!fds) {
		machine_counters_open(request->counters, own);
		fds = own;
	}
	for (size_t i = 0; i < n && used + 12 < size; i++)
		used += (size_t)snprintf(text + used, size - used, "%s%d", i ? "," : "", fds[i]);
}

/* Of program and prefix; two more and the NULL follow. */
enum { ARGV_MOST = 300 };

static size_t copy_words(char **argv, size_t n, char *const *words)
{
	for (; words && *words && n < ARGV_MOST - 3; words++)
		argv[n++] = *words;
	return n;
}

/* Where memory runs out the kernel ends the benchmark, and not the driver, which holds what was measured. */
static void die_first(void)
{
	int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);

	if (fd < 0)
		return;
	if (write(fd, "1000", 4) != 4)
		errno = 0; /* where it may not be said, the kernel chooses */
	close(fd);
}

_Noreturn void spawn_child(const struct spawn_request *request, int out, pid_t driver)
{
	char fds[MACHINE_COUNTERS_MAX * 12] = "";
	char *argv[ARGV_MOST];
	size_t n = 0;

	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != driver)
		_exit(126);
	reset_signals();
	die_first();
	int null = open("/dev/null", O_RDONLY);

	if (null > 0)
		dup2(null, STDIN_FILENO);
	dup2(out, STDOUT_FILENO);
	if (request->cpu >= 0)
		machine_bind((unsigned)request->cpu);
	pass_counters(request, fds, sizeof(fds));
	n = copy_words(argv, n, request->prefix);
	n = copy_words(argv, n, request->argv);
	if (fds[0]) {
		argv[n++] = (char *)"--counter-fds";
		argv[n++] = fds;
	}
	argv[n] = NULL;
	if (request->prefix)
		execvp(argv[0], argv);
	else
		execv(argv[0], argv);
	_exit(127);
}

