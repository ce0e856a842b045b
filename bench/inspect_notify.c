/*
 * inspect.seccomp_notify: a system call that another process answers in the kernel's place.
 *
 * The partner puts itself under a filter (seccomp_unotify(2)) and hands the listener to this process,
 * which says what each of its calls returns.
 */
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h> /* for the requests */
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/bench.h"
#include "harness/raw.h"

struct supervised {
	int pid;
	int listener; /* where the kernel says which call waits for an answer */
};

#ifdef SECCOMP_RET_USER_NOTIF
#define ANSWER 4711 /* what the supervisor lets the call return */

/* getppid waits for the supervisor's answer, all other calls pass. The listener, or -errno. */
static int ask_for_supervision(void)
{
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getppid, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { sizeof(filter) / sizeof(filter[0]), filter };

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return -errno;
	long fd = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER,
			  &program);

	return fd < 0 ? -errno : (int)fd;
}

/* One int, and with it a file descriptor if it is one: unix(7), SCM_RIGHTS. */
union fd_message {
	char room[CMSG_SPACE(sizeof(int))];
	struct cmsghdr align;
};

static void send_listener(int socket, int listener)
{
	union fd_message control = { .room = { 0 } };
	struct iovec data = { &listener, sizeof(listener) };
	struct msghdr message = { .msg_iov = &data, .msg_iovlen = 1 };

	if (listener >= 0) {
		message.msg_control = control.room;
		message.msg_controllen = sizeof(control.room);
		control.align.cmsg_level = SOL_SOCKET;
		control.align.cmsg_type = SCM_RIGHTS;
		control.align.cmsg_len = CMSG_LEN(sizeof(int));
		memcpy(CMSG_DATA(&control.align), &listener, sizeof(listener));
	}
	sendmsg(socket, &message, 0);
}

/* The listener in this process, or -errno: what the partner could not do. */
static int receive_listener(int socket)
{
	union fd_message control = { .room = { 0 } };
	int listener = -ECHILD;
	struct iovec data = { &listener, sizeof(listener) };
	struct msghdr message = { .msg_iov = &data, .msg_iovlen = 1, .msg_control = control.room,
				  .msg_controllen = sizeof(control.room) };

	if (recvmsg(socket, &message, 0) != (ssize_t)sizeof(listener) || listener < 0)
		return listener;
	if (message.msg_controllen < CMSG_LEN(sizeof(int)))
		return -EBADF;
	memcpy(&listener, CMSG_DATA(&control.align), sizeof(listener));
	return listener;
}

static _Noreturn void be_supervised(int socket)
{
	int listener = ask_for_supervision();

	send_listener(socket, listener);
	if (listener < 0)
		_exit(0);
	while (raw_syscall0(SYS_getppid) == ANSWER)
		;
	_exit(1);
}

static int setup_notify(void **state, long param)
{
	struct supervised *t = calloc(1, sizeof(*t));
	int ends[2];

	(void)param;
	if (!t)
		return -ENOMEM;
	*state = t;
	t->listener = -1;
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0)
		return bench_fail(errno, "making a pair of sockets");
	t->pid = bench_fork_partner();
	if (t->pid < 0)
		return bench_fail(-t->pid, "starting the program to supervise");
	if (t->pid == 0)
		be_supervised(ends[1]);
	close(ends[1]);
	t->listener = receive_listener(ends[0]);
	close(ends[0]);
	if (t->listener < 0)
		return bench_skip("no supervision by seccomp here (it needs Linux 5.0): %s",
				  strerror(-t->listener));
	return 0;
}

/* Not every libc's ioctl() takes a request this large. */
static long listener_ioctl(const struct supervised *t, unsigned long request, void *argument)
{
	return syscall(SYS_ioctl, t->listener, request, argument);
}

static int answer_one(const struct supervised *t)
{
	/* A later kernel may write more than this header knows. */
	union {
		struct seccomp_notif call;
		char room[512];
	} in;
	union {
		struct seccomp_notif_resp answer;
		char room[512];
	} out;

	memset(&in.call, 0, sizeof(in.call));
	if (listener_ioctl(t, SECCOMP_IOCTL_NOTIF_RECV, &in) != 0)
		return -errno;
	out.answer = (struct seccomp_notif_resp){ .id = in.call.id, .val = ANSWER };
	return listener_ioctl(t, SECCOMP_IOCTL_NOTIF_SEND, &out) == 0 ? 0 : -errno;
}

static int run_notify(void *state, uint64_t ops)
{
	int err = 0;

	for (uint64_t i = 0; i < ops && !err; i++)
		err = answer_one(state);
	return err ? bench_fail(-err, "answering a system call") : 0;
}
#else
static int setup_notify(void **state, long param)
{
	(void)state;
	(void)param;
	return bench_skip("this program was built with kernel headers older than Linux 5.0");
}

static int run_notify(void *state, uint64_t ops)
{
	(void)state;
	(void)ops;
	return -ENOSYS;
}
#endif

static void count_switches(void *state, struct bench_counts *counts)
{
	counts->events[BENCH_SWITCHES] += bench_switches_of(((struct supervised *)state)->pid);
}

static void teardown(void *state)
{
	struct supervised *t = state;

	if (t->pid > 0) {
		kill(t->pid, SIGKILL);
		waitpid(t->pid, NULL, 0);
	}
	if (t->listener >= 0)
		close(t->listener);
	free(t);
}

static const struct bench_case cases[] = {
	{
		.name = "inspect.seccomp_notify",
		.what = "a getppid that a supervisor answers in another process (SECCOMP_RET_USER_NOTIF): "
			"2 switches",
		.expect.events[BENCH_SWITCHES] = 2,
		.setup = setup_notify,
		.run = run_notify,
		.count = count_switches,
		.teardown = teardown,
	},
};

const struct bench_program bench_program = {
	.cases = cases,
	.count = sizeof(cases) / sizeof(cases[0]),
};
