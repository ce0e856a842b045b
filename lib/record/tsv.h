/* Tables in text: line 1 `# oscost KIND VERSION`, line 2 column names, then rows; fields parted by
 * tabs, `-` for missing. What is read is untrusted: every limit is checked, and every error names
 * the file, the line and the column. */
#ifndef RECORD_TSV_H
#define RECORD_TSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "error.h"

enum {
	TSV_LINE_MAX = 64 << 10, /* bytes */
	TSV_FIELDS_MAX = 256,
	TSV_ROWS_MAX = 16 << 20,
	TSV_TEXT_MAX = 8000, /* bytes of a field that is written; the rest is cut off */
};

struct tsv_reader {
	/* For the caller. */
	char *field[TSV_FIELDS_MAX];  /* the row last read; valid until the next tsv_next */
	char *column[TSV_FIELDS_MAX]; /* the names of line 2 */
	size_t columns;
	size_t line; /* from 1 */
	/* Set by the caller: a last line without newline is dropped, not an error; cut says so. */
	bool drop_cut_row, cut;
	/* Set by the caller: rows that begin with # are skipped. */
	bool comments;
	/* Private. */
	char name[64];
	int fd;
	const char *memory;
	size_t memory_left, memory_size;
	char *buf, *names;
	size_t pos, end, rows;
};

/* Opens dir/file, a regular file, and reads its two first lines. kind and version are what line 1
 * must say. -ENOENT: no such file; other -errno of open; -EBADMSG: not such a table; -EFBIG: over a
 * limit; -ENOMEM. */
int tsv_open(struct tsv_reader *r, const char *dir, const char *file, const char *kind,
	     unsigned version, struct record_error *err);
/* The same by the file's path. */
int tsv_open_path(struct tsv_reader *r, const char *path, const char *kind, unsigned version,
		  struct record_error *err);
/* The same over bytes in memory, which must outlive the reader; name is for messages. */
int tsv_open_memory(struct tsv_reader *r, const char *name, const char *bytes, size_t size,
		    const char *kind, unsigned version, struct record_error *err);
/* The next row: 1, 0 at the end, -EBADMSG, -EFBIG, -EIO … */
int tsv_next(struct tsv_reader *r, struct record_error *err);
void tsv_close(struct tsv_reader *r);

/* The column's index, or -1. */
int tsv_find(const struct tsv_reader *r, const char *column);
/* Fills index[i] with the column named names[i]; -EBADMSG when there is none. */
int tsv_find_all(const struct tsv_reader *r, const char *const *names, size_t n, int *index,
		 struct record_error *err);

/* Fields of the row last read. column -1 counts as missing. Errors are -EBADMSG. */
bool tsv_missing(const struct tsv_reader *r, int column);
const char *tsv_text(const struct tsv_reader *r, int column); /* NULL when missing */
int tsv_uint(const struct tsv_reader *r, int column, uint64_t least, uint64_t most, uint64_t *value,
	     struct record_error *err);
int tsv_real(const struct tsv_reader *r, int column, double *value, struct record_error *err);
int tsv_real_or_nan(const struct tsv_reader *r, int column, double *value,
		    struct record_error *err);

/* An error of the row last read, "FILE:LINE: column NAME: what". Returns -EBADMSG. */
int tsv_fault(const struct tsv_reader *r, int column, struct record_error *err, const char *what);

/* A table that is being written. Errors are kept and come out of the next flush, commit or close:
 * puts need no check. */
struct tsv_writer {
	char path[4096], temporary[4096]; /* temporary is empty when rows go straight to path */
	int fd, error;
	char *data;
	size_t n, size, fields;
	int64_t flushed; /* bytes that are safely in the file */
};

/* Starts dir/file under the name dir/file.tmp; tsv_commit renames it. -errno of open. */
int tsv_create(struct tsv_writer *w, const char *dir, const char *file, struct record_error *err);
/* Starts dir/file under its own name, for rows that must be kept as they come; -EEXIST when it is
 * there. Nothing reaches the file before tsv_flush. */
int tsv_create_growing(struct tsv_writer *w, const char *dir, const char *file,
		       struct record_error *err);

void tsv_put_header(struct tsv_writer *w, const char *kind, unsigned version,
		    const char *const *columns, size_t n);
/* NULL and "": missing. What may not stand in a field becomes a blank. */
void tsv_put_text(struct tsv_writer *w, const char *text);
void tsv_put_uint(struct tsv_writer *w, uint64_t value);
void tsv_put_real(struct tsv_writer *w, double value); /* NaN and infinity: missing */
void tsv_end_row(struct tsv_writer *w);

/* Hands all whole rows to the system. When that fails (-ENOSPC …) the file is cut back to what it
 * held before, so that it ends with a whole row. */
int tsv_flush(struct tsv_writer *w, struct record_error *err);
/* Flushes to the medium, closes and renames; on an error the temporary file is removed. */
int tsv_commit(struct tsv_writer *w, struct record_error *err);
/* Gives up: closes, removes the temporary file. Allowed after tsv_commit, does nothing then. */
void tsv_abandon(struct tsv_writer *w);

#endif
