/* Reading of small files under a root, and the text forms that /proc and /sys share. */
#include "files.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SLURP_MAX_BYTES = 32 << 20 };

static int open_under(const char *root, const char *path)
{
	char full[PATH_MAX];
	int fd, n = snprintf(full, sizeof(full), "%s%s", root, path);

	if (n < 0 || (size_t)n >= sizeof(full))
		return -ENAMETOOLONG;
	/* O_NONBLOCK: a FIFO in a foreign tree must not hang us; regular files do not care. */
	fd = open(full, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	return fd < 0 ? -errno : fd;
}

/* Reads until the buffer is full or the file ends. Bytes read or -errno. */
static ssize_t read_all(int fd, char *buffer, size_t size)
{
	size_t used = 0;

	while (used < size) {
		ssize_t n = read(fd, buffer + used, size - used);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		if (n == 0)
			break;
		used += (size_t)n;
	}
	return (ssize_t)used;
}

int machine_read(const char *root, const char *path, char *text, size_t size)
{
	ssize_t n;
	int fd = open_under(root, path);

	text[0] = '\0';
	if (fd < 0)
		return fd;
	n = read_all(fd, text, size - 1);
	close(fd);
	if (n < 0) {
		text[0] = '\0';
		return (int)n;
	}
	for (ssize_t i = 0; i < n; i++)
		if ((unsigned char)text[i] < ' ' || text[i] == 127)
			text[i] = ' ';
	while (n > 0 && text[n - 1] == ' ')
		n--;
	text[n] = '\0';
	return 0;
}

int machine_readf(const char *root, char *text, size_t size, const char *format, ...)
{
	char path[PATH_MAX];
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(path, sizeof(path), format, args);
	va_end(args);
	text[0] = '\0';
	if (n < 0 || (size_t)n >= sizeof(path))
		return -ENAMETOOLONG;
	return machine_read(root, path, text, size);
}

int machine_read_number(const char *root, const char *path, int64_t *value)
{
	char text[64], *end;
	long long parsed;
	int err = machine_read(root, path, text, sizeof(text));

	if (err)
		return err;
	errno = 0;
	parsed = strtoll(text, &end, 10);
	if (end == text || *end || errno)
		return -EINVAL;
	*value = parsed;
	return 0;
}

int machine_slurp(const char *root, const char *path, char **text, size_t *size)
{
	size_t room = 16384, used = 0;
	char *buffer = NULL;
	int fd = open_under(root, path), err = -EFBIG;

	*text = NULL;
	if (fd < 0)
		return fd;
	for (; room <= SLURP_MAX_BYTES; room *= 2) {
		char *bigger = realloc(buffer, room);
		ssize_t n = bigger ? read_all(fd, bigger + used, room - used - 1) : -ENOMEM;

		buffer = bigger ? bigger : buffer;
		err = n < 0 ? (int)n : -EFBIG;
		if (n < 0)
			break;
		used += (size_t)n;
		if (used < room - 1) {
			err = 0;
			break;
		}
	}
	close(fd);
	if (err) {
		free(buffer);
		return err;
	}
	buffer[used] = '\0';
	*text = buffer;
	if (size)
		*size = used;
	return 0;
}

bool machine_exists(const char *root, const char *path)
{
	char full[PATH_MAX];
	int n = snprintf(full, sizeof(full), "%s%s", root, path);

	return n > 0 && (size_t)n < sizeof(full) && access(full, F_OK) == 0;
}

void machine_print(char *text, size_t size, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	if (vsnprintf(text, size, format, args) < 0)
		text[0] = '\0';
	va_end(args);
}

void machine_append(char *text, size_t size, const char *format, ...)
{
	size_t used = strlen(text);
	va_list args;

	va_start(args, format);
	if (vsnprintf(text + used, size - used, format, args) < 0)
		text[used] = '\0';
	va_end(args);
}
