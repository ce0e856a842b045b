/* Three sides or more: the ratio of each to the first, side by side. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "compare_cells.h"
#include "compare_text.h"

/* The row of the same figure; NULL when that comparison has none. */
static const struct comparison_row *same_row(const struct comparison *c,
					     const struct comparison_row *row)
{
	for (size_t i = 0; i < c->row_n; i++)
		if (strcmp(c->rows[i].label, row->label) == 0)
			return &c->rows[i];
	return NULL;
}

static void add_ratio(struct grid *g, const struct comparison_row *row)
{
	struct text t = { 0 };

	if (row && isfinite(row->ratio))
		text_addf(&t, "%.3f %s", exp(row->ratio), verdict_mark(row->verdict));
	else if (row && row->exact)
		text_addf(&t, "– %s", verdict_mark(row->verdict));
	else
		text_add(&t, "–  ");
	grid_cell(g, text_str(&t), NULL,
		  !row ? NULL
		  : row->verdict == VERDICT_REGRESSED ? GRID_RED
		  : row->verdict == VERDICT_IMPROVED  ? GRID_GREEN
						      : NULL);
	g->failed = g->failed || t.failed;
	text_free(&t);
}

static void add_first(struct grid *g, const struct comparison_row *row)
{
	struct text a = { 0 }, b = { 0 };

	compare_add_medians(&a, &b, row);
	text_add(&a, " ");
	compare_add_unit(&a, row);
	grid_cell(g, text_str(&a), NULL, NULL);
	g->failed = g->failed || a.failed;
	text_free(&a);
	text_free(&b);
}

static void add_row(struct grid *g, const struct comparison *c, size_t n, size_t k)
{
	grid_begin_row(g);
	grid_cell(g, c[0].rows[k].label, NULL, NULL);
	add_first(g, &c[0].rows[k]);
	for (size_t i = 0; i < n; i++)
		add_ratio(g, same_row(&c[i], &c[0].rows[k]));
}

static void add_means(struct grid *g, const struct comparison *c, size_t n)
{
	grid_heading(g, "Geometric mean");
	for (size_t k = 0; k < c[0].group_n; k++) {
		if (c[0].groups[k].n == 0)
			continue;
		grid_begin_row(g);
		grid_cell(g, c[0].groups[k].title, NULL, NULL);
		grid_cell(g, "", NULL, NULL);
		for (size_t i = 0; i < n; i++) {
			struct text t = { 0 };

			text_addf(&t, "%.3f  ", exp(c[i].groups[k].ratio));
			grid_cell(g, k < c[i].group_n ? text_str(&t) : "–  ", NULL, NULL);
			text_free(&t);
		}
	}
}

static void fill(struct grid *g, const struct comparison *c, size_t n)
{
	for (size_t k = 0; k + 1 < c[0].group_n; k++) {
		const struct comparison_group *group = &c[0].groups[k];

		grid_heading(g, group->title);
		for (size_t i = group->first; i < group->first + group->count; i++)
			add_row(g, c, n, i);
	}
	add_means(g, c, n);
}

static void add_legend(struct text *out, const struct comparison *c, size_t n,
		       const struct grid_style *style)
{
	struct text t = { 0 };

	text_add(&t, "Ratios to A: ▲ REGRESSED, ▼ IMPROVED, = SAME, ? INCONCLUSIVE.");
	for (size_t i = 0; i < n; i++) {
		text_addf(&t, " %c: ", (char)('B' + i));
		compare_add_counts(&t, &c[i]);
		text_add(&t, ".");
	}
	grid_add_paragraph(out, text_str(&t), 0, style);
	out->failed = out->failed || t.failed;
	text_free(&t);
}

int compare_text_add_matrix(struct text *out, const struct comparison *c, size_t n,
			    const struct grid_style *style)
{
	struct grid_column *columns = calloc(n + 2, sizeof(*columns));
	char(*letters)[2] = calloc(n + 1, sizeof(*letters));
	struct grid g = { .columns = columns, .column_n = n + 2 };
	int rc = columns && letters ? compare_text_add_head(out, c, n, true, style) : -ENOMEM;

	if (!rc) {
		columns[0] = (struct grid_column){ .title = "case", .gap = 2 };
		columns[1] = (struct grid_column){ .title = "A", .right = true, .gap = 2 };
		for (size_t i = 0; i < n; i++) {
			letters[i][0] = (char)('B' + i);
			columns[2 + i] = (struct grid_column){ .title = letters[i], .right = true, .gap = 2 };
		}
		fill(&g, c, n);
		rc = grid_add(out, &g, style, NULL);
		text_add(out, "\n");
		add_legend(out, c, n, style);
	}
	grid_free(&g);
	free(columns);
	free(letters);
	return rc;
}
