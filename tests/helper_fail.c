/*
 * helper_fail N ERROR LOG -- COMMAND: runs COMMAND and lets its N-th change of a file fail with ERROR, once; 0: none.
 *
 * ERROR: ENOSPC, EIO, EROFS, EDQUOT. SHORT: the N-th writes but half and says so, what is no write fails with ENOSPC.
 * FULL: from the N-th on all that needs room fails with ENOSPC, what renames or removes does not.
 *
 * Changes are write and writev to files (not to pipes or the first three descriptors), open for writing and close of
 * what was, rename, unlink, rmdir, ftruncate, fsync and mkdir; those of COMMAND itself, not of what it starts. LOG gets
 * "COUNT" and, when something failed, "CALL PATH". The kernel hands each of them over (seccomp user notification), so
 * that nothing of libc passes by. The exit status is COMMAND's, 128 + its signal, or 77 where this cannot be had.
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
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

enum what { OF_FD, OF_PATH, OF_PATH_AT, OPEN, OPEN_AT, CLOSE };

static const struct call {
	const char *name;
	int number;
	enum what what;
	bool room; /* it needs some on the disk */
} calls[] = {
	{ "write", SYS_write, OF_FD, true },
	{ "writev", SYS_writev, OF_FD, true },
	{ "fsync", SYS_fsync, OF_FD, true },
	{ "ftruncate", SYS_ftruncate, OF_FD, false },
	{ "close", SYS_close, CLOSE, false },
	{ "open", SYS_openat, OPEN_AT, true },
	{ "mkdir", SYS_mkdirat, OF_PATH_AT, true },
	{ "rename", SYS_renameat2, OF_PATH_AT, false },
	{ "unlink", SYS_unlinkat, OF_PATH_AT, false },
#ifdef SYS_renameat
	{ "rename", SYS_renameat, OF_PATH_AT, false },
#endif
#ifdef SYS_open
	{ "open", SYS_open, OPEN, true },
	{ "mkdir", SYS_mkdir, OF_PATH, true },
	{ "rename", SYS_rename, OF_PATH, false },
	{ "unlink", SYS_unlink, OF_PATH, false },
	{ "rmdir", SYS_rmdir, OF_PATH, false },
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
	ssize_t n = -1;

	/* The string may lie at the end of what is mapped. */
	for (size_t part = size - 1; n <= 0 && part > 0; part /= 2) {
		struct iovec to = { text, part }, from = { (void *)(uintptr_t)address, part };

		n = process_vm_readv(pid, &to, 1, &from, 1, 0);
	}
	text[n > 0 ? n : 0] = '\0';
}

/* Whether it was opened for writing. */
static bool is_written(pid_t pid, int fd)
{
	char path[64], line[128];
	unsigned long flags = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/fdinfo/%d", (int)pid, fd);
	f = fopen(path, "re");
	while (f && fgets(line, sizeof(line), f))
		if (strncmp(line, "flags:", 6) == 0)
			flags = strtoul(line + 6, NULL, 8);
	if (f)
		fclose(f);
	return (flags & O_ACCMODE) != O_RDONLY && !(flags & O_PATH);
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
	case CLOSE:
		snprintf(link, sizeof(link), "/proc/%d/fd/%d", (int)pid, (int)q->data.args[0]);
		n = readlink(link, path, size - 1);
		path[n > 0 ? n : 0] = '\0';
		return q->data.args[0] > 2 && path[0] == '/' &&
		       (c->what == OF_FD || is_written(pid, (int)q->data.args[0]));
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
	bool half, full; /* SHORT, FULL */
	pid_t pid;
	char failed[4200];
};

/* Writes half of it in the command's place: its length, or -ENOSPC. */
static int64_t write_half(const struct seccomp_notif *q)
{
	static char data[1 << 20];
	size_t half = q->data.args[2] / 2 < sizeof(data) ? q->data.args[2] / 2 : sizeof(data);
	struct iovec to = { data, half }, from = { (void *)(uintptr_t)q->data.args[1], half };
	ssize_t got = -1;
#ifdef SYS_pidfd_getfd
	int pid_fd = (int)syscall(SYS_pidfd_open, (pid_t)q->pid, 0u);
	int fd = (int)syscall(SYS_pidfd_getfd, pid_fd, (int)q->data.args[0], 0u);

	if (process_vm_readv((pid_t)q->pid, &to, 1, &from, 1, 0) == (ssize_t)half)
		got = write(fd, data, half);
	close(fd);
	close(pid_fd);
#endif
	return got > 0 ? got : -ENOSPC;
}

/* The number of bytes that were written instead, -errno, or 0: the call is to be made. */
static int64_t answer(struct watch *w, const struct seccomp_notif *q)
{
	char path[4096];

	if ((pid_t)q->pid != w->pid)
		return 0;
	for (size_t i = 0; i < CALLS; i++) {
		if (calls[i].number != q->data.nr)
			continue;
		if (!is_change(&calls[i], q, path, sizeof(path)))
			return 0;
		w->count++;
		if (w->full ? w->wanted == 0 || w->count < w->wanted || !calls[i].room : w->count != w->wanted)
			return 0;
		if (!w->failed[0])
			snprintf(w->failed, sizeof(w->failed), "%s %s", calls[i].name, path);
		return w->half && calls[i].number == SYS_write ? write_half(q) : -w->error;
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
		int64_t got = answer(w, &q);

		r.val = got > 0 ? got : 0;
		r.error = got < 0 ? (int32_t)got : 0;
		r.flags = got ? 0 : (uint32_t)SECCOMP_USER_NOTIF_FLAG_CONTINUE;
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
	static const char *const names[] = { "ENOSPC", "EIO", "EROFS", "EDQUOT", "SHORT", "FULL" };
	static const int numbers[] = { ENOSPC, EIO, EROFS, EDQUOT, ENOSPC, ENOSPC };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(name, names[i]) == 0)
			return numbers[i];
	return 0;
}

int main(int argc, char **argv)
{
	struct watch w = { .count = 0 };
	int pair[2], fd, status = 0;
	FILE *log;

	if (argc < 6 || strcmp(argv[4], "--") != 0 || !(w.error = error_of(argv[2])))
		return 2;
	w.wanted = strtol(argv[1], NULL, 10);
	w.half = strcmp(argv[2], "SHORT") == 0;
	w.full = strcmp(argv[2], "FULL") == 0;
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
