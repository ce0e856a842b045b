/* The loop of a shell, once with a command that is there and once with one that is not: fork, the
 * child's environment between fork and exec, exec, wait. */
#include <fcntl.h>

#include "fact.h"

static const char words[] = "hello\n";

/* This program again, as the command: it knows nothing of where its output goes. */
static int be_the_command(void)
{
	return write(STDOUT_FILENO, words, strlen(words)) != (ssize_t)strlen(words);
}

/* The exit status of a command whose output goes to out. */
static double run_command(const char *program, int out)
{
	int status = 0;
	pid_t pid = fact_fork();

	if (pid == 0) {
		dup2(out, STDOUT_FILENO);
		execl(program, "command", "--command", (char *)NULL);
		_exit(1); /* reached only when exec failed */
	}
	fact_need(waitpid(pid, &status, 0) == pid, "waitpid");
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int main(int argc, char **argv)
{
	char bytes[64];
	int fds[2];

	if (argc > 1 && strcmp(argv[1], "--command") == 0)
		return be_the_command();
	fact_need(pipe2(fds, O_CLOEXEC) == 0, "pipe");
	fact_value("status", run_command("/proc/self/exe", fds[1]), "exit status of the command");
	fact_value("missing", run_command("/nonexistent/command", fds[1]),
		   "exit status where exec did not find the command");
	close(fds[1]);
	fact_value("redirected", (double)read(fds[0], bytes, sizeof(bytes)),
		   "bytes of its output that went where the child had put descriptor 1");
	return fact_end();
}
