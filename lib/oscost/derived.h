/* Figures derived from others, round by round: the rows of derived.tsv. */
#ifndef OSCOST_DERIVED_H
#define OSCOST_DERIVED_H

#include "counted.h"
#include "expr.h"
#include "record/summary.h"

/* A row: `case` and `unit` of the figure, the expression that gives it, one line on what it means.
 * Where unit is ns the expression is worked out in cycles too. */
struct derived {
	char *name, *unit, *text, *what;
	struct expr *expr;
};

struct derived_list {
	struct derived *rows;
	size_t row_n;
};

/* 0; -EBADMSG, -EFBIG: something is wrong with a row, err says where; -ENOENT …; -ENOMEM. On
 * an error the list is empty. */
int derived_read(const char *path, struct derived_list *list, struct record_error *err);
int derived_read_memory(const char *bytes, size_t size, struct derived_list *list,
			struct record_error *err);
void derived_free(struct derived_list *list);

/* Appends the rows of all derived figures whose cases the run has. statuses: that of every case
 * of the run, in its order, as in summary.tsv. 0; -EEXIST: a figure has the name of a case;
 * -ENOMEM. */
int derived_add_rows(const struct derived_list *list, const struct counted *counted,
		     const char *const *statuses,
		     struct record_summary *out, struct record_error *err);

#endif
