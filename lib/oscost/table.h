/* The table for terminals and for report.txt. */
#ifndef OSCOST_TABLE_H
#define OSCOST_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "text.h"
#include "view.h"

struct table_style {
	unsigned width; /* columns; too few of them drop columns of the table, never part of a
			   number */
	bool color;
	bool utf8; /* else plain ASCII */
	bool all;  /* every column whatever the width, and the counters per operation */
};

/* Head, table, footnotes, as text that ends with a newline. 0, or -ENOMEM. */
int table_add(struct text *out, const struct record_run *run, const struct record_summary *summary,
	      const struct view *view, const struct table_style *style);

#define TABLE_BOLD "\033[1m"
#define TABLE_PLAIN "\033[0m"

/* Inside the table: what stands above; the legend and footnotes beneath, left_out: columns, or "".
 */
void table_add_head(struct text *out, const struct record_run *run,
		    const struct table_style *style);
void table_add_notes(struct text *out, const struct view *view, const char *left_out,
		     const struct table_style *style);
/* Inside the table: the second table; writes nothing when no counter was read. */
void table_add_counters(struct text *out, const struct record_summary *summary,
			const struct view *view, const struct table_style *style);
/* Inside the table: cell becomes raw, in ASCII where the style asks for it; raw is freed. */
void table_style_text(struct text *cell, struct text *raw, const struct table_style *style);

#endif
