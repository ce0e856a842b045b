/* The table of a machine's noise. */
#include "noise_text.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>

#include "mechanism.h"

static const struct grid_column columns[] = {
	{ .title = "case", .gap = 2 },
	{ .title = "ns", .right = true, .gap = 2 },
	{ .title = "cycles", .right = true, .gap = 2 },
	{ .title = "θ", .right = true, .gap = 2 },
	{ .title = "", .gap = 2 },
};

static void add_percent(struct grid *g, double share)
{
	char words[32] = "–";

	if (!isnan(share))
		snprintf(words, sizeof(words), share < .995 ? "%.1f%%" : "%.0f%%", 100 * share);
	grid_cell(g, words, NULL, NULL);
}

static void add_case(struct grid *g, const struct noise *noise, const struct noise_case *c)
{
	bool cycles = noise->gate_on_cycles && !isnan(c->cycles);
	char label[128];

	snprintf(label, sizeof(label), "%s%s%s", c->name, c->param ? ":" : "", c->param ? c->param : "");
	grid_begin_row(g);
	grid_cell(g, label, NULL, NULL);
	add_percent(g, expm1(c->figure));
	add_percent(g, expm1(c->cycles));
	add_percent(g, noise_theta_of(cycles ? c->cycles : c->figure));
	grid_cell(g, c->percent ? "share of the PU" : "", NULL, NULL);
}

/* By mechanism; those that belong to none come last. */
static void add_cases(struct grid *g, const struct noise *noise)
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
			add_case(g, noise, &noise->cases[i]);
		}
	}
}

static void add_verdict(struct text *t, const struct noise *noise)
{
	if (isnan(noise->cycles_median)) {
		text_add(t, "gates on ns, because core cycles are not known here.");
		return;
	}
	text_addf(t,
		  "gates on %s, because they repeat better here: half of the cases within %.1f%% in ns, "
		  "%.1f%% in cycles.",
		  noise->gate_on_cycles ? "cycles" : "ns", 100 * expm1(noise->ns_median),
		  100 * expm1(noise->cycles_median));
}

int noise_add_table(struct text *out, const struct noise *noise, const struct grid_style *style)
{
	struct grid g = { .columns = columns, .column_n = sizeof(columns) / sizeof(columns[0]) };
	struct text words = { 0 };
	int bad;

	text_addf(&words, "How far %zu equal runs (A/A) differ, the last of them of %s: 95%% of the pairs by less.",
		  noise->runs, noise->date);
	grid_add_paragraph(out, text_str(&words), 0, style);
	add_cases(&g, noise);
	bad = grid_add(out, &g, style, NULL);
	grid_free(&g);
	text_clear(&words);
	text_add(&words, "This machine ");
	add_verdict(&words, noise);
	text_add(&words, " θ, the least change that counts, is the noise in that, but at least 3%.");
	text_add(out, "\n");
	grid_add_paragraph(out, text_str(&words), 0, style);
	bad = bad ? bad : out->failed || words.failed ? -ENOMEM : 0;
	text_free(&words);
	return bad;
}
