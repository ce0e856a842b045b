/* fork, exec, a time limit: one program that tries facts. */
#include "seen_start.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "harness/clock.h"

enum { NO_START = 127 };

static int64_t now_ms(void)
{
	return (int64_t)(clock_raw_ns() / 1000000);
}

static _Noreturn void become(const char *path, int out, pid_t driver)
{
	char *const argv[] = { (char *)path, NULL };
	int null = open("/dev/null", O_RDONLY | O_CLOEXEC);

	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != driver || null < 0 || dup2(null, STDIN_FILENO) < 0 ||
	    dup2(out, STDOUT_FILENO) < 0)
		_exit(NO_START);
	execv(path, argv);
	_exit(NO_START);
}

/* Until the end of its output, the deadline, or more than is read: false for the two latter. */
static bool collect(int fd, int64_t deadline_ms, struct text *output)
{
	for (;;) {
		struct pollfd p = { .fd = fd, .events = POLLIN };
		int64_t left = deadline_ms - now_ms();
		char buf[4096];
		ssize_t n;

		if (left <= 0 || output->length > SEEN_OUTPUT_MAX)
			return false;
		if (poll(&p, 1, (int)left) <= 0)
			continue;
		n = read(fd, buf, sizeof(buf));
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return true;
		text_add_n(output, buf, (size_t)n);
	}
}

/* Waits until it has ended, without reaping it: false when the deadline came first. */
static bool has_ended(pid_t pid, int64_t deadline_ms)
{
	const struct timespec pause = { 0, 1000000 };

	for (;;) {
		siginfo_t info = { .si_pid = 0 };

		if (waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid)
			return true;
		if (now_ms() >= deadline_ms)
			return false;
		nanosleep(&pause, NULL);
	}
}

static void describe(int status, char trouble[SEEN_TROUBLE_SIZE])
{
	if (WIFSIGNALED(status))
		snprintf(trouble, SEEN_TROUBLE_SIZE, "it was ended by a signal: %s",
			 strsignal(WTERMSIG(status)));
	else if (WEXITSTATUS(status) == NO_START)
		snprintf(trouble, SEEN_TROUBLE_SIZE, "it could not be started");
	else if (WEXITSTATUS(status) != 0)
		snprintf(trouble, SEEN_TROUBLE_SIZE, "it ended with exit status %d",
			 WEXITSTATUS(status));
}

static void follow(pid_t pid, int fd, struct text *output, char trouble[SEEN_TROUBLE_SIZE])
{
	int64_t deadline_ms = now_ms() + SEEN_LIMIT_MS;
	bool good = collect(fd, deadline_ms, output) && has_ended(pid, deadline_ms);
	int status = 0;

	/* Not reaped yet, so the number is still its group's. */
	kill(-pid, SIGKILL);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (good)
		describe(status, trouble);
	else if (output->length > SEEN_OUTPUT_MAX)
		snprintf(trouble, SEEN_TROUBLE_SIZE, "it said more than is read");
	else
		snprintf(trouble, SEEN_TROUBLE_SIZE, "it did not end in time and was killed");
}

int seen_start(const char *path, struct text *output, char trouble[SEEN_TROUBLE_SIZE])
{
	pid_t driver = getpid(), pid;
	int fds[2], rc;

	trouble[0] = '\0';
	if (pipe2(fds, O_CLOEXEC) != 0)
		return -errno;
	pid = fork();
	if (pid == 0)
		become(path, fds[1], driver);
	rc = pid < 0 ? -errno : 0;
	close(fds[1]);
	if (pid > 0) {
		setpgid(pid, pid);
		follow(pid, fds[0], output, trouble);
	}
	close(fds[0]);
	return rc ? rc : output->failed ? -ENOMEM : 0;
}
