/* Reads tables: lines out of a file or memory, split in place, checked byte by byte. */
#include "tsv.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "text.h"

enum {
	BUFFER_SIZE = 4 * TSV_LINE_MAX
};

/* Of what is in memory no more comes than is there. */
static size_t buffer_size(const struct tsv_reader *r)
{
	return r->memory && r->memory_size < BUFFER_SIZE ? r->memory_size : BUFFER_SIZE;
}

static int fault(const struct tsv_reader *r, struct record_error *err, int code, const char *what)
{
	return record_fail(err, code, "%s:%zu: %s", r->name, r->line, what);
}

/* Bytes got, 0 at the end of the file, -errno. */
static ssize_t fill(struct tsv_reader *r)
{
	size_t room = buffer_size(r) - r->end, take;
	ssize_t got;

	if (r->memory) {
		take = r->memory_left < room ? r->memory_left : room;
		memcpy(r->buf + r->end, r->memory, take);
		r->memory += take;
		r->memory_left -= take;
		r->end += take;
		return (ssize_t)take;
	}
	do
		got = read(r->fd, r->buf + r->end, room);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		return -errno;
	r->end += (size_t)got;
	return got;
}

static int end_of_file(struct tsv_reader *r, struct record_error *err)
{
	if (r->pos == r->end)
		return 0;
	r->line++;
	if (!r->drop_cut_row)
		return fault(r, err, -EBADMSG,
			     "cut off in the middle of the line (no newline at the end)");
	r->cut = true;
	r->pos = r->end;
	return 0;
}

/* The next line, ended by '\0' in place of its newline: 1, 0 at the end, -errno. */
static int next_line(struct tsv_reader *r, char **line, size_t *length, struct record_error *err)
{
	size_t seen = 0;

	for (;;) {
		char *start = r->buf + r->pos;
		char *newline = memchr(start + seen, '\n', r->end - r->pos - seen);
		ssize_t got;

		seen = newline ? (size_t)(newline - start) : r->end - r->pos;
		if (seen >= TSV_LINE_MAX) {
			r->line++;
			return fault(r, err, -EFBIG, "line longer than 65535 bytes");
		}
		if (newline) {
			*newline = '\0';
			*line = start;
			*length = seen;
			r->pos += seen + 1;
			r->line++;
			return 1;
		}
		memmove(r->buf, start, seen);
		r->pos = 0;
		r->end = seen;
		got = fill(r);
		if (got < 0)
			return record_fail(err, (int)got, "%s: cannot read: %s", r->name,
					   strerror((int)-got));
		if (got == 0)
			return end_of_file(r, err);
	}
}

/* Fields of the line, split in place; -errno when it holds bytes that no table has. */
static int split(struct tsv_reader *r, char *line, size_t length, char **field,
		 struct record_error *err)
{
	bool ascii = true;
	size_t i, n = 0;

	field[n++] = line;
	for (i = 0; i < length; i++) {
		unsigned char c = (unsigned char)line[i];

		if (c >= 0x20 && c < 0x7f)
			continue;
		if (c >= 0x80) {
			ascii = false;
		} else if (c != '\t') {
			return fault(
				r, err, -EBADMSG,
				c == '\r' ? "carriage return (lines must end with a newline alone)"
					  : "control character: not a text table");
		} else {
			if (n == TSV_FIELDS_MAX)
				return fault(r, err, -EFBIG, "more than 256 fields");
			line[i] = '\0';
			field[n++] = line + i + 1;
		}
	}
	for (i = 0; !ascii && i < n; i++) {
		if (!record_text_clean(field[i], strlen(field[i])))
			return fault(r, err, -EBADMSG,
				     "neither UTF-8 nor free of control characters");
	}
	return (int)n;
}

static int read_version(struct tsv_reader *r, const char *kind, unsigned version,
			struct record_error *err)
{
	char want[128], *line;
	size_t length, prefix;
	int rc = next_line(r, &line, &length, err);

	if (rc < 0)
		return rc;
	snprintf(want, sizeof(want), "# oscost %s %u", kind, version);
	prefix = (size_t)(strrchr(want, ' ') - want) + 1;
	if (rc == 0) {
		r->line = 1;
		return record_fail(err, -EBADMSG, "%s:1: empty file; line 1 should be '%s'",
				   r->name, want);
	}
	if (strlen(line) == length && strcmp(line, want) == 0)
		return 0;
	if (strncmp(line, want, prefix) == 0)
		return record_fail(
			err, -EBADMSG,
			"%s:1: another version of the format than %u, the only known one", r->name,
			version);
	return record_fail(err, -EBADMSG, "%s:1: line 1 is not '%s'", r->name, want);
}

static int read_names(struct tsv_reader *r, struct record_error *err)
{
	size_t length, i, j;
	char *line;
	int rc = next_line(r, &line, &length, err);

	if (rc < 0)
		return rc;
	if (rc == 0)
		return record_fail(err, -EBADMSG, "%s:2: no column names", r->name);
	r->names = malloc(length + 1);
	if (!r->names)
		return record_fail(err, -ENOMEM, "%s: out of memory", r->name);
	memcpy(r->names, line, length + 1);
	rc = split(r, r->names, length, r->column, err);
	if (rc < 0)
		return rc;
	r->columns = (size_t)rc;
	for (i = 0; i < r->columns; i++) {
		if (r->column[i][0] == '\0')
			return fault(r, err, -EBADMSG, "a column without a name");
		for (j = 0; j < i; j++) {
			if (strcmp(r->column[i], r->column[j]) == 0)
				return record_fail(err, -EBADMSG, "%s:2: column %s twice", r->name,
						   r->column[i]);
		}
	}
	return 0;
}

static int start(struct tsv_reader *r, const char *kind, unsigned version, struct record_error *err)
{
	int rc;

	r->buf = malloc(buffer_size(r) + 1);
	rc = r->buf ? read_version(r, kind, version, err)
		    : record_fail(err, -ENOMEM, "%s: out of memory", r->name);
	if (rc == 0)
		rc = read_names(r, err);
	if (rc)
		tsv_close(r);
	return rc;
}

int tsv_open(struct tsv_reader *r, const char *dir, const char *file, const char *kind,
	     unsigned version, struct record_error *err)
{
	char path[4096];
	struct stat st;
	int rc;

	*r = (struct tsv_reader){ .fd = -1 };
	snprintf(r->name, sizeof(r->name), "%s", file);
	if (snprintf(path, sizeof(path), "%s/%s", dir, file) >= (int)sizeof(path))
		return record_fail(err, -ENAMETOOLONG, "%s: path too long", file);
	r->fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (r->fd < 0) {
		rc = -errno;
		return record_fail(err, rc, "%s: %s", path, strerror(-rc));
	}
	/* A FIFO or a device in a folder from elsewhere must not hang us. */
	if (fstat(r->fd, &st) || !S_ISREG(st.st_mode)) {
		tsv_close(r);
		return record_fail(err, -EBADMSG, "%s: not a regular file", path);
	}
	return start(r, kind, version, err);
}

int tsv_open_path(struct tsv_reader *r, const char *path, const char *kind, unsigned version,
		  struct record_error *err)
{
	const char *slash = strrchr(path, '/');
	char dir[4096];

	if (!slash)
		return tsv_open(r, ".", path, kind, version, err);
	if (snprintf(dir, sizeof(dir), "%.*s", (int)(slash - path), path) >= (int)sizeof(dir))
		return record_fail(err, -ENAMETOOLONG, "%.100s: path too long", slash + 1);
	return tsv_open(r, dir, slash + 1, kind, version, err);
}

int tsv_open_memory(struct tsv_reader *r, const char *name, const char *bytes, size_t size,
		    const char *kind, unsigned version, struct record_error *err)
{
	*r = (struct tsv_reader){ .fd = -1, .memory = bytes, .memory_left = size, .memory_size = size };
	snprintf(r->name, sizeof(r->name), "%s", name);
	return start(r, kind, version, err);
}

int tsv_next(struct tsv_reader *r, struct record_error *err)
{
	size_t length;
	char *line;
	int rc;

	do
		rc = next_line(r, &line, &length, err);
	while (rc > 0 && r->comments && line[0] == '#');
	if (rc <= 0)
		return rc;
	if (++r->rows > TSV_ROWS_MAX)
		return fault(r, err, -EFBIG, "more rows than are read (16777216)");
	rc = split(r, line, length, r->field, err);
	if (rc < 0)
		return rc;
	if ((size_t)rc != r->columns)
		return record_fail(err, -EBADMSG, "%s:%zu: %d fields, but %zu columns have names",
				   r->name, r->line, rc, r->columns);
	return 1;
}

void tsv_close(struct tsv_reader *r)
{
	if (r->fd >= 0)
		close(r->fd);
	free(r->buf);
	free(r->names);
	r->fd = -1;
	r->buf = r->names = NULL;
}
