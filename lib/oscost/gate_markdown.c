/* The gate's verdicts in Markdown, for a pull request's comment or a job's summary. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "compare_cells.h"
#include "gate.h"
#include "unit.h"

/* What Markdown, and the HTML in it, would take for something else stands behind a backslash. */
static void add_escaped(struct text *out, const char *words)
{
	struct text clean = { 0 };

	text_add_clean(&clean, words);
	for (const char *s = text_str(&clean); *s; s++) {
		if (strchr("\\`*_{}[]()<>#+!|&~@", *s))
			text_add_char(out, '\\');
		text_add_char(out, *s);
	}
	out->failed = out->failed || clean.failed;
	text_free(&clean);
}

/* Writes the cell and empties it. */
static void cell(struct text *out, struct text *words)
{
	text_add(out, " ");
	add_escaped(out, text_str(words));
	text_add(out, " |");
	out->failed = out->failed || words->failed;
	text_clear(words);
}

static void add_row(struct text *out, const struct comparison_row *row)
{
	struct text t = { 0 }, b = { 0 };

	text_addf(out, "| `%s` |", row->label);
	compare_add_medians(&t, &b, row);
	text_addf(&b, " ");
	compare_add_unit(&b, row);
	cell(out, &t);
	cell(out, &b);
	compare_add_change(&t, row->ratio);
	cell(out, &t);
	compare_add_row_interval(&t, row);
	cell(out, &t);
	unit_add_share(&t, row->theta);
	cell(out, &t);
	text_addf(&t, "%s%s%s", verdict_word(row->verdict), row->reason[0] ? ": " : "", row->reason);
	cell(out, &t);
	text_add(out, "\n");
	text_free(&t);
	text_free(&b);
}

static void add_table(struct text *out, const struct comparison *c, const bool wanted[VERDICTS])
{
	text_add(out, "| case | baseline | this run | change | interval | θ | verdict |\n"
		      "|:--|--:|--:|--:|--:|--:|:--|\n");
	for (size_t i = 0; i < c->row_n; i++)
		if (wanted[c->rows[i].verdict])
			add_row(out, &c->rows[i]);
	text_add(out, "\n");
}

static size_t count(const struct comparison *c, const bool wanted[VERDICTS])
{
	size_t n = 0;

	for (size_t i = 0; i < VERDICTS; i++)
		n += wanted[i] ? c->verdicts[i] : 0;
	return n;
}

int gate_markdown_add(struct text *out, const struct gate *gate, bool strict)
{
	/* Unfolded: what the exit status speaks of. */
	const bool changed[VERDICTS] = { [VERDICT_REGRESSED] = true, [VERDICT_IMPROVED] = true,
					 [VERDICT_INCONCLUSIVE] = strict };
	const bool rest[VERDICTS] = { [VERDICT_SAME] = true,
				      [VERDICT_INCONCLUSIVE] = !strict,
				      [VERDICT_NONE] = true };
	struct text t = { 0 };

	text_add(out, "### oscost: ");
	gate_add_result(&t, gate, strict);
	add_escaped(out, text_str(&t));
	text_clear(&t);
	text_add(out, "\n\n");
	if (count(&gate->c, changed))
		add_table(out, &gate->c, changed);
	text_addf(out, "<details><summary>%zu other cases, and how this was judged</summary>\n\n",
		  count(&gate->c, rest));
	add_table(out, &gate->c, rest);
	compare_add_side(&t, &gate->baseline);
	text_add(&t, ". ");
	compare_add_side(&t, &gate->run);
	text_add(&t, ". ");
	text_add(&t, "Judged in ");
	compare_add_metric(&t, &gate->c);
	text_add(&t, " ");
	compare_add_way(&t, &gate->c);
	text_add(&t, " ");
	compare_add_least(&t, &gate->c, false);
	add_escaped(out, text_str(&t));
	text_add(out, "\n\n</details>\n");
	out->failed = out->failed || t.failed;
	text_free(&t);
	return out->failed ? -ENOMEM : 0;
}

int gate_markdown_add_missing(struct text *out, const char *why)
{
	text_add(out, "### oscost: not judged\n\n");
	add_escaped(out, why);
	text_add(out, "\n");
	return out->failed ? -ENOMEM : 0;
}
