/* The page of claims: claims.html. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "claims_show.h"
#include "facts.h"
#include "html.h"

/* Classes of the page's style, by verdict. */
static const char *const classes[CLAIM_VERDICTS] = {
	[CLAIM_HOLDS] = "holds",
	[CLAIM_FAILS] = "fails",
	[CLAIM_UNDECIDED] = "open",
	[CLAIM_CANNOT] = "open",
	[CLAIM_SHOWN] = "shown",
};

static const char *const legend[CLAIM_VERDICTS] = {
	[CLAIM_HOLDS] = "The whole 95% interval satisfies what the claim says, or the fact was seen.",
	[CLAIM_FAILS] = "None of the interval satisfies it, or something else was seen.",
	[CLAIM_UNDECIDED] = "The interval reaches over the border: the data do not tell.",
	[CLAIM_CANNOT] = "What it takes is missing here, for the reason that is given.",
	[CLAIM_SHOWN] = "A figure, or a published one beside ours: nothing that could turn out wrong.",
};

static void add_badge(struct text *out, const struct claim_answer *answer)
{
	struct text raw = { 0 };

	text_addf(out, "<p class=\"verdict %s\">", classes[answer->verdict]);
	claims_add_verdict(&raw, answer);
	html_move(out, &raw);
	text_add(out, "</p>\n");
}

static void add_lines(struct text *out, const struct claims_show *show, size_t i)
{
	struct text raw = { 0 };

	text_add(out, "<dl>\n");
	for (const struct claims_line *line = claims_lines; line->label; line++) {
		line->add(&raw, show, i);
		if (raw.length > 0) {
			text_addf(out, "<dt>%s</dt><dd class=\"%s\">", line->label, line->style);
			html_move(out, &raw);
			text_add(out, "</dd>\n");
		}
		text_free(&raw);
	}
	text_add(out, "</dl>\n");
}

static bool is_shown_above(const struct claims_show *show, const size_t *order, size_t at,
			   const char *picture)
{
	for (size_t k = 0; k < at; k++) {
		const char *earlier = show->claims->rows[order[k]].picture;

		if (earlier && strcmp(earlier, picture) == 0)
			return true;
	}
	return false;
}

/* Beneath the first claim that asks for it. */
static void add_picture(struct text *out, const struct claims_show *show, const size_t *order, size_t at)
{
	const char *picture = show->claims->rows[order[at]].picture;

	if (!picture || !show->pictures || is_shown_above(show, order, at, picture))
		return;
	for (size_t i = 0; i < show->pictures->n; i++)
		if (strcmp(show->pictures->results[i].picture->name, picture) == 0)
			html_add_figure(out, &show->pictures->results[i]);
}

static const char *claim_class(const struct claims_show *show, size_t i)
{
	return claims_change(show, i) == CLAIMS_SAME ? classes[show->runs[0].answers[i].verdict] : "open";
}

static void add_claim(struct text *out, const struct claims_show *show, const size_t *order, size_t at)
{
	size_t i = order[at];
	const struct claim *claim = &show->claims->rows[i];

	text_addf(out, "<article class=\"claim %s\" id=\"%s\">\n<p class=\"words\">", claim_class(show, i), claim->id);
	text_add_html(out, claim->words);
	text_add(out, "</p>\n<p class=\"soft\">");
	text_add_html(out, claim->document);
	text_add(out, ": ");
	text_add_html(out, claim->heading);
	text_add(out, "</p>\n<p>");
	text_add_html(out, claim->experiment);
	text_add(out, "</p>\n");
	add_lines(out, show, i);
	for (size_t k = 0; show->run_n == 1 && k < show->run_n; k++)
		add_badge(out, &show->runs[k].answers[i]);
	text_add(out, "</article>\n");
	add_picture(out, show, order, at);
}

static bool begins_section(const struct claims_show *show, const size_t *order, size_t at)
{
	return at == 0 || strcmp(claims_heading(show, order[at]),
				 claims_heading(show, order[at - 1])) != 0;
}

static void add_contents(struct text *out, const struct claims_show *show, const size_t *order)
{
	size_t section = 0;

	text_add(out, "<nav><ul class=\"contents\">\n");
	for (size_t at = 0; at < show->claims->row_n; at++) {
		if (!begins_section(show, order, at))
			continue;
		text_addf(out, "<li><a href=\"#section-%zu\">", ++section);
		text_add_html(out, claims_heading(show, order[at]));
		text_add(out, "</a></li>\n");
	}
	text_add(out, "</ul></nav>\n");
}

/* What a reader may want to see first. */
static void add_failing(struct text *out, const struct claims_show *show, const size_t *order)
{
	text_add(out, "<details open><summary>What does not hold here</summary>\n<ul>\n");
	for (size_t at = 0; at < show->claims->row_n; at++) {
		const struct claim *claim = &show->claims->rows[order[at]];

		if (show->runs[0].answers[order[at]].verdict != CLAIM_FAILS)
			continue;
		text_addf(out, "<li><a href=\"#%s\">", claim->id);
		text_add_html(out, claim->words);
		text_add(out, "</a></li>\n");
	}
	text_add(out, "</ul></details>\n");
}

static void add_legend(struct text *out)
{
	text_add(out, "<details><summary>How to read the verdicts</summary>\n<dl>\n");
	for (int v = 0; v < CLAIM_VERDICTS; v++)
		text_addf(out, "<dt class=\"%s\">%s</dt><dd>%s</dd>\n", classes[v],
			  claim_verdict_words((enum claim_verdict)v), legend[v]);
	text_add(out, "</dl></details>\n");
}

/* A paragraph, where there are words for one; they are freed. */
static void add_notice(struct text *out, struct text *words)
{
	if (words->length > 0) {
		text_add(out, "<p class=\"notice\">");
		html_move(out, words);
		text_add(out, "</p>\n");
	}
}

static void add_summary(struct text *out, const struct claims_show *show)
{
	struct text raw = { 0 };

	for (size_t k = 0; k < show->run_n; k++) {
		text_add(out, "<p><strong>");
		text_add_html(out, show->runs[k].label);
		text_add(out, *show->runs[k].label ? ":</strong> " : "</strong>");
		claims_add_count(&raw, show, k);
		html_move(out, &raw);
		text_add(out, ".</p>\n");
		claims_add_trouble(&raw, show, k);
		add_notice(out, &raw);
	}
	claims_add_flips(&raw, show);
	add_notice(out, &raw);
	text_add(out, "<p>");
	claims_add_where(&raw, show);
	html_move(out, &raw);
	text_add(out, "</p>\n");
	if (show->pictures && show->pictures->missing.length > 0) {
		text_add(out, "<p class=\"notice\">In this page ");
		text_add_html(out, text_str(&show->pictures->missing));
		text_add(out, ".</p>\n");
	}
}

static void begin(struct text *out, const struct claims_show *show)
{
	struct text below = { 0 };

	for (size_t k = 0; k < show->run_n; k++) {
		text_addf(&below, "%s%s%s", k ? "; " : "", show->runs[k].label,
			  *show->runs[k].label ? ": " : "");
		facts_add_title(&below, show->runs[k].run);
	}
	html_begin(out, "claims", "What is said about virtualising the CPU, and what this machine says",
		   text_str(&below));
	out->failed = out->failed || below.failed;
	text_free(&below);
}

int claims_add_page(struct text *out, const struct claims_show *show)
{
	size_t *order = calloc(show->claims->row_n + 1, sizeof(*order));
	size_t section = 0;

	if (!order)
		return -ENOMEM;
	claims_order(show, order);
	begin(out, show);
	text_add(out, "<div class=\"claims\">\n");
	add_summary(out, show);
	add_legend(out);
	add_contents(out, show, order);
	if (show->run_n == 1)
		add_failing(out, show, order);
	for (size_t at = 0; at < show->claims->row_n; at++) {
		if (begins_section(show, order, at)) {
			text_addf(out, "%s<section>\n<h2 id=\"section-%zu\">", section ? "</section>\n" : "",
				  section + 1);
			section++;
			text_add_html(out, claims_heading(show, order[at]));
			text_add(out, "</h2>\n");
		}
		add_claim(out, show, order, at);
	}
	text_add(out, "</section>\n</div>\n");
	html_end(out);
	free(order);
	return out->failed ? -ENOMEM : 0;
}
