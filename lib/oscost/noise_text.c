/* The table of a machine's noise. */
#include "noise_text.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>

#include "blind.h"
#include "mechanism.h"
#include "unit.h"

static const struct grid_column columns[] = {
	{ .title = "case", .gap = 2 },
	{ .title = "ns", .right = true, .gap = 2 },
	{ .title = "cycles", .right = true, .gap = 2 },
	{ .title = "θ", .right = true, .gap = 2 },
	{ .title = "", .gap = 2 },
};

static void add_percent(struct grid *g, double share)
{
	struct text t = { 0 };

	unit_add_share(&t, share);
	grid_cell(g, text_str(&t), NULL, NULL);
	g->failed = g->failed || t.failed;
	text_free(&t);
}

static double theta_of(const struct noise *noise, const struct noise_case *c)
{
	return noise_theta_of(noise->gate_on_cycles && !isnan(c->cycles) ? c->cycles : c->figure);
}

static void add_case(struct grid *g, const struct noise *noise, const struct noise_case *c, struct blind *blind)
{
	char label[128];

	snprintf(label, sizeof(label), "%s%s%s", c->name, c->param ? ":" : "", c->param ? c->param : "");
	blind_count(blind, label, theta_of(noise, c));
	grid_begin_row(g);
	grid_cell(g, label, NULL, NULL);
	add_percent(g, expm1(c->figure));
	add_percent(g, expm1(c->cycles));
	add_percent(g, theta_of(noise, c));
	grid_cell(g, c->percent ? "share of the PU" : "", NULL, NULL);
}

/* By mechanism; those that belong to none come last. */
static void add_cases(struct grid *g, const struct noise *noise, struct blind *blind)
{
	size_t last = mechanism_of("");

	for (size_t m = 0; m <= last; m++) {
		bool titled = m > 0 && m < last && mechanisms[m].title == mechanisms[m - 1].title;

		for (size_t i = 0; i < noise->case_n; i++) {
			if (mechanism_of(noise->cases[i].name) != m)
				continue;
			if (!titled)
				grid_heading(g, m < last ? mechanisms[m].title : "Others");
			titled = true;
			add_case(g, noise, &noise->cases[i], blind);
		}
	}
}

static void add_verdict(struct text *t, const struct noise *noise)
{
	if (isnan(noise->cycles_median)) {
		text_add(t, "gates on ns, because core cycles are not known here.");
		return;
	}
	text_addf(t, "gates on %s%s: half of the cases within ", noise->gate_on_cycles ? "cycles" : "ns",
		  noise_is_even(expm1(noise->ns_median), expm1(noise->cycles_median))
			  ? ", which repeat no better and no worse than the other here"
			  : ", because they repeat better here");
	unit_add_share(t, expm1(noise->ns_median));
	text_add(t, " in ns, ");
	unit_add_share(t, expm1(noise->cycles_median));
	text_add(t, " in cycles.");
}

int noise_add_table(struct text *out, const struct noise *noise, const struct grid_style *style)
{
	struct grid g = { .columns = columns, .column_n = sizeof(columns) / sizeof(columns[0]) };
	struct text words = { 0 };
	struct blind blind = { 0 };
	int bad;

	text_addf(&words, "How far %zu equal runs (A/A) differ, the last of them of %s: 95%% of the pairs by less.",
		  noise->runs, noise->date);
	grid_add_paragraph(out, text_str(&words), 0, style);
	add_cases(&g, noise, &blind);
	bad = grid_add(out, &g, style, NULL);
	grid_free(&g);
	text_clear(&words);
	text_add(&words, "This machine ");
	add_verdict(&words, noise);
	text_add(&words, " θ, the least change that counts, is the noise in that, but at least 3%.");
	blind_say(&words, &blind);
	text_add(out, "\n");
	grid_add_paragraph(out, text_str(&words), 0, style);
	bad = bad ? bad : out->failed || words.failed ? -ENOMEM : 0;
	text_free(&words);
	return bad;
}
