/* Which bytes may stand in a field, and the names that cases and keys may have. */
#ifndef RECORD_TEXT_H
#define RECORD_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* Bytes of the first character of text[0..n) when it is well-formed UTF-8 that is safe to show; 0
 * for a control character (C0, DEL, C1, line and paragraph separators, bidirectional overrides) and
 * for anything that is not UTF-8. */
size_t record_text_character(const char *text, size_t n);

/* Whether all of text[0..n) consists of such characters. */
bool record_text_clean(const char *text, size_t n);

/* [a-z][a-z0-9_.]*, at most 64 bytes: names of cases become parts of file names, so nothing else is
 * let in. */
bool record_text_is_case(const char *text);
/* [A-Za-z0-9_.]+, at most 32 bytes. */
bool record_text_is_param(const char *text);
/* Visible ASCII, at most 128 bytes: keys of machine.tsv, names of counters, reasons in one word. */
bool record_text_is_word(const char *text);

#endif
