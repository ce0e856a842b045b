/* Writes tables: everything is built in memory and handed to write(2), whose every result counts.
 */
#include "tsv.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "number.h"
#include "text.h"

enum {
	FLUSH_AT = 64 << 10,
	SHOWN_MOST = 150, /* bytes of a path in a message */
};

/* Of a long path the end says most, and the reason is to follow. */
static const char *shown(const char *path)
{
	size_t n = strlen(path);

	if (n <= SHOWN_MOST)
		return path;
	path += n - SHOWN_MOST;
	while (((unsigned char)*path & 0xc0) == 0x80) /* not from within a character */
		path++;
	return path;
}

static int fault(const struct tsv_writer *w, struct record_error *err, int code)
{
	return record_fail(err, code, "%s: cannot write: %s", shown(w->path), strerror(-code));
}

static int create(struct tsv_writer *w, struct record_error *err)
{
	const char *path = *w->temporary ? w->temporary : w->path;

	/* O_EXCL: a link that somebody left under this name is not followed. */
	w->fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	if (w->fd < 0)
		return fault(w, err, -errno);
	return 0;
}

static int name(struct tsv_writer *w, const char *dir, const char *file, const char *suffix,
		struct record_error *err)
{
	*w = (struct tsv_writer){ .fd = -1 };
	if (snprintf(w->path, sizeof(w->path), "%s/%s", dir, file) >= (int)sizeof(w->path))
		return record_fail(err, -ENAMETOOLONG, "%s: path too long", file);
	if (*suffix && snprintf(w->temporary, sizeof(w->temporary), "%s/%s%s", dir, file, suffix) >=
			       (int)sizeof(w->temporary))
		return record_fail(err, -ENAMETOOLONG, "%s: path too long", file);
	return 0;
}

int tsv_create(struct tsv_writer *w, const char *dir, const char *file, struct record_error *err)
{
	int rc = name(w, dir, file, ".tmp", err);

	if (rc)
		return rc;
	if (unlink(w->temporary) && errno != ENOENT)
		return fault(w, err, -errno);
	return create(w, err);
}

int tsv_create_growing(struct tsv_writer *w, const char *dir, const char *file,
		       struct record_error *err)
{
	int rc = name(w, dir, file, "", err);

	return rc ? rc : create(w, err);
}

static void put(struct tsv_writer *w, const char *bytes, size_t n)
{
	if (w->error || n == 0)
		return;
	if (w->size - w->n < n) {
		size_t size = 2 * w->size + n + FLUSH_AT;
		char *data = realloc(w->data, size);

		if (!data) {
			w->error = -ENOMEM;
			return;
		}
		w->data = data;
		w->size = size;
	}
	memcpy(w->data + w->n, bytes, n);
	w->n += n;
}

static void put_field(struct tsv_writer *w, const char *bytes, size_t n)
{
	if (w->fields++ > 0)
		put(w, "\t", 1);
	put(w, bytes, n);
}

void tsv_put_text(struct tsv_writer *w, const char *text)
{
	size_t left, used = 0;

	if (!text || !*text)
		text = "-";
	left = strlen(text);
	put_field(w, "", 0);
	while (left > 0) {
		size_t length = record_text_character(text, left);

		used += length ? length : 1;
		if (used > TSV_TEXT_MAX)
			return;
		put(w, length ? text : " ", length ? length : 1);
		text += length ? length : 1;
		left -= length ? length : 1;
	}
}

void tsv_put_uint(struct tsv_writer *w, uint64_t value)
{
	char text[RECORD_NUMBER_SIZE];
	int n = snprintf(text, sizeof(text), "%" PRIu64, value);

	put_field(w, text, (size_t)n);
}

void tsv_put_real(struct tsv_writer *w, double value)
{
	char text[RECORD_NUMBER_SIZE];

	record_format_real(text, value);
	put_field(w, text, strlen(text));
}

void tsv_end_row(struct tsv_writer *w)
{
	put(w, "\n", 1);
	w->fields = 0;
	if (*w->temporary && w->n >= FLUSH_AT)
		tsv_flush(w, NULL);
}

void tsv_put_header(struct tsv_writer *w, const char *kind, unsigned version,
		    const char *const *columns, size_t n)
{
	char line[128];
	size_t i;

	snprintf(line, sizeof(line), "# oscost %s %u", kind, version);
	tsv_put_text(w, line);
	tsv_end_row(w);
	for (i = 0; i < n; i++)
		tsv_put_text(w, columns[i]);
	tsv_end_row(w);
}

static int write_all(int fd, const char *data, size_t n)
{
	while (n > 0) {
		ssize_t got = write(fd, data, n);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -errno;
		if (got == 0)
			return -EIO;
		data += got;
		n -= (size_t)got;
	}
	return 0;
}

int tsv_flush(struct tsv_writer *w, struct record_error *err)
{
	if (!w->error && w->n > 0) {
		w->error = write_all(w->fd, w->data, w->n);
		if (!w->error)
			w->flushed += (int64_t)w->n;
		else if (ftruncate(w->fd, (off_t)w->flushed) == 0)
			lseek(w->fd, (off_t)w->flushed, SEEK_SET);
		w->n = 0;
	}
	return w->error ? fault(w, err, w->error) : 0;
}

/* Some file systems find out only here that there is no room; some files cannot be synchronised at
 * all, which is no loss. */
static int synchronise(int fd)
{
	if (fsync(fd) == 0 || errno == EINVAL || errno == ENOTSUP || errno == ENOSYS)
		return 0;
	return -errno;
}

int tsv_commit(struct tsv_writer *w, struct record_error *err)
{
	int rc;

	tsv_flush(w, NULL);
	if (!w->error)
		w->error = synchronise(w->fd);
	rc = close(w->fd) ? -errno : 0;
	w->fd = -1;
	if (!w->error)
		w->error = rc;
	if (!w->error && *w->temporary && rename(w->temporary, w->path))
		w->error = -errno;
	if (!w->error)
		*w->temporary = '\0';
	rc = w->error ? fault(w, err, w->error) : 0;
	tsv_abandon(w);
	return rc;
}

void tsv_abandon(struct tsv_writer *w)
{
	if (w->fd >= 0)
		close(w->fd);
	if (*w->temporary)
		unlink(w->temporary);
	*w->temporary = '\0';
	w->fd = -1;
	free(w->data);
	w->data = NULL;
	w->n = w->size = 0;
}
