/*
 * helper_deny WORD… -- COMMAND: runs COMMAND in surroundings that lack something.
 *
 *	perf=ENOSYS perf=EPERM …   perf_event_open fails so (by a seccomp filter)
 *	affinity=EPERM             sched_setaffinity
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

static int number_of(const char *name)
{
	static const struct {
		const char *name;
		int number;
	} errors[] = { { "ENOSYS", ENOSYS }, { "EPERM", EPERM }, { "EACCES", EACCES }, { "ENOENT", ENOENT },
		       { "EAGAIN", EAGAIN } };

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

static void arrange(const char *word)
{
	if (strncmp(word, "perf=", 5) == 0)
		deny(SYS_perf_event_open, number_of(word + 5));
	else if (strncmp(word, "affinity=", 9) == 0)
		deny(SYS_sched_setaffinity, number_of(word + 9));
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
