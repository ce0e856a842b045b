/*
 * helper_fail N ERROR LOG -- COMMAND: runs COMMAND and lets its N-th change of a file fail with ERROR, once; 0: none.
 *
 * Changes are write, writev and pwrite to files (not to pipes or the first three descriptors), open for writing,
 * rename, fsync, fdatasync and mkdir; those of COMMAND itself, not of what it starts. LOG gets "COUNT" and, when
 * something failed, "CALL PATH". The kernel hands each of them over (seccomp user notification), so that nothing of
 * libc can pass by. The exit status is COMMAND's, 128 + the signal that ended it, or 77 where this cannot be had.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum what { OF_FD, OF_PATH, OF_PATH_AT, OPEN, OPEN_AT };

static const struct call {
	const char *name;
	int number;
	enum what what;
} calls[] = {
	{ "write", SYS_write, OF_FD },
	{ "writev", SYS_writev, OF_FD },
	{ "pwrite", SYS_pwrite64, OF_FD },
	{ "fsync", SYS_fsync, OF_FD },
	{ "fdatasync", SYS_fdatasync, OF_FD },
	{ "open", SYS_openat, OPEN_AT },
	{ "mkdir", SYS_mkdirat, OF_PATH_AT },
	{ "rename", SYS_renameat2, OF_PATH_AT },
#ifdef SYS_renameat
	{ "rename", SYS_renameat, OF_PATH_AT },
#endif
#ifdef SYS_open
	{ "open", SYS_open, OPEN },
	{ "mkdir", SYS_mkdir, OF_PATH },
	{ "rename", SYS_rename, OF_PATH },
#endif
};

enum { CALLS = sizeof(calls) / sizeof(calls[0]) };

static _Noreturn void cannot(const char *what)
{
	printf("helper_fail: %s: %s\n", what, strerror(errno));
	exit(77);
}

static int install(void)
{
	struct sock_filter filter[2 * CALLS + 2];
	struct sock_fprog program = { .filter = filter };
	unsigned short n = 0;

	filter[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
	for (size_t i = 0; i < CALLS; i++) {
		filter[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)calls[i].number, 0, 1);
		filter[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF);
	}
	filter[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	program.len = n;
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &program);
}

union control {
	struct cmsghdr align;
	char room[CMSG_SPACE(sizeof(int))];
};

static void send_fd(int to, int fd)
{
	char byte = 0;
	struct iovec io = { &byte, 1 };
	union control control = { .room = "" };
	struct msghdr m = { .msg_iov = &io, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof(control) };
	struct cmsghdr *c = CMSG_FIRSTHDR(&m);

	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(c), &fd, sizeof(fd));
	if (sendmsg(to, &m, 0) != 1)
		_exit(77);
}

static int receive_fd(int from)
{
	char byte;
	struct iovec io = { &byte, 1 };
	union control control;
	struct msghdr m = { .msg_iov = &io, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof(control) };
	int fd = -1;

	if (recvmsg(from, &m, MSG_CMSG_CLOEXEC) == 1 && CMSG_FIRSTHDR(&m))
		memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&m)), sizeof(fd));
	return fd;
}

static void read_string(pid_t pid, uint64_t address, char *text, size_t size)
{
	char path[64];
	ssize_t n = -1;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/mem", (int)pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd >= 0) {
		/* The string may lie at the end of what is mapped. */
		for (size_t part = size - 1; n <= 0 && part > 0; part /= 2)
			n = pread(fd, text, part, (off_t)address);
		close(fd);
	}
	text[n > 0 ? n : 0] = '\0';
}

/* Whether this is a change of a file; path: of which. */
static bool is_change(const struct call *c, const struct seccomp_notif *q, char *path, size_t size)
{
	const uint64_t changing = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC;
	pid_t pid = (pid_t)q->pid;
	char link[64];
	ssize_t n;

	switch (c->what) {
	case OF_FD:
		snprintf(link, sizeof(link), "/proc/%d/fd/%d", (int)pid, (int)q->data.args[0]);
		n = readlink(link, path, size - 1);
		path[n > 0 ? n : 0] = '\0';
		return q->data.args[0] > 2 && path[0] == '/';
	case OF_PATH:
	case OPEN:
		read_string(pid, q->data.args[0], path, size);
		return c->what == OF_PATH || (q->data.args[1] & changing);
	default:
		read_string(pid, q->data.args[1], path, size);
		return c->what == OF_PATH_AT || (q->data.args[2] & changing);
	}
}

struct watch {
	long count, wanted;
	int error;
	pid_t pid;
	char failed[4200];
};

static int answer(struct watch *w, const struct seccomp_notif *q)
{
	char path[4096];

	if ((pid_t)q->pid != w->pid)
		return 0;
	for (size_t i = 0; i < CALLS; i++) {
		if (calls[i].number != q->data.nr)
			continue;
		if (!is_change(&calls[i], q, path, sizeof(path)) || ++w->count != w->wanted)
			return 0;
		snprintf(w->failed, sizeof(w->failed), "%s %s", calls[i].name, path);
		return w->error;
	}
	return 0;
}

/* Until nobody has the filter any more. */
static void serve(struct watch *w, int fd)
{
	for (;;) {
		struct seccomp_notif q;
		struct seccomp_notif_resp r;
		struct pollfd p = { .fd = fd, .events = POLLIN };

		memset(&q, 0, sizeof(q));
		memset(&r, 0, sizeof(r));
		if (poll(&p, 1, -1) < 0 || !(p.revents & POLLIN))
			return;
		if (ioctl(fd, SECCOMP_IOCTL_NOTIF_RECV, &q) != 0)
			continue;
		r.id = q.id;
		r.error = -answer(w, &q);
		r.flags = r.error ? 0 : (uint32_t)SECCOMP_USER_NOTIF_FLAG_CONTINUE;
		ioctl(fd, SECCOMP_IOCTL_NOTIF_SEND, &r);
	}
}

static _Noreturn void become(int to, char **command)
{
	int fd = install();

	if (fd < 0)
		cannot("no user notification by seccomp here");
	send_fd(to, fd);
	close(fd);
	close(to);
	execvp(command[0], command);
	_exit(127);
}

static int error_of(const char *name)
{
	return strcmp(name, "ENOSPC") == 0 ? ENOSPC : strcmp(name, "EIO") == 0 ? EIO : strcmp(name, "EROFS") == 0 ? EROFS : 0;
}

int main(int argc, char **argv)
{
	struct watch w = { .count = 0 };
	int pair[2], fd, status = 0;
	FILE *log;

	if (argc < 6 || strcmp(argv[4], "--") != 0 || !(w.error = error_of(argv[2])))
		return 2;
	w.wanted = strtol(argv[1], NULL, 10);
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
		cannot("socketpair");
	w.pid = fork();
	if (w.pid == 0)
		become(pair[1], argv + 5);
	close(pair[1]);
	fd = receive_fd(pair[0]);
	if (fd >= 0)
		serve(&w, fd);
	waitpid(w.pid, &status, 0);
	log = fopen(argv[3], "we");
	if (log) {
		fprintf(log, "%ld\n%s\n", w.count, w.failed);
		fclose(log);
	}
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}
