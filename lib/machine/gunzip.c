/* Runs gzip on a file and keeps what it prints. */
#include "gunzip.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "files.h"

extern char **environ;

enum { MOST_BYTES = 16 << 20 };

static int read_all(int fd, char **text)
{
	size_t used = 0, room = 1 << 16;
	char *buffer = malloc(room);

	while (buffer) {
		ssize_t n = read(fd, buffer + used, room - used - 1);

		if (n <= 0)
			break;
		used += (size_t)n;
		if (used < room - 1)
			continue;
		char *more = room < MOST_BYTES ? realloc(buffer, room *= 2) : NULL;

		if (!more) {
			free(buffer);
			return room < MOST_BYTES ? -ENOMEM : -EFBIG;
		}
		buffer = more;
	}
	if (!buffer)
		return -ENOMEM;
	buffer[used] = '\0';
	*text = buffer;
	return 0;
}

static int start(const char *file, int out, pid_t *pid)
{
	char *argv[] = { (char *)"gzip", (char *)"-dc", (char *)file, NULL };
	posix_spawn_file_actions_t actions;
	int err;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
	posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	err = posix_spawnp(pid, "gzip", &actions, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	return err;
}

int machine_gunzip(const char *root, const char *path, char **text)
{
	char file[PATH_MAX];
	int ends[2], status = -1, err;
	pid_t pid;

	*text = NULL;
	if (!machine_exists(root, path))
		return -ENOENT;
	machine_print(file, sizeof(file), "%s%s", root, path);
	if (pipe2(ends, O_CLOEXEC))
		return -errno;
	err = start(file, ends[1], &pid) ? -EINVAL : 0;
	close(ends[1]);
	if (!err)
		err = read_all(ends[0], text);
	close(ends[0]);
	if (err == -EINVAL)
		return err;
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (!err && status != 0) {
		free(*text);
		*text = NULL;
		err = -EINVAL;
	}
	return err;
}
