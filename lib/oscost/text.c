/* Text for people: a growing string, clean-up of untrusted text, display width, wrapping. */
#include "text.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void text_free(struct text *t)
{
	free(t->data);
	*t = (struct text){ 0 };
}

void text_clear(struct text *t)
{
	t->length = 0;
	if (t->data)
		t->data[0] = '\0';
}

const char *text_str(const struct text *t)
{
	return t->data ? t->data : "";
}

/* Room for n more bytes and the final NUL. */
static bool text_reserve(struct text *t, size_t n)
{
	size_t size = t->size ? t->size : 64;
	char *data;

	if (t->failed || n > SIZE_MAX / 4 || t->length > SIZE_MAX / 4) {
		t->failed = true;
		return false;
	}
	while (size < t->length + n + 1)
		size *= 2;
	if (size == t->size)
		return true;
	data = realloc(t->data, size);
	if (!data) {
		t->failed = true;
		return false;
	}
	t->data = data;
	t->size = size;
	return true;
}

void text_add_n(struct text *t, const char *s, size_t n)
{
	if (!text_reserve(t, n))
		return;
	memcpy(t->data + t->length, s, n);
	t->length += n;
	t->data[t->length] = '\0';
}

void text_add(struct text *t, const char *s)
{
	text_add_n(t, s, strlen(s));
}

void text_add_char(struct text *t, char c)
{
	text_add_n(t, &c, 1);
}

void text_add_spaces(struct text *t, size_t columns)
{
	while (columns-- > 0 && !t->failed)
		text_add_char(t, ' ');
}

static bool is_in_list(const struct text *list, const char *separator, const char *item)
{
	size_t gap = strlen(separator), n = strlen(item);

	for (const char *at = text_str(list); (at = strstr(at, item)); at++) {
		size_t before = (size_t)(at - text_str(list));

		if ((before == 0 || (before >= gap && strncmp(at - gap, separator, gap) == 0)) &&
		    (!at[n] || strncmp(at + n, separator, gap) == 0))
			return true;
	}
	return false;
}

void text_add_once(struct text *list, const char *separator, const char *item)
{
	if (is_in_list(list, separator, item))
		return;
	text_add(list, list->length > 0 ? separator : "");
	text_add(list, item);
}

void text_addf(struct text *t, const char *format, ...)
{
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (n < 0) {
		t->failed = true;
		return;
	}
	if (!text_reserve(t, (size_t)n))
		return;
	va_start(args, format);
	vsnprintf(t->data + t->length, (size_t)n + 1, format, args);
	va_end(args);
	t->length += (size_t)n;
}

/*
 * One character of s and its length in bytes. 0xFFFFFFFF with length 1 where s is not UTF-8
 * (overlong forms and surrogates among them, RFC 3629).
 */
#define NOT_UTF8 0xFFFFFFFFu

static uint32_t utf8_next(const char *s, size_t *length)
{
	const unsigned char *p = (const unsigned char *)s;
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	uint32_t c = p[0];
	size_t n = c < 0x80 ? 1 : (c & 0xE0) == 0xC0 ? 2 : (c & 0xF0) == 0xE0 ? 3 : 4;

	*length = 1;
	if (n == 1)
		return c;
	if (c < 0xC2 || c > 0xF4)
		return NOT_UTF8;
	c &= 0xFFu >> (n + 1);
	for (size_t i = 1; i < n; i++) {
		if ((p[i] & 0xC0) != 0x80)
			return NOT_UTF8;
		c = c << 6 | (p[i] & 0x3F);
	}
	if (c < least[n] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
		return NOT_UTF8;
	*length = n;
	return c;
}

/* Control characters, line separators, and marks that turn the direction of reading around. */
static bool is_unsafe(uint32_t c)
{
	return c == NOT_UTF8 || c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x61C || c == 0xFEFF ||
	       (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
	       (c >= 0x2060 && c <= 0x206F) || (c >= 0xE0000 && c <= 0xE0FFF) ||
	       (c & 0xFFFE) == 0xFFFE;
}

void text_add_clean(struct text *t, const char *untrusted)
{
	size_t n;

	for (const char *s = untrusted; *s; s += n) {
		if (is_unsafe(utf8_next(s, &n)))
			text_add_char(t, '?');
		else
			text_add_n(t, s, n);
	}
}

static const char *html_entity(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

void text_add_html(struct text *t, const char *untrusted)
{
	size_t n;

	for (const char *s = untrusted; *s; s += n) {
		const char *entity = html_entity(*s);

		if (is_unsafe(utf8_next(s, &n)))
			text_add_char(t, '?');
		else if (entity)
			text_add(t, entity);
		else
			text_add_n(t, s, n);
	}
}

static const struct {
	uint32_t c;
	const char *ascii;
} transliterations[] = {
	{ 0xA0, " " },	  { 0xB1, "+/-" },  { 0xB2, "2" },    { 0xB5, "u" },	{ 0xB7, "|" },
	{ 0xD7, "x" },	  { 0x3B8, "theta" }, { 0x3BC, "u" },   { 0x2011, "-" },  { 0x2013, "-" },	{ 0x2014, "-" },
	{ 0x2018, "'" },  { 0x2019, "'" },  { 0x201C, "\"" }, { 0x201D, "\"" }, { 0x2026, "..." },
	{ 0x202F, " " },  { 0x2192, "->" }, { 0x2212, "-" },  { 0x2248, "~" },	{ 0x2264, "<=" },
	{ 0x2265, ">=" }, { 0x25B2, "+" },   { 0x25BC, "-" },
	{ 0x2713, "ok" },
};

void text_add_ascii(struct text *t, const char *s)
{
	size_t n;

	for (; *s; s += n) {
		uint32_t c = utf8_next(s, &n);
		const char *ascii = "?";

		if (c < 0x80) {
			text_add_char(t, *s);
			continue;
		}
		for (size_t i = 0; i < sizeof(transliterations) / sizeof(transliterations[0]); i++)
			if (transliterations[i].c == c)
				ascii = transliterations[i].ascii;
		text_add(t, ascii);
	}
}

static const struct {
	uint32_t first, last;
	unsigned columns;
} widths[] = {
	{ 0x300, 0x36F, 0 },	 { 0x483, 0x489, 0 },	  { 0x591, 0x5BD, 0 },
	{ 0x610, 0x61A, 0 },	 { 0x64B, 0x65F, 0 },	  { 0x1100, 0x115F, 2 },
	{ 0x1AB0, 0x1AFF, 0 },	 { 0x1DC0, 0x1DFF, 0 },	  { 0x200B, 0x200F, 0 },
	{ 0x20D0, 0x20FF, 0 },	 { 0x2E80, 0x303E, 2 },	  { 0x3041, 0xA4CF, 2 },
	{ 0xAC00, 0xD7A3, 2 },	 { 0xF900, 0xFAFF, 2 },	  { 0xFE00, 0xFE0F, 0 },
	{ 0xFE20, 0xFE2F, 0 },	 { 0xFE30, 0xFE6F, 2 },	  { 0xFF01, 0xFF60, 2 },
	{ 0xFFE0, 0xFFE6, 2 },	 { 0x1F300, 0x1F64F, 2 }, { 0x1F680, 0x1F6FF, 2 },
	{ 0x1F900, 0x1F9FF, 2 }, { 0x20000, 0x3FFFD, 2 },
};

static size_t char_width(uint32_t c)
{
	if (c < 0x300 || c == NOT_UTF8)
		return 1;
	for (size_t i = 0; i < sizeof(widths) / sizeof(widths[0]); i++)
		if (c >= widths[i].first && c <= widths[i].last)
			return widths[i].columns;
	return 1;
}

size_t text_width(const char *s)
{
	size_t columns = 0, n;

	for (; *s; s += n)
		columns += char_width(utf8_next(s, &n));
	return columns;
}

void text_add_wrapped(struct text *t, const char *s, size_t width, size_t indent)
{
	size_t column = indent;
	bool first_word = true;
	struct text word = { 0 };

	while (*s == ' ')
		s++;
	while (*s) {
		size_t n = strcspn(s, " ");
		size_t columns;

		text_clear(&word);
		text_add_n(&word, s, n);
		columns = text_width(text_str(&word));
		if (!first_word && column + 1 + columns > width) {
			text_add_char(t, '\n');
			text_add_spaces(t, indent);
			column = indent;
		} else if (!first_word) {
			text_add_char(t, ' ');
			column++;
		}
		text_add(t, text_str(&word));
		column += columns;
		first_word = false;
		s += n;
		s += strspn(s, " ");
	}
	if (word.failed)
		t->failed = true;
	text_free(&word);
}
