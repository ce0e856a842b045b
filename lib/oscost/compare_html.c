/* The page of a comparison. */
#include "compare_html.h"

#include <errno.h>
#include <string.h>

#include "compare_cells.h"
#include "html.h"
#include "unit.h"

static const char *const titles[] = { "A", "B", "change", "interval", "verdict", "p",
				      "rounds", "θ", "least", "notes" };

enum {
	TITLES = sizeof(titles) / sizeof(titles[0]),
	INTERVAL = 3,
};

static const char *class_of(enum verdict verdict)
{
	static const char *const classes[VERDICTS] = {
		[VERDICT_NONE] = "",
		[VERDICT_SAME] = "",
		[VERDICT_REGRESSED] = "regressed",
		[VERDICT_IMPROVED] = "improved",
		[VERDICT_INCONCLUSIVE] = "inconclusive",
	};

	return classes[verdict];
}

/* A cell whose label is shown where cells stand one under the other. */
static void cell(struct text *out, size_t title, struct text *raw)
{
	text_addf(out, "<td data-l=\"%s\">", titles[title]);
	html_move(out, raw);
	text_add(out, "</td>");
}

static void add_medians(struct text *out, const struct comparison_row *row)
{
	struct text a = { 0 }, b = { 0 };

	compare_add_medians(&a, &b, row);
	text_add(&a, " ");
	text_add(&b, " ");
	compare_add_unit(&a, row);
	compare_add_unit(&b, row);
	cell(out, 0, &a);
	cell(out, 1, &b);
}

static void add_judged(struct text *out, const struct comparison_row *row, size_t note)
{
	struct text t = { 0 };

	compare_add_change(&t, row->ratio);
	cell(out, 2, &t);
	compare_add_row_interval(&t, row);
	cell(out, 3, &t);
	text_addf(out, "<td class=\"l %s\" data-l=\"verdict\">%s %s</td>", class_of(row->verdict),
		  verdict_mark(row->verdict), verdict_word(row->verdict));
	compare_add_p(&t, row->p);
	cell(out, 5, &t);
	compare_add_n(&t, row);
	cell(out, 6, &t);
	unit_add_share(&t, row->theta);
	cell(out, 7, &t);
	unit_add_share(&t, row->least);
	cell(out, 8, &t);
	text_add(out, "<td class=\"l\" data-l=\"notes\">");
	if (note)
		text_addf(out, "<a href=\"#note-%zu\">%zu</a>", note, note);
	text_add(out, "</td>");
}

static void add_row(struct text *out, const struct comparison_row *row, size_t note)
{
	text_add(out, "<tr><th scope=\"row\">");
	text_add_html(out, row->label);
	text_add(out, "</th>");
	if (row->verdict == VERDICT_NONE) {
		text_addf(out, "<td class=\"instead skipped\" colspan=\"%d\">", TITLES);
		text_add_html(out, row->reason);
		text_add(out, "</td>");
	} else {
		add_medians(out, row);
		add_judged(out, row, note);
	}
	text_add(out, "</tr>\n");
}

static void add_notes(struct text *out, const struct compare_notes *notes)
{
	if (notes->n == 0)
		return;
	text_add(out, "<ol class=\"notes\">\n");
	for (size_t i = 0; i < notes->n; i++) {
		text_addf(out, "<li id=\"note-%zu\">", i + 1);
		text_add_html(out, notes->note[i]);
		text_add(out, "</li>\n");
	}
	text_add(out, "</ol>\n");
}

static int add_table(struct text *out, const struct comparison *c)
{
	struct compare_notes notes;
	int rc = compare_notes_make(c, false, &notes);

	text_add(out, "<div class=\"scroll\"><table class=\"results\">\n<thead><tr><th "
		      "class=\"l\">case</th>");
	for (size_t i = 0; i < TITLES; i++)
		text_addf(out, "<th%s>%s</th>", i == 4 || i == 9 ? " class=\"l\"" : "", 
			  i == INTERVAL && c->way == COMPARISON_EXACT ? "difference" : titles[i]);
	text_add(out, "</tr></thead>\n");
	for (size_t g = 0; !rc && g + 1 < c->group_n; g++) {
		const struct comparison_group *group = &c->groups[g];

		text_addf(out, "<tbody>\n<tr><th scope=\"rowgroup\" colspan=\"%d\">", TITLES + 1);
		text_add_html(out, group->title);
		text_add(out, "</th></tr>\n");
		for (size_t i = group->first; i < group->first + group->count; i++)
			add_row(out, &c->rows[i], compare_notes_number(&notes, &c->rows[i]));
		text_add(out, "</tbody>\n");
	}
	text_add(out, "</table></div>\n");
	add_notes(out, &notes);
	compare_notes_free(&notes);
	return rc;
}

static void add_means(struct text *out, const struct comparison *c)
{
	struct text t = { 0 };

	text_add(out, "<h3>Geometric means</h3>\n<div class=\"scroll\"><table class=\"plain\"><thead><tr>"
		      "<th class=\"l\">cases</th><th>change</th><th>95% interval</th><th>cases</th></tr>"
		      "</thead><tbody>\n");
	for (size_t i = 0; i < c->group_n; i++) {
		const struct comparison_group *g = &c->groups[i];

		if (g->n == 0)
			continue;
		text_add(out, "<tr><th scope=\"row\">");
		text_add_html(out, g->title);
		text_add(out, "</th><td>");
		compare_add_change(&t, g->ratio);
		html_move(out, &t);
		text_add(out, "</td><td>");
		compare_add_interval(&t, g->lo, g->hi);
		html_move(out, &t);
		text_addf(out, "</td><td>%zu</td></tr>\n", g->n);
	}
	text_add(out, "</tbody></table></div>\n");
}

static void add_labelled(struct text *out, const char *label, struct text *words)
{
	text_addf(out, "<dt>%s</dt><dd>", label);
	html_move(out, words);
	text_add(out, "</dd>\n");
}

/* What differs, as a table: key, A, B. */
static int add_differences(struct text *out, const struct comparison *c)
{
	struct differences d;
	int rc = differences_make(c->a, c->b, &d);

	if (rc)
		return rc;
	if (d.n == 0)
		text_add(out, "<p>Nothing differs but what changes with every run.</p>\n");
	else
		text_add(out, "<div class=\"scroll\"><table class=\"keys plain\"><thead><tr><th class=\"l\">"
			      "what differs</th><th class=\"l\">A</th><th class=\"l\">B</th></tr></thead>"
			      "<tbody>\n");
	for (size_t i = 0; i < d.n; i++) {
		text_add(out, "<tr><th scope=\"row\">");
		text_add_html(out, d.item[i].key);
		text_add(out, "</th><td>");
		html_move(out, &d.item[i].a);
		text_add(out, "</td><td>");
		html_move(out, &d.item[i].b);
		text_add(out, "</td></tr>\n");
	}
	text_add(out, d.n ? "</tbody></table></div>\n" : "");
	differences_free(&d);
	return 0;
}

static int add_comparison(struct text *out, const struct comparison *c,
			  const struct picture_set *pictures)
{
	struct text t = { 0 };
	int rc;

	text_add(out, "<section>\n<h2>");
	text_add_html(out, c->a->name);
	text_add(out, " → ");
	text_add_html(out, c->b->name);
	text_add(out, "</h2>\n<dl>\n");
	compare_add_side(&t, c->a);
	add_labelled(out, "A", &t);
	compare_add_side(&t, c->b);
	add_labelled(out, "B", &t);
	compare_add_counts(&t, c);
	text_add(&t, ". ");
	compare_add_least(&t, c, true);
	add_labelled(out, "result", &t);
	compare_add_metric(&t, c);
	add_labelled(out, "in", &t);
	compare_add_way(&t, c);
	add_labelled(out, "judged", &t);
	differences_add_shared(&t, c->a, c->b);
	if (t.length > 0)
		add_labelled(out, "shared", &t);
	text_add(out, "</dl>\n");
	rc = add_differences(out, c);
	if (!rc)
		rc = add_table(out, c);
	add_means(out, c);
	text_add(out, "</section>\n");
	html_add_figures(out, "Pictures", pictures);
	return rc;
}

int compare_html_add(struct text *out, const struct comparison *c, size_t n,
		     const struct picture_set *pictures, const char *verdict)
{
	int rc = 0;

	html_begin(out, "comparison", "What got dearer, what got cheaper", NULL);
	if (verdict) {
		text_add(out, "<p class=\"notice\">");
		text_add_html(out, verdict);
		text_add(out, "</p>\n");
	}
	for (size_t i = 0; !rc && i < n; i++)
		rc = add_comparison(out, &c[i], &pictures[i]);
	html_end(out);
	return rc ? rc : out->failed ? -ENOMEM : 0;
}
