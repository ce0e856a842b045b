/* Children that must end the way their case means them to. */
#include "children.h"

#include <errno.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"

/*
 * Called by pointers that the loader has set: a call by name would look the function up anew in each
 * forked child, where it is the first one (lazy binding), which takes as long as the exit itself.
 */
static void (*const volatile exit_now)(int) = _exit;
static int (*const volatile exec_now)(const char *, char *const[], char *const[]) = execve;

int children_open(struct children *c)
{
	void *page = mmap(NULL, sizeof(*c->page), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (page == MAP_FAILED)
		return bench_fail(errno, "sharing a page with the children");
	c->page = page;
	c->page->exec_errno = 0;
	return 0;
}

int children_refused(const char *call)
{
	switch (errno) {
	case EPERM:
	case ENOSYS:
		return bench_skip("%s is not permitted here, or not known", call);
	case EAGAIN:
		return bench_fail(errno, "%s: is the limit of processes reached (ulimit -u)?", call);
	default:
		return bench_fail(errno, "%s", call);
	}
}

void children_exit(int status)
{
	exit_now(status);
	__builtin_unreachable();
}

void children_exec(struct children *c, const char *path, char *const argv[], char *const envp[])
{
	exec_now(path, argv, envp);
	c->page->exec_errno = errno;
	children_exit(127);
}

int children_reap(struct children *c, pid_t pid, int status)
{
	int ended;

	while (waitpid(pid, &ended, 0) != pid)
		if (errno != EINTR)
			return bench_fail(errno, "waiting for child %d", (int)pid);
	if (c->page->exec_errno)
		return bench_fail(c->page->exec_errno, "exec in the child");
	if (!WIFEXITED(ended) || WEXITSTATUS(ended) != status)
		return bench_fail(ECHILD, "the child ended with status 0x%x, not exit %d", ended, status);
	c->reaped++;
	return 0;
}

int children_time_forks(struct children *c, uint64_t ops, uint64_t *ticks, uint64_t *readings)
{
	int err = 0;

	*ticks = 0;
	for (uint64_t i = 0; i < ops && !err; i++) {
		uint64_t begin = clock_begin();
		pid_t pid = fork();

		if (pid == 0)
			children_exit(CHILDREN_FORKED);
		*ticks += clock_end() - begin;
		err = pid < 0 ? children_refused("fork") : children_reap(c, pid, CHILDREN_FORKED);
	}
	*readings = ops;
	return err;
}

void children_count(void *state, struct bench_counts *counts)
{
	counts->events[BENCH_CHILDREN] += ((const struct children *)state)->reaped;
}
