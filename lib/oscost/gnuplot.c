/* Starts gnuplot for one picture: fork and exec, a time limit, no shell. */
#include "gnuplot.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "harness/clock.h"
#include "text.h"

enum {
	EXIT_NO_GNUPLOT = 127,
	EXIT_NO_START = 126,
};

static int64_t now_ms(void)
{
	return (int64_t)(clock_raw_ns() / 1000000);
}

/* What a user has set for gnuplot of their own must not change our pictures. */
static void clean_environment(void)
{
	static const char *const names[] = { "GNUTERM",
					     "GNUPLOT_LIB",
					     "GNUHELP",
					     "GNUPLOT_FONTPATH",
					     "GNUPLOT_DEFAULT_GDFONT",
					     "GNUPLOT_PS_DIR",
					     "SOURCE_DATE_EPOCH" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		unsetenv(names[i]);
	setenv("LC_ALL", "C.UTF-8", 1);
}

static _Noreturn void become_gnuplot(const char *dir, char *const *argv, int output, pid_t driver)
{
	int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
	sigset_t none;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	if (getppid() != driver || null < 0 || dup2(null, STDIN_FILENO) < 0 || dup2(output, STDOUT_FILENO) < 0 ||
	    dup2(output, STDERR_FILENO) < 0 || chdir(dir) != 0)
		_exit(EXIT_NO_START);
	clean_environment();
	execvp(argv[0], argv);
	_exit(errno == ENOENT ? EXIT_NO_GNUPLOT : EXIT_NO_START);
}

/* Collects output until its end or the deadline; more than fits is read and dropped. */
static size_t read_output(int fd, int64_t deadline_ms, char *buf, size_t size)
{
	size_t n = 0;

	for (;;) {
		struct pollfd p = { .fd = fd, .events = POLLIN };
		int64_t left = deadline_ms - now_ms();
		char rest[4096];
		ssize_t got;

		if (left <= 0)
			return n;
		if (poll(&p, 1, (int)left) < 0 && errno != EINTR)
			return n;
		if (!p.revents)
			continue;
		got = read(fd, rest, sizeof(rest));
		if (got <= 0)
			return n;
		for (ssize_t i = 0; i < got && n + 1 < size; i++)
			buf[n++] = rest[i];
	}
}

/* Reaps the child, which has closed its output or run out of time. */
static int reap(pid_t pid, int64_t deadline_ms, int *status)
{
	const struct timespec pause = { 0, 2000000 };

	while (waitpid(pid, status, WNOHANG) == 0) {
		if (now_ms() >= deadline_ms) {
			kill(pid, SIGKILL);
			while (waitpid(pid, status, 0) < 0 && errno == EINTR)
				;
			return -ETIMEDOUT;
		}
		nanosleep(&pause, NULL);
	}
	return 0;
}

/* Line breaks and runs of blanks become one blank. */
static void one_line(char *raw, char said[GNUPLOT_SAID_SIZE])
{
	struct text t = { 0 };
	size_t n = 0;

	for (char *s = raw; *s; s++)
		if (strchr("\n\r\t", *s))
			*s = ' ';
	text_add_clean(&t, raw);
	for (const char *s = text_str(&t); *s && n + 1 < GNUPLOT_SAID_SIZE; s++) {
		if (*s == ' ' && (n == 0 || said[n - 1] == ' '))
			continue;
		said[n] = *s;
		n++;
	}
	said[n] = '\0';
	text_free(&t);
}

static int judge(int status)
{
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return 0;
	if (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_NO_GNUPLOT)
		return -ENOENT;
	return -EIO;
}

int gnuplot_run(const char *dir, const char *settings, const char *style_path,
		const char *script_path, char said[GNUPLOT_SAID_SIZE])
{
	char *argv[] = { (char *)"gnuplot",  (char *)"-d",	  (char *)"-e", (char *)settings,
			 (char *)style_path, (char *)script_path, NULL };
	int64_t deadline_ms = now_ms() + GNUPLOT_LIMIT_S * 1000;
	char raw[GNUPLOT_SAID_SIZE];
	int fds[2], status = 0, err;
	pid_t pid, driver = getpid();

	said[0] = '\0';
	if (pipe2(fds, O_CLOEXEC) != 0)
		return -errno;
	pid = fork();
	if (pid == 0)
		become_gnuplot(dir, argv, fds[1], driver);
	err = pid < 0 ? -errno : 0;
	close(fds[1]);
	if (pid > 0) {
		raw[read_output(fds[0], deadline_ms, raw, sizeof(raw))] = '\0';
		one_line(raw, said);
		err = reap(pid, deadline_ms, &status);
	}
	close(fds[0]);
	return err ? err : judge(status);
}
