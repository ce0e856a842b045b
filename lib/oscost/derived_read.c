/* Reads derived.tsv. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "derived.h"
#include "record/text.h"
#include "record/tsv.h"

enum {
	ROWS_MAX = 256,
	UNIT_LENGTH = 16
};

enum {
	ROW_CASE,
	ROW_UNIT,
	ROW_EXPRESSION,
	ROW_WHAT,
	ROW_COLUMNS
};
static const char *const columns[ROW_COLUMNS] = { "case", "unit", "expression", "what" };

static const char *row_fault(const struct tsv_reader *r, const int *at,
			     const struct derived_list *list)
{
	size_t i;

	if (!record_text_is_case(r->field[at[ROW_CASE]]))
		return "column case: not a name of a case";
	for (i = 0; i < list->row_n; i++) {
		if (strcmp(list->rows[i].name, r->field[at[ROW_CASE]]) == 0)
			return "column case: the same a second time";
	}
	if (tsv_missing(r, at[ROW_UNIT]) || !record_text_is_word(r->field[at[ROW_UNIT]]) ||
	    strlen(r->field[at[ROW_UNIT]]) > UNIT_LENGTH)
		return "column unit: not a short word";
	return list->row_n == ROWS_MAX ? "more rows than are read" : NULL;
}

static int add_row(const struct tsv_reader *r, const int *at, struct derived_list *list,
		   struct record_error *err)
{
	struct derived *row = &list->rows[list->row_n];
	const char *fault = row_fault(r, at, list);
	char what[sizeof(err->text)];
	struct record_error why = { "" };
	int rc;

	if (fault)
		return tsv_fault(r, -1, err, fault);
	rc = expr_parse(r->field[at[ROW_EXPRESSION]], &row->expr, &why);
	if (rc == 0 && expr_operand_count(row->expr) == 0) {
		expr_free(row->expr);
		row->expr = NULL;
		rc = record_fail(&why, -EBADMSG, "names no case");
	}
	snprintf(what, sizeof(what), "%s", why.text);
	if (rc)
		return tsv_fault(r, at[ROW_EXPRESSION], err, what);
	list->row_n++;
	row->name = strdup(r->field[at[ROW_CASE]]);
	row->unit = strdup(r->field[at[ROW_UNIT]]);
	row->text = strdup(r->field[at[ROW_EXPRESSION]]);
	row->what = strdup(r->field[at[ROW_WHAT]]);
	if (!row->name || !row->unit || !row->text || !row->what)
		return record_fail(err, -ENOMEM, "derived.tsv: out of memory");
	return 0;
}

/* Closes the table. */
static int read_rows(struct tsv_reader *r, struct derived_list *list, struct record_error *err)
{
	int at[ROW_COLUMNS], rc;

	list->rows = calloc(ROWS_MAX, sizeof(*list->rows));
	rc = list->rows ? tsv_find_all(r, columns, ROW_COLUMNS, at, err)
			: record_fail(err, -ENOMEM, "out of memory");
	while (rc == 0) {
		rc = tsv_next(r, err);
		if (rc <= 0)
			break;
		rc = add_row(r, at, list, err);
	}
	tsv_close(r);
	if (rc)
		derived_free(list);
	return rc;
}

int derived_read(const char *path, struct derived_list *list, struct record_error *err)
{
	struct tsv_reader r;
	int rc = tsv_open_path(&r, path, "derived", 1, err);

	*list = (struct derived_list){ 0 };
	return rc ? rc : read_rows(&r, list, err);
}

int derived_read_memory(const char *bytes, size_t size, struct derived_list *list,
			struct record_error *err)
{
	struct tsv_reader r;
	int rc = tsv_open_memory(&r, "derived.tsv", bytes, size, "derived", 1, err);

	*list = (struct derived_list){ 0 };
	return rc ? rc : read_rows(&r, list, err);
}

void derived_free(struct derived_list *list)
{
	size_t i;

	for (i = 0; i < list->row_n; i++) {
		free(list->rows[i].name);
		free(list->rows[i].unit);
		free(list->rows[i].text);
		free(list->rows[i].what);
		expr_free(list->rows[i].expr);
	}
	free(list->rows);
	*list = (struct derived_list){ 0 };
}
