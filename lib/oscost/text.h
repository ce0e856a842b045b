/*
 * Text for people: a growing string, clean-up of untrusted text, display width, wrapping.
 *
 * All strings are UTF-8. Widths are terminal columns: combining marks take none, East Asian wide
 * characters and pictographs take two (Unicode TR11; a coarse table, enough for names and notes).
 */
#ifndef OSCOST_TEXT_H
#define OSCOST_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Starts as { 0 }. Out of memory sets failed and every later addition does nothing, so a caller
 * checks once at the end. text_free() releases data and makes it { 0 } again.
 */
struct text {
	char *data;
	size_t length;
	size_t size;
	bool failed;
};

void text_free(struct text *t);
void text_clear(struct text *t);	    /* length 0, memory kept */
const char *text_str(const struct text *t); /* never NULL; valid until the next addition */

void text_add(struct text *t, const char *s);
void text_add_n(struct text *t, const char *s, size_t n);
void text_add_char(struct text *t, char c);
void text_add_spaces(struct text *t, size_t columns);
/* item behind separator, unless the list, parted by separator, has it already. */
void text_add_once(struct text *list, const char *separator, const char *item);
__attribute__((format(printf, 2, 3))) void text_addf(struct text *t, const char *format, ...);

/*
 * Text from a file of somebody else: control characters (escape sequences among them), marks that
 * reverse the direction of reading, and what is not UTF-8 become '?'.
 */
void text_add_clean(struct text *t, const char *untrusted);
/* The same, further escaped for HTML text and for attribute values in either quotes. */
void text_add_html(struct text *t, const char *untrusted);
/* Plain ASCII for terminals that have no UTF-8: µ becomes u, – becomes -, ✓ becomes ok. */
void text_add_ascii(struct text *t, const char *s);

size_t text_width(const char *s);

/*
 * Breaks s at spaces into lines of at most width columns (a longer word stays whole); lines after
 * the first begin with indent spaces, and the first is taken to begin there already. No newline at
 * the end.
 */
void text_add_wrapped(struct text *t, const char *s, size_t width, size_t indent);

#endif
