/* Claims for terminals and for claims.txt. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "claims_show.h"
#include "facts.h"

enum {
	INDENT = 2,
	DEEP = 6,	  /* of what stands beneath the quoted words */
	LABEL = 11,	  /* columns of a line's label */
	WIDTH_MOST = 100, /* longer lines are hard to read */
};

static const char *const colors[CLAIM_VERDICTS] = {
	[CLAIM_HOLDS] = "\033[32m",
	[CLAIM_FAILS] = "\033[31m",
	[CLAIM_UNDECIDED] = "\033[33m",
	[CLAIM_CANNOT] = "\033[33m",
	[CLAIM_SHOWN] = "",
};

struct writer {
	struct text *out;
	const struct claims_show *show;
	struct grid_style style;
};

/* A paragraph; raw is freed. */
static void add_wrapped(struct writer *w, struct text *raw, size_t indent, size_t hang)
{
	text_add_spaces(w->out, indent);
	grid_add_paragraph(w->out, text_str(raw), indent + hang, &w->style);
	w->out->failed = w->out->failed || raw->failed;
	text_free(raw);
}

static void add_labelled(struct writer *w, const char *label, struct text *raw)
{
	text_add_spaces(w->out, DEEP);
	text_add(w->out, label);
	text_add_spaces(w->out, LABEL - strlen(label));
	add_wrapped(w, raw, 0, DEEP + LABEL);
}

static void add_quote(struct writer *w, const struct claim *claim)
{
	struct text raw = { 0 };

	text_add_clean(&raw, claim->words);
	add_wrapped(w, &raw, INDENT, 1);
	text_add_clean(&raw, claim->document);
	text_add(&raw, ": ");
	text_add_clean(&raw, claim->heading);
	add_wrapped(w, &raw, DEEP, 0);
}

static void add_style(struct writer *w, const char *escape)
{
	if (w->style.color)
		text_add(w->out, escape);
}

static void add_verdict(struct writer *w, const struct claim_answer *answer)
{
	struct text raw = { 0 };

	claims_add_verdict(&raw, answer);
	add_style(w, colors[answer->verdict]);
	add_style(w, GRID_BOLD);
	add_wrapped(w, &raw, DEEP, 0);
	add_style(w, GRID_PLAIN);
}

static void add_claim(struct writer *w, size_t i)
{
	const struct claim *claim = &w->show->claims->rows[i];
	struct text raw = { 0 };

	add_quote(w, claim);
	text_add_clean(&raw, claim->experiment);
	add_wrapped(w, &raw, DEEP, 0);
	for (const struct claims_line *line = claims_lines; line->label; line++) {
		line->add(&raw, w->show, i);
		if (raw.length > 0)
			add_labelled(w, line->label, &raw);
		text_free(&raw);
	}
	if (w->show->run_n == 1)
		add_verdict(w, &w->show->runs[0].answers[i]);
	text_add_char(w->out, '\n');
}

static void add_heading(struct writer *w, const char *heading)
{
	struct text raw = { 0 };

	text_add_clean(&raw, heading);
	add_style(w, GRID_BOLD);
	add_wrapped(w, &raw, 0, 0);
	add_style(w, GRID_PLAIN);
	text_add_char(w->out, '\n');
}

static void add_label(struct text *raw, const struct claims_run *run)
{
	text_addf(raw, "%s%s", run->label, *run->label ? ": " : "");
}

static void add_trouble(struct writer *w, size_t run)
{
	struct text words = { 0 }, raw = { 0 };

	claims_add_trouble(&words, w->show, run);
	if (words.length > 0) {
		add_label(&raw, &w->show->runs[run]);
		text_add(&raw, text_str(&words));
		add_wrapped(w, &raw, 0, w->show->run_n > 1 ? 3 : 0);
	}
	w->out->failed = w->out->failed || words.failed;
	text_free(&words);
}

/* What to know before reading on; a paragraph of its own where there is something. */
static void add_first(struct writer *w)
{
	size_t before = w->out->length;
	struct text raw = { 0 };

	for (size_t k = 0; k < w->show->run_n; k++)
		add_trouble(w, k);
	claims_add_flips(&raw, w->show);
	if (raw.length > 0)
		add_wrapped(w, &raw, 0, 0);
	if (w->out->length > before)
		text_add_char(w->out, '\n');
}

static void add_head(struct writer *w)
{
	struct text raw = { 0 };

	add_heading(w, "What is said about virtualising the CPU, and what this machine says");
	for (size_t k = 0; k < w->show->run_n; k++) {
		add_label(&raw, &w->show->runs[k]);
		facts_add_title(&raw, w->show->runs[k].run);
		add_wrapped(w, &raw, 0, 3);
	}
	claims_add_where(&raw, w->show);
	add_wrapped(w, &raw, 0, 0);
	text_add_char(w->out, '\n');
	add_first(w);
}

/* At the end, where a terminal shows it. */
static void add_failing(struct writer *w, const size_t *order)
{
	const struct claims_show *show = w->show;
	struct text raw = { 0 };
	bool any = false;

	for (size_t at = 0; at < show->claims->row_n; at++) {
		if (show->runs[0].answers[order[at]].verdict != CLAIM_FAILS)
			continue;
		if (!any)
			add_heading(w, "What does not hold here");
		any = true;
		text_add(&raw, "- ");
		text_add_clean(&raw, show->claims->rows[order[at]].words);
		add_wrapped(w, &raw, INDENT, 2);
	}
	if (any)
		text_add_char(w->out, '\n');
}

static void add_counts(struct writer *w)
{
	struct text raw = { 0 };

	for (size_t k = 0; k < w->show->run_n; k++) {
		add_label(&raw, &w->show->runs[k]);
		claims_add_count(&raw, w->show, k);
		add_wrapped(w, &raw, 0, 3);
	}
}

int claims_add_text(struct text *out, const struct claims_show *show, const struct grid_style *style)
{
	struct writer w = { .out = out, .show = show, .style = *style };
	size_t *order = calloc(show->claims->row_n + 1, sizeof(*order));
	const char *heading = "";

	if (!order)
		return -ENOMEM;
	if (w.style.width > WIDTH_MOST)
		w.style.width = WIDTH_MOST;
	claims_order(show, order);
	add_head(&w);
	for (size_t i = 0; i < show->claims->row_n; i++) {
		if (strcmp(claims_heading(show, order[i]), heading) != 0) {
			heading = claims_heading(show, order[i]);
			add_heading(&w, heading);
		}
		add_claim(&w, order[i]);
	}
	if (show->run_n == 1)
		add_failing(&w, order);
	add_counts(&w);
	free(order);
	return out->failed ? -ENOMEM : 0;
}
