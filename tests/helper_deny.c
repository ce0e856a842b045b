/*
 * helper_deny WORD… -- COMMAND: runs COMMAND in surroundings that lack something.
 *
 *	perf=ENOSYS perf=EPERM …   perf_event_open fails so (by a seccomp filter)
 *	affinity=EPERM             sched_setaffinity
 *	pidfd=ENOSYS               pidfd_open
 *	kill=EPERM                 kill
 *	uring=ENOSYS ptrace=EPERM unshare=EPERM seccomp=EPERM
 *	tsc=off                    reading the TSC raises SIGSEGV (prctl PR_SET_TSC, which survives exec)
 */
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* pidfd_open(2), newer than some headers; the same on every processor but Alpha. */
enum { PIDFD_OPEN = 434 };

static int number_of(const char *name)
{
	static const struct {
		const char *name;
		int number;
	} errors[] = { { "ENOSYS", ENOSYS }, { "EPERM", EPERM }, { "EACCES", EACCES }, { "ENOENT", ENOENT },
		       { "EAGAIN", EAGAIN }, { "EOPNOTSUPP", EOPNOTSUPP } };

	for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++)
		if (strcmp(errors[i].name, name) == 0)
			return errors[i].number;
	fprintf(stderr, "helper_deny: unknown error %s\n", name);
	exit(2);
}

static void deny(int call, int error)
{
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)call, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (unsigned)error),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { sizeof(filter) / sizeof(filter[0]), filter };

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) {
		perror("helper_deny: seccomp");
		exit(77);
	}
}

static void forbid_tsc(void)
{
	if (prctl(PR_SET_TSC, PR_TSC_SIGSEGV) == 0)
		return;
	printf("helper_deny: reading the TSC cannot be forbidden here\n");
	exit(77);
}

static void arrange(const char *word)
{
	static const struct {
		const char *name;
		int call;
	} calls[] = { { "perf=", SYS_perf_event_open }, { "affinity=", SYS_sched_setaffinity },
		      { "pidfd=", PIDFD_OPEN }, { "kill=", SYS_kill }, { "uring=", SYS_io_uring_setup },
		      { "ptrace=", SYS_ptrace }, { "unshare=", SYS_unshare }, { "seccomp=", SYS_seccomp } };

	if (strcmp(word, "tsc=off") == 0) {
		forbid_tsc();
		return;
	}
	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
		size_t n = strlen(calls[i].name);

		if (strncmp(word, calls[i].name, n) == 0) {
			deny(calls[i].call, number_of(word + n));
			return;
		}
	}
	fprintf(stderr, "helper_deny: unknown word %s\n", word);
	exit(2);
}

int main(int argc, char **argv)
{
	int i = 1;

	for (; i < argc && strcmp(argv[i], "--") != 0; i++)
		arrange(argv[i]);
	if (i + 1 >= argc)
		return 2;
	execvp(argv[i + 1], argv + i + 1);
	perror(argv[i + 1]);
	return 127;
}
