/* Finds and kills orphaned descendants. */
#include "spawn_left.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/clock.h"

#define LEFT_LIMIT_NS 5000000000u
#define LOOK_US 1000

/* Children from before the start: those that a shell had when it executed this program, or the caller's. */
enum { STRANGERS_MOST = 256 };
static struct {
	size_t n;
	pid_t pid[STRANGERS_MOST];
} strangers;

static bool is_stranger(pid_t pid)
{
	for (size_t i = 0; i < strangers.n; i++)
		if (strangers.pid[i] == pid)
			return true;
	return false;
}

/* As the kernel knows it: a /proc of another namespace, or a made-up one, has numbers of others. */
static bool is_child(pid_t pid)
{
	siginfo_t info;

	return waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT | __WALL) == 0;
}

/* Calls what for each child, dead ones too. How many there are, or -errno without /proc. */
static int each_child(void (*what)(pid_t pid))
{
	DIR *proc = opendir("/proc");
	struct dirent *entry;
	int found = 0;

	if (!proc)
		return -errno;
	while ((entry = readdir(proc)) != NULL) {
		if (!isdigit((unsigned char)entry->d_name[0]))
			continue;
		pid_t pid = (pid_t)strtol(entry->d_name, NULL, 10);

		if (pid <= 0 || !is_child(pid) || is_stranger(pid))
			continue;
		what(pid);
		found++;
	}
	closedir(proc);
	return found;
}

static void remember(pid_t pid)
{
	if (strangers.n < STRANGERS_MOST)
		strangers.pid[strangers.n++] = pid;
}

static void end(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, WNOHANG | __WALL);
}

static bool has_children(void)
{
	siginfo_t info;

	return waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT | __WALL) == 0;
}

void spawn_left_begin(void)
{
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	strangers.n = 0;
	if (has_children())
		each_child(remember);
}

/* Killing one makes orphans of its children, which are ours then: again until there are none. */
static bool end_all(void)
{
	uint64_t until_ns = clock_raw_ns() + LEFT_LIMIT_NS;

	while (has_children()) {
		if (strangers.n == STRANGERS_MOST)
			return true; /* others may be strangers too: rather too little than too much */
		if (each_child(end) <= 0)
			return true;
		if (clock_raw_ns() > until_ns)
			return false;
		usleep(LOOK_US);
	}
	return true;
}

bool spawn_left_end(void)
{
	bool ended = end_all();

	prctl(PR_SET_CHILD_SUBREAPER, 0);
	return ended;
}
