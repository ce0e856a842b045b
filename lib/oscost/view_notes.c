/*
 * Footnotes: rows that say the same share one, and so do rows whose words differ in one number
 * only: "drift of +2.1% (process.fork), -3.0% (process.wait) from the first to the last third of
 * the rounds".
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "view.h"

/* One note of one row; points into the summary. */
struct note {
	const char *s;
	size_t n;
	size_t at, length; /* its only number; length 0: none, or several */
	size_t row;
	size_t footnote; /* from 1 */
};

struct notes {
	struct note *list;
	size_t n;
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Length of the number that begins at s[i], as a word of its own; 0: none. */
static size_t number_at(const char *s, size_t n, size_t i)
{
	size_t end = i;

	if (i > 0 && s[i - 1] != ' ')
		return 0;
	if (end < n && (s[end] == '+' || s[end] == '-'))
		end++;
	if (end >= n || !is_digit(s[end]))
		return 0;
	while (end < n && (is_digit(s[end]) || s[end] == '.' || s[end] == '%'))
		end++;
	return end - i;
}

static void find_number(struct note *note)
{
	size_t found = 0;

	for (size_t i = 0; i < note->n; i++) {
		size_t length = number_at(note->s, note->n, i);

		if (length == 0)
			continue;
		found++;
		note->at = i;
		note->length = length;
	}
	if (found != 1)
		note->length = 0;
}

static bool same(const char *a, size_t n, const char *b, size_t m)
{
	return n == m && memcmp(a, b, n) == 0;
}

static bool same_text(const struct note *a, const struct note *b)
{
	return same(a->s, a->n, b->s, b->n);
}

static bool same_value(const struct note *a, const struct note *b)
{
	return same(a->s + a->at, a->length, b->s + b->at, b->length);
}

static bool share_footnote(const struct note *a, const struct note *b)
{
	if (a->length == 0 || b->length == 0)
		return same_text(a, b);
	return same(a->s, a->at, b->s, b->at) &&
	       same(a->s + a->at + a->length, a->n - a->at - a->length, b->s + b->at + b->length,
		    b->n - b->at - b->length);
}

static size_t count(const struct view *view)
{
	size_t n = 0;

	for (size_t i = 0; i < view->row_n; i++)
		for (const char *s = view->rows[i].figure->note; s; s = strstr(s + 1, "; "))
			n++;
	return n;
}

/* The note says why there is no figure, and stands in the row itself. */
static bool is_reason(const struct view_row *row)
{
	const struct record_summary_row *f = row->figure;

	if (strcmp(f->status, "INVALID") == 0)
		return !f->expected;
	return strcmp(f->status, "ok") != 0 && !view_unstable(row);
}

static bool contains(const struct note *note, const char *words)
{
	return memmem(note->s, note->n, words, strlen(words)) != NULL;
}

/*
 * Said already: by the status that a case of which a derived figure is made is unsteady, by the head of
 * the table that processes on a shared core are not counted.
 */
static bool is_echo(const struct note *note)
{
	return contains(note, " is UNSTABLE") || contains(note, " not counted: others had a share");
}

static void split(struct notes *notes, struct view *view, size_t row)
{
	const char *s = view->rows[row].figure->note;
	size_t taken = 0;

	while (s && *s) {
		/* What is too much for one row stays together in its last note. */
		const char *end = ++taken < VIEW_NOTES_MOST ? strstr(s, "; ") : NULL;
		struct note *note = &notes->list[notes->n];

		*note = (struct note){ .s = s, .row = row };
		note->n = end ? (size_t)(end - s) : strlen(s);
		if (note->n > 0 && !is_echo(note)) {
			find_number(note);
			notes->n++;
		}
		s = end ? end + 2 : NULL;
	}
}

/* In ascending order. */
static void insert(struct view_row *row, size_t footnote)
{
	size_t at = row->note_n++;

	for (; at > 0 && row->notes[at - 1] > footnote; at--)
		row->notes[at] = row->notes[at - 1];
	row->notes[at] = footnote;
}

static void number(struct notes *notes, struct view *view)
{
	for (size_t i = 0; i < notes->n; i++) {
		struct note *note = &notes->list[i];
		struct view_row *row = &view->rows[note->row];
		bool known = false;

		for (size_t k = 0; k < i && !note->footnote; k++)
			if (share_footnote(&notes->list[k], note))
				note->footnote = notes->list[k].footnote;
		if (!note->footnote)
			note->footnote = ++view->note_n;
		for (size_t k = 0; k < row->note_n; k++)
			known = known || row->notes[k] == note->footnote;
		if (!known)
			insert(row, note->footnote);
	}
}

/* The rows that have the value of notes->list[first] in this footnote. */
static void add_value(struct text *t, const struct notes *notes, const struct view *view,
		      size_t first)
{
	const struct note *of = &notes->list[first];
	const char *before = " (";

	text_add_n(t, of->s + of->at, of->length);
	for (size_t i = first; i < notes->n; i++) {
		const struct note *note = &notes->list[i];

		if (note->footnote != of->footnote || !same_value(note, of))
			continue;
		text_add(t, before);
		text_add(t, view->rows[note->row].label);
		before = ", ";
	}
	text_add_char(t, ')');
}

static bool is_first_of_value(const struct notes *notes, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (notes->list[k].footnote == notes->list[i].footnote &&
		    same_value(&notes->list[k], &notes->list[i]))
			return false;
	return true;
}

enum { NAMED_MOST = 8 }; /* rows that a footnote names; of more it gives the range */

/* "-3.0% to +2.1%": the least and the greatest number of the rows that share the footnote. Returns how many do. */
static size_t find_range(const struct notes *notes, size_t first, const struct note **least,
			 const struct note **most)
{
	size_t rows = 0;

	*least = *most = &notes->list[first];
	for (size_t i = first; i < notes->n; i++) {
		const struct note *note = &notes->list[i];
		double value = strtod(note->s + note->at, NULL);

		if (note->footnote != notes->list[first].footnote)
			continue;
		rows++;
		if (value < strtod((*least)->s + (*least)->at, NULL))
			*least = note;
		if (value > strtod((*most)->s + (*most)->at, NULL))
			*most = note;
	}
	return rows;
}

static void add_range(struct text *t, const struct note *least, const struct note *most)
{
	text_add_n(t, least->s + least->at, least->length);
	text_add(t, " to ");
	text_add_n(t, most->s + most->at, most->length);
}

static void write_footnote(struct text *t, const struct notes *notes, const struct view *view,
			   size_t first)
{
	const struct note *head = &notes->list[first];
	const struct note *least, *most;
	const char *comma = "";
	bool differ = false;

	for (size_t i = first; i < notes->n; i++)
		differ = differ || (notes->list[i].footnote == head->footnote &&
				    !same_text(&notes->list[i], head));
	if (!differ) {
		text_add_n(t, head->s, head->n);
		return;
	}
	text_add_n(t, head->s, head->at);
	bool named = find_range(notes, first, &least, &most) <= NAMED_MOST;

	if (!named)
		add_range(t, least, most);
	for (size_t i = first; named && i < notes->n; i++) {
		if (notes->list[i].footnote != head->footnote || !is_first_of_value(notes, i))
			continue;
		text_add(t, comma);
		add_value(t, notes, view, i);
		comma = ", ";
	}
	text_add_n(t, head->s + head->at + head->length, head->n - head->at - head->length);
}

static int write_footnotes(const struct notes *notes, struct view *view)
{
	size_t written = 0;

	view->notes = calloc(view->note_n + 1, sizeof(*view->notes));
	if (!view->notes)
		return -ENOMEM;
	for (size_t i = 0; i < notes->n; i++) {
		struct text t = { 0 };

		if (notes->list[i].footnote != written + 1)
			continue;
		write_footnote(&t, notes, view, i);
		if (t.failed) {
			text_free(&t);
			return -ENOMEM;
		}
		view->notes[written++] = t.data;
	}
	return 0;
}

int view_make_notes(struct view *view)
{
	struct notes notes = { 0 };
	int err;

	notes.list = calloc(count(view) + 1, sizeof(*notes.list));
	if (!notes.list)
		return -ENOMEM;
	for (size_t i = 0; i < view->row_n; i++)
		if (!is_reason(&view->rows[i]))
			split(&notes, view, i);
	number(&notes, view);
	err = write_footnotes(&notes, view);
	free(notes.list);
	return err;
}
