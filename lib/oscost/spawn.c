/* Runs one benchmark process: binding, counters, output, time limit, the end of its group. */
#include "spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/clock.h"
#include "machine/files.h"
#include "spawn_child.h"
#include "spawn_left.h"

static volatile sig_atomic_t stop_signal;
static volatile sig_atomic_t wake_fd = -1;

static void on_stop(int number)
{
	int saved = errno;

	stop_signal = number;
	if (wake_fd >= 0 && write((int)wake_fd, "", 1) < 0)
		stop_signal = number;
	errno = saved;
}

int spawn_stopped(void)
{
	return stop_signal;
}

/* The read end becomes readable with the signal: no moment in which one could be missed. */
static int wake_pipe[2] = { -1, -1 };

void spawn_catch_signals(void)
{
	struct sigaction action = { .sa_handler = on_stop };
	const int caught[] = { SIGINT, SIGTERM, SIGHUP };

	if (wake_fd >= 0)
		return;
	if (pipe2(wake_pipe, O_CLOEXEC | O_NONBLOCK) == 0)
		wake_fd = wake_pipe[1];
	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < sizeof(caught) / sizeof(caught[0]); i++)
		sigaction(caught[i], &action, NULL);
}

static int grow(struct spawn_result *r, size_t *capacity)
{
	if (r->size + 65536 < *capacity)
		return 0;
	size_t more = *capacity ? 2 * *capacity : (size_t)1 << 18;
	char *output = realloc(r->output, more);

	if (!output)
		return -ENOMEM;
	r->output = output;
	*capacity = more;
	return 0;
}

/* Between two looks at the limit, and at the process where its end cannot be polled. */
#define LOOK_MS 100

static bool has_ended(pid_t pid)
{
	siginfo_t info = { .si_pid = 0 };

	return waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid;
}

/* Readable when the process has ended; -1 where the kernel has no such thing (before 5.3). */
static int open_end(pid_t pid)
{
#ifdef SYS_pidfd_open
	return (int)syscall(SYS_pidfd_open, pid, 0u);
#else
	(void)pid;
	return -1;
#endif
}

/*
 * Reads until the end of output or of the process, the limit, or the user's stop. What it said is in
 * the pipe when it has ended: nothing is waited for that others, who still hold the pipe, may say.
 */
static int collect(pid_t pid, int fd, int end_fd, uint64_t start_ns, const struct spawn_request *request,
		   struct spawn_result *r)
{
	struct pollfd wait[3] = { { fd, POLLIN, 0 }, { wake_pipe[0], POLLIN, 0 }, { end_fd, POLLIN, 0 } };
	size_t capacity = 0;

	for (;;) {
		uint64_t spent = clock_raw_ns() - start_ns;

		if (grow(r, &capacity) != 0)
			return -ENOMEM;
		r->output[r->size] = '\0';
		r->end = stop_signal ? SPAWN_INTERRUPTED
			 : spent >= request->limit_ns ? SPAWN_TIMED_OUT
			 : r->size > SPAWN_MAX_OUTPUT ? SPAWN_TOO_MUCH : SPAWN_EXITED;
		if (r->end != SPAWN_EXITED)
			return 0;
		bool ended = has_ended(pid);
		int ready = poll(wait, 3, ended ? 0 : LOOK_MS);

		if (ready < 0 && errno != EINTR)
			return -errno;
		if (ready < 0)
			continue;
		if (ended && !wait[0].revents)
			return 0;
		if (!wait[0].revents)
			continue;
		ssize_t n = read(fd, r->output + r->size, 65535);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return 0;
		r->size += (size_t)n;
	}
}

/* SIGKILL reaches it soon, if it may be sent at all (another user's) and unless the kernel holds it. */
static bool reap(pid_t pid, int *status)
{
	for (int i = 0; i < 1000; i++) {
		pid_t reaped = waitpid(pid, status, WNOHANG);

		if (reaped == pid)
			return true;
		usleep(i < 100 ? 50 : 5000);
	}
	return false;
}

/* Of a process that has ended and was not waited for. */
static double read_waited_ns(pid_t pid)
{
	char text[128];
	unsigned long long waited;

	if (machine_readf("", text, sizeof(text), "/proc/%d/schedstat", (int)pid) != 0 ||
	    sscanf(text, "%*u %llu", &waited) != 1)
		return (double)NAN;
	return (double)waited;
}

static void take_end(pid_t pid, struct spawn_result *r)
{
	int status = 0;

	/* A process that has closed its output gets a moment to end by itself. */
	for (int i = 0; r->end == SPAWN_EXITED && i < 200; i++) {
		if (has_ended(pid))
			break;
		usleep(i < 100 ? 50 : 5000);
	}
	r->waited_ns = read_waited_ns(pid);
	kill(-pid, SIGKILL);
	kill(pid, SIGKILL); /* it may have gone to another group */
	bool reaped = reap(pid, &status);

	if (!spawn_left_end() || !reaped)
		r->end = SPAWN_STUCK;
	if (r->end != SPAWN_EXITED)
		return;
	if (WIFSIGNALED(status)) {
		r->end = SPAWN_KILLED;
		r->status = WTERMSIG(status);
	} else {
		r->status = WEXITSTATUS(status);
	}
}

int spawn_run(const struct spawn_request *request, struct spawn_result *result)
{
	uint64_t start_ns = clock_raw_ns();
	pid_t driver = getpid();
	int out[2], err;

	memset(result, 0, sizeof(*result));
	if (pipe2(out, O_CLOEXEC) != 0)
		return -errno;
	fcntl(out[1], F_SETPIPE_SZ, 1 << 20);
	spawn_left_begin();
	pid_t pid = fork();

	if (pid == 0)
		spawn_child(request, out[1], driver);
	err = pid < 0 ? -errno : 0;
	close(out[1]);
	if (!err) {
		int end_fd = open_end(pid);

		setpgid(pid, pid);
		err = collect(pid, out[0], end_fd, start_ns, request, result);
		take_end(pid, result);
		if (end_fd >= 0)
			close(end_fd);
		result->elapsed_ns = clock_raw_ns() - start_ns;
	} else {
		spawn_left_end();
	}
	close(out[0]);
	return err;
}

const char *spawn_describe(const struct spawn_result *r)
{
	static char text[128];

	switch (r->end) {
	case SPAWN_KILLED:
		snprintf(text, sizeof(text), "the benchmark died: %s", strsignal(r->status));
		break;
	case SPAWN_TIMED_OUT:
		snprintf(text, sizeof(text), "the benchmark did not end in time and was killed");
		break;
	case SPAWN_TOO_MUCH:
		snprintf(text, sizeof(text), "the benchmark said too much and was killed");
		break;
	case SPAWN_INTERRUPTED:
		snprintf(text, sizeof(text), "interrupted");
		break;
	case SPAWN_STUCK:
		snprintf(text, sizeof(text), "a process that the benchmark left cannot be killed");
		break;
	case SPAWN_EXITED:
		snprintf(text, sizeof(text), r->status == 127 ? "the benchmark could not be started"
							     : "the benchmark ended with exit status %d",
			 r->status);
		break;
	}
	return text;
}
