/*
 * helper_novdso COMMAND: runs COMMAND, and all that it starts, as on a kernel that maps no vDSO: at each exec the
 * entry AT_SYSINFO_EHDR of the auxiliary vector, by which libc finds it, is made one to ignore. 77 where nothing may
 * be traced here; else COMMAND's exit status.
 */
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

static uint64_t vdso_of(pid_t pid)
{
	char path[64];
	unsigned long pair[2];
	uint64_t found = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/auxv", (int)pid);
	f = fopen(path, "re");
	while (f && fread(pair, sizeof(pair), 1, f) == 1)
		if (pair[0] == AT_SYSINFO_EHDR)
			found = pair[1];
	if (f)
		fclose(f);
	return found;
}

static int stack_of(pid_t pid, uint64_t *from, uint64_t *to)
{
	char path[64], line[512];
	int found = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/maps", (int)pid);
	f = fopen(path, "re");
	while (f && !found && fgets(line, sizeof(line), f))
		found = strstr(line, "[stack]") && sscanf(line, "%" SCNx64 "-%" SCNx64, from, to) == 2;
	if (f)
		fclose(f);
	return found;
}

/* The pair is looked for from the top of the stack, where the kernel has just put it. */
static void hide(pid_t pid)
{
	uint64_t vdso = vdso_of(pid), from, to;
	unsigned long pair[2], ignore = AT_IGNORE;
	char path[64];
	int fd;

	if (!vdso || !stack_of(pid, &from, &to))
		return;
	snprintf(path, sizeof(path), "/proc/%d/mem", (int)pid);
	fd = open(path, O_RDWR | O_CLOEXEC);
	for (uint64_t at = to - sizeof(pair); fd >= 0 && at >= from; at -= sizeof(pair[0])) {
		if (pread(fd, pair, sizeof(pair), (off_t)at) != (ssize_t)sizeof(pair))
			break;
		if (pair[0] != AT_SYSINFO_EHDR || pair[1] != vdso)
			continue;
		if (pwrite(fd, &ignore, sizeof(ignore), (off_t)at) != (ssize_t)sizeof(ignore))
			perror("helper_novdso: auxv");
		break;
	}
	if (fd >= 0)
		close(fd);
}

/* What a stopped process is to get when it goes on. */
static int signal_of(pid_t pid, int status, int *known)
{
	int number = WSTOPSIG(status), event = status >> 16;

	if (event == PTRACE_EVENT_EXEC)
		hide(pid);
	if (event)
		return 0;
	if (number == SIGSTOP && !*known) { /* the first stop of a new one */
		*known = 1;
		return 0;
	}
	return number;
}

int main(int argc, char **argv)
{
	const long options = PTRACE_O_TRACEEXEC | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE |
			     PTRACE_O_EXITKILL;
	int status, last = 0;
	static int known[1 << 22];
	pid_t pid, first;

	if (argc < 2)
		return 2;
	first = fork();
	if (first == 0) {
		if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) != 0)
			_exit(77);
		raise(SIGSTOP);
		execvp(argv[1], argv + 1);
		_exit(127);
	}
	if (waitpid(first, &status, 0) != first || !WIFSTOPPED(status)) {
		printf("helper_novdso: nothing may be traced here\n");
		return 77;
	}
	known[first] = 1;
	ptrace(PTRACE_SETOPTIONS, first, NULL, options);
	ptrace(PTRACE_CONT, first, NULL, NULL);
	while ((pid = waitpid(-1, &status, __WALL)) > 0 || errno == EINTR) {
		if (pid > 0 && WIFSTOPPED(status))
			ptrace(PTRACE_CONT, pid, NULL, (long)signal_of(pid, status, &known[pid]));
		else if (pid == first)
			last = status;
		if (pid > 0 && !WIFSTOPPED(status))
			known[pid] = 0;
	}
	return WIFSIGNALED(last) ? 128 + WTERMSIG(last) : WEXITSTATUS(last);
}
