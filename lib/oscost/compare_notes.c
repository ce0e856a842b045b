/* The notes below the table of a comparison. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "compare_cells.h"

#define APART_LEAST .005 /* as a log: what is closer does not look like a contradiction */

/* Whether the medians in the row look as if its change were wrong. */
static bool contradicts(const struct comparison_row *row)
{
	double own = row->a > 0 && row->b > 0 ? log(row->b / row->a) : (double)NAN;
	double apart = fabs(own - row->ratio);

	if (row->exact || !(apart > APART_LEAST))
		return false;
	return own * row->ratio < 0 || own < row->lo || own > row->hi || apart > log1p(row->theta);
}

static void add_note(struct text *t, const struct comparison *c, const struct comparison_row *row)
{
	static const char *const changes[] = {
		[COMPARISON_PAIRED] = "the rounds",
		[COMPARISON_PROCESSES] = "all pairs of a process of A and one of B",
		[COMPARISON_BOOTS] = "all pairs of a boot of A and one of B",
		[COMPARISON_EXACT] = "",
	};

	if (row->verdict == VERDICT_NONE)
		return;
	text_add(t, row->reason);
	if (contradicts(row))
		text_addf(t, "%sA and B are the medians of either side; the change is not their ratio, but the "
			     "median ratio of %s", t->length ? "; " : "", changes[c->way]);
}

/* From 1, a new one where the text is. 0: out of memory. */
static size_t number_of(struct compare_notes *notes, const char *note)
{
	for (size_t i = 0; i < notes->n; i++)
		if (strcmp(notes->note[i], note) == 0)
			return i + 1;
	notes->note[notes->n] = strdup(note);
	return notes->note[notes->n] ? ++notes->n : 0;
}

bool compare_is_shown(const struct comparison_row *row, bool brief)
{
	return !brief || row->verdict == VERDICT_REGRESSED || row->verdict == VERDICT_IMPROVED ||
	       row->verdict == VERDICT_INCONCLUSIVE;
}

int compare_notes_make(const struct comparison *c, bool brief, struct compare_notes *out)
{
	struct text t = { 0 };
	bool failed;

	*out = (struct compare_notes){ .note = calloc(c->row_n + 1, sizeof(*out->note)),
				       .number = calloc(c->row_n + 1, sizeof(*out->number)),
				       .rows = c->rows };
	failed = !out->note || !out->number;
	for (size_t i = 0; !failed && i < c->row_n; i++) {
		text_clear(&t);
		if (compare_is_shown(&c->rows[i], brief))
			add_note(&t, c, &c->rows[i]);
		out->number[i] = t.length ? number_of(out, text_str(&t)) : 0;
		failed = t.failed || (t.length && !out->number[i]);
	}
	text_free(&t);
	if (failed)
		compare_notes_free(out);
	return failed ? -ENOMEM : 0;
}

void compare_notes_free(struct compare_notes *notes)
{
	for (size_t i = 0; i < notes->n; i++)
		free(notes->note[i]);
	free(notes->note);
	free(notes->number);
	*notes = (struct compare_notes){ 0 };
}

size_t compare_notes_number(const struct compare_notes *notes, const struct comparison_row *row)
{
	return notes->number[row - notes->rows];
}
