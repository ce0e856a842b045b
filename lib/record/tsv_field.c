/* Columns by name and typed fields of the row that a reader holds. */
#include <errno.h>
#include <math.h>
#include <string.h>

#include "number.h"
#include "tsv.h"

int tsv_find(const struct tsv_reader *r, const char *column)
{
	size_t i;

	for (i = 0; i < r->columns; i++) {
		if (strcmp(r->column[i], column) == 0)
			return (int)i;
	}
	return -1;
}

int tsv_find_all(const struct tsv_reader *r, const char *const *names, size_t n, int *index,
		 struct record_error *err)
{
	size_t i;

	for (i = 0; i < n; i++) {
		index[i] = tsv_find(r, names[i]);
		if (index[i] < 0)
			return record_fail(err, -EBADMSG, "%s:2: no column %s", r->name, names[i]);
	}
	return 0;
}

int tsv_fault(const struct tsv_reader *r, int column, struct record_error *err, const char *what)
{
	if (column < 0 || (size_t)column >= r->columns)
		return record_fail(err, -EBADMSG, "%s:%zu: %s", r->name, r->line, what);
	return record_fail(err, -EBADMSG, "%s:%zu: column %s: %s", r->name, r->line,
			   r->column[column], what);
}

bool tsv_missing(const struct tsv_reader *r, int column)
{
	return column < 0 || (r->field[column][0] == '-' && r->field[column][1] == '\0');
}

const char *tsv_text(const struct tsv_reader *r, int column)
{
	return tsv_missing(r, column) ? NULL : r->field[column];
}

int tsv_uint(const struct tsv_reader *r, int column, uint64_t least, uint64_t most, uint64_t *value,
	     struct record_error *err)
{
	int rc;

	if (tsv_missing(r, column))
		return tsv_fault(r, column, err, "missing");
	rc = record_parse_uint(r->field[column], most, value);
	if (rc == -EINVAL)
		return tsv_fault(r, column, err, "not a whole number");
	if (rc)
		return tsv_fault(r, column, err, "too large");
	if (*value < least)
		return tsv_fault(r, column, err, "must not be zero");
	return 0;
}

int tsv_real(const struct tsv_reader *r, int column, double *value, struct record_error *err)
{
	int rc;

	if (tsv_missing(r, column))
		return tsv_fault(r, column, err, "missing");
	rc = record_parse_real(r->field[column], value);
	if (rc)
		return tsv_fault(r, column, err, rc == -ERANGE ? "too large" : "not a number");
	return 0;
}

int tsv_real_or_nan(const struct tsv_reader *r, int column, double *value, struct record_error *err)
{
	if (!tsv_missing(r, column))
		return tsv_real(r, column, value, err);
	*value = (double)NAN;
	return 0;
}
