/* The table for terminals and for report.txt. */
#ifndef OSCOST_TABLE_H
#define OSCOST_TABLE_H

#include "grid.h"
#include "view.h"

/* Head, table, footnotes, as text that ends with a newline; where the style wants all of it, the counters per
 * operation too. 0, or -ENOMEM. */
int table_add(struct text *out, const struct record_run *run, const struct record_summary *summary,
	      const struct view *view, const struct grid_style *style);

/* Inside the table: what stands above; the legend and footnotes beneath, left_out: columns, or "". */
void table_add_head(struct text *out, const struct record_run *run, const struct grid_style *style);
void table_add_notes(struct text *out, const struct view *view, const char *left_out,
		     const struct grid_style *style);
/* Inside the table: the second table; writes nothing when no counter was read. 0 or -ENOMEM. */
int table_add_counters(struct text *out, const struct record_summary *summary, const struct view *view,
		       const struct grid_style *style);

#endif
