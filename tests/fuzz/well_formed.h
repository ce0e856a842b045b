/*
 * Small checkers of what oscost writes: is it markup, JSON, CSV … at all, whatever strings went into it?
 * Each returns NULL, or what is wrong in words. Static: for the harnesses and for their own test.
 */
#ifndef TESTS_WELL_FORMED_H
#define TESTS_WELL_FORMED_H

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "record/text.h"

#define WELL_FORMED __attribute__((unused)) static

/* UTF-8 without control characters; newlines, and tabs where tabs is set, are allowed. */
WELL_FORMED const char *well_formed_text(const char *s, size_t n, bool tabs)
{
	for (size_t i = 0, step; i < n; i += step) {
		step = s[i] == '\n' || (tabs && s[i] == '\t') ? 1 : record_text_character(s + i, n - i);
		if (step == 0)
			return "a control character, or not UTF-8";
	}
	return NULL;
}

/* Markup. */

enum { WELL_FORMED_DEPTH = 64 };

struct well_formed_markup {
	const char *s;
	bool html; /* elements that need no end, raw text of <style>, no script, no handlers */
	const char *open[WELL_FORMED_DEPTH];
	size_t length[WELL_FORMED_DEPTH], depth;
};

static bool well_formed_name(const char *a, size_t n, const char *b)
{
	return strlen(b) == n && strncmp(a, b, n) == 0;
}

static bool well_formed_known(const char *name, size_t n)
{
	static const char *const names[] = {
		"a", "article", "body", "br", "code", "dd", "details", "div", "dl", "dt", "em", "figcaption", "figure",
		"h1", "h2", "h3", "head", "header", "html", "li", "main", "meta", "nav", "ol", "p", "pre",
		"section", "small", "span", "strong", "style", "summary", "sup", "table", "tbody", "td", "th", "thead",
		"title", "tr", "ul", "footer", "caption", "b", "i", "colgroup", "col", "q", "cite",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (well_formed_name(name, n, names[i]))
			return true;
	return false;
}

static size_t well_formed_word(const char *s)
{
	size_t n = 0;

	while (isalnum((unsigned char)s[n]) || strchr("-_:.", s[n] ? s[n] : ' '))
		n++;
	return n;
}

static const char *well_formed_entity(const char **s)
{
	static const char *const known[] = { "&amp;", "&lt;", "&gt;", "&quot;", "&apos;", "&#39;", "&#10;", "&#9;" };

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (strncmp(*s, known[i], strlen(known[i])) == 0) {
			*s += strlen(known[i]);
			return NULL;
		}
	}
	return "an ampersand that begins no known entity";
}

static const char *well_formed_attributes(struct well_formed_markup *m)
{
	for (;;) {
		const char *s = m->s + strspn(m->s, " \n"), *wrong = NULL;
		size_t n = well_formed_word(s);
		char quote;

		if (n == 0) {
			m->s = s;
			return NULL;
		}
		if (m->html && n > 2 && strncmp(s, "on", 2) == 0)
			return "an attribute that is a handler";
		s += n;
		if (*s != '=') {
			if (!m->html)
				return "an attribute without a value";
			m->s = s;
			continue;
		}
		quote = s[1];
		if (quote != '"' && quote != '\'')
			return "an attribute without quotes";
		for (s += 2; *s && *s != quote && !wrong;)
			wrong = *s == '<' ? "'<' in an attribute" : *s == '&' ? well_formed_entity(&s) : (s++, NULL);
		if (wrong || !*s)
			return wrong ? wrong : "an attribute that does not end";
		m->s = s + 1;
	}
}

static bool well_formed_void(const char *name, size_t n)
{
	return well_formed_name(name, n, "meta") || well_formed_name(name, n, "br") || well_formed_name(name, n, "col");
}

static const char *well_formed_end(struct well_formed_markup *m)
{
	const char *name = m->s + 2;
	size_t n = well_formed_word(name);

	if (m->depth == 0 || m->length[m->depth - 1] != n || strncmp(m->open[m->depth - 1], name, n) != 0)
		return "an end without its begin";
	if (name[n] != '>')
		return "an end that does not end";
	m->depth--;
	m->s = name + n + 1;
	return NULL;
}

static const char *well_formed_begin(struct well_formed_markup *m)
{
	const char *name = m->s + 1, *wrong;
	size_t n = well_formed_word(name);
	bool closed;

	if (n == 0 || (m->html && !well_formed_known(name, n)))
		return "'<' that begins no known element";
	m->s = name + n;
	wrong = well_formed_attributes(m);
	if (wrong)
		return wrong;
	closed = *m->s == '/' || (m->html && well_formed_void(name, n));
	m->s += *m->s == '/';
	if (*m->s++ != '>')
		return "a tag that does not end";
	if (closed)
		return NULL;
	if (m->depth == WELL_FORMED_DEPTH)
		return "too deep";
	m->open[m->depth] = name;
	m->length[m->depth++] = n;
	if (m->html && well_formed_name(name, n, "style")) {
		m->s = strstr(m->s, "</style>");
		return m->s ? NULL : "a style that does not end";
	}
	return NULL;
}

static const char *well_formed_markup(const char *s, bool html)
{
	struct well_formed_markup m = { .s = s, .html = html };
	const char *wrong = well_formed_text(s, strlen(s), true);

	if (strncmp(m.s, html ? "<!DOCTYPE html>" : "<?xml ", html ? 15 : 6) == 0)
		m.s = strchr(m.s, '>') + 1;
	else
		return "no first line";
	while (!wrong && *m.s) {
		if (*m.s == '<')
			wrong = m.s[1] == '/' ? well_formed_end(&m) : well_formed_begin(&m);
		else if (*m.s == '&')
			wrong = well_formed_entity(&m.s);
		else if (*m.s == '>')
			wrong = "'>' outside of a tag";
		else
			m.s++;
	}
	return wrong ? wrong : m.depth ? "an element that does not end" : NULL;
}

/* Only elements that oscost's pages have, all ended, no script, no handlers, nothing unescaped. */
WELL_FORMED const char *well_formed_html(const char *s)
{
	return well_formed_markup(s, true);
}
WELL_FORMED const char *well_formed_xml(const char *s)
{
	return well_formed_markup(s, false);
}

/* JSON (RFC 8259). */

static const char *well_formed_space(const char *s)
{
	return s + strspn(s, " \t\n\r");
}

/* Behind the string, or NULL. */
static const char *well_formed_string(const char *s)
{
	if (*s++ != '"')
		return NULL;
	for (; *s != '"'; s++) {
		if ((unsigned char)*s < 0x20 || *s == '<')
			return NULL;
		if (*s != '\\')
			continue;
		if (*++s == 'u') {
			for (int i = 0; i < 4; i++)
				if (!isxdigit((unsigned char)*++s))
					return NULL;
		} else if (!*s || !strchr("\"\\/bfnrt", *s)) {
			return NULL;
		}
	}
	return s + 1;
}

static const char *well_formed_number(const char *s)
{
	size_t n;

	s += *s == '-';
	n = strspn(s, "0123456789");
	if (n == 0 || (n > 1 && *s == '0'))
		return NULL;
	s += n;
	if (*s == '.') {
		n = strspn(++s, "0123456789");
		if (n == 0)
			return NULL;
		s += n;
	}
	if (*s == 'e' || *s == 'E') {
		s++;
		s += *s == '-' || *s == '+';
		n = strspn(s, "0123456789");
		return n ? s + n : NULL;
	}
	return s;
}

static const char *well_formed_value(const char *s, int depth);

/* Behind "…: value" or "value". */
static const char *well_formed_member(const char *s, bool object, int depth)
{
	if (object) {
		s = well_formed_string(s);
		s = s ? well_formed_space(s) : NULL;
		if (!s || *s++ != ':')
			return NULL;
	}
	return well_formed_value(well_formed_space(s), depth);
}

static const char *well_formed_value(const char *s, int depth)
{
	static const char *const words[] = { "true", "false", "null" };

	if (depth > WELL_FORMED_DEPTH)
		return NULL;
	for (size_t i = 0; i < 3; i++)
		if (strncmp(s, words[i], strlen(words[i])) == 0)
			return s + strlen(words[i]);
	if (*s == '"')
		return well_formed_string(s);
	if (*s != '{' && *s != '[')
		return well_formed_number(s);
	bool object = *s == '{';
	const char end = object ? '}' : ']';

	s = well_formed_space(s + 1);
	if (*s == end)
		return s + 1;
	for (;;) {
		s = well_formed_member(s, object, depth + 1);
		s = s ? well_formed_space(s) : NULL;
		if (!s || (*s != ',' && *s != end))
			return NULL;
		if (*s == end)
			return s + 1;
		s = well_formed_space(s + 1);
	}
}

WELL_FORMED const char *well_formed_json(const char *s)
{
	const char *wrong = well_formed_text(s, strlen(s), true), *end;

	if (wrong)
		return wrong;
	end = well_formed_value(well_formed_space(s), 0);
	return end && !*well_formed_space(end) ? NULL : "not JSON";
}

/* Tables. */

/* CSV: as many cells in each row as in the first; no cell that a spreadsheet takes for a formula. */
WELL_FORMED const char *well_formed_csv(const char *s)
{
	size_t first = 0, cells = 0;

	while (*s) {
		if (*s == '"') {
			if (strchr("=+-@", s[1] ? s[1] : ' ') && s[1] && !isdigit((unsigned char)s[2]))
				return "a formula";
			for (s++; *s && (*s != '"' || s[1] == '"'); s++)
				s += *s == '"';
			if (*s++ != '"')
				return "a quote that does not end";
		} else {
			if (*s && strchr("=+@", *s))
				return "a formula";
			s += strcspn(s, ",\r\n\"");
		}
		cells++;
		if (*s == ',') {
			s++;
			if (*s && *s != '\r' && *s != '\n')
				continue;
			cells++; /* an empty one at the end */
		}
		s += *s == '\r';
		if (*s++ != '\n')
			return "something behind a cell";
		first = first ? first : cells;
		if (cells != first)
			return "rows of different length";
		cells = 0;
	}
	return first ? NULL : "empty";
}

/* As many fields parted by tabs in each line as in the first that is no remark. */
WELL_FORMED const char *well_formed_tsv(const char *s)
{
	size_t first = 0;
	const char *wrong = well_formed_text(s, strlen(s), true);

	while (!wrong && *s) {
		size_t n = strcspn(s, "\n"), fields = 1;

		for (size_t i = 0; i < n; i++)
			fields += s[i] == '\t';
		if (s[n] != '\n')
			return "a line without its end";
		if (*s != '#') {
			first = first ? first : fields;
			wrong = fields == first ? NULL : "rows of different length";
		}
		s += n + 1;
	}
	return wrong;
}

static const char *well_formed_labels(const char **line)
{
	const char *s = *line + 1;

	while (*s && *s != '}') {
		s += strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_");
		if (*s++ != '=' || *s++ != '"')
			return "a label without a value";
		for (; *s && *s != '"' && *s != '\n'; s++) {
			if (*s != '\\')
				continue;
			if (!*++s || !strchr("\\\"n", *s))
				return "a backslash before nothing";
		}
		if (*s++ != '"')
			return "a label that does not end";
		s += *s == ',';
	}
	*line = s + 1;
	return *s ? NULL : "labels that do not end";
}

WELL_FORMED const char *well_formed_openmetrics(const char *s)
{
	const char *wrong = well_formed_text(s, strlen(s), false);
	bool ended = false;

	while (!wrong && *s) {
		if (ended)
			return "something behind # EOF";
		if (*s == '#') {
			ended = strncmp(s, "# EOF\n", 6) == 0;
			if (!ended && strncmp(s, "# HELP oscost_", 14) && strncmp(s, "# TYPE oscost_", 14) &&
			    strncmp(s, "# UNIT oscost_", 14))
				return "a remark of another kind";
			s += strcspn(s, "\n") + 1;
			continue;
		}
		if (strncmp(s, "oscost_", 7) != 0)
			return "a name of another kind";
		s += strspn(s, "abcdefghijklmnopqrstuvwxyz_");
		wrong = *s == '{' ? well_formed_labels(&s) : NULL;
		if (!wrong && *s++ != ' ')
			wrong = "no value";
		s = wrong ? s : well_formed_number(s);
		if (!s || (!wrong && *s++ != '\n'))
			return "a value that is no number";
	}
	return wrong ? wrong : ended ? NULL : "no # EOF";
}

/* Markdown: no markup of HTML but that of details, and no link, unless behind a backslash or in code. */
WELL_FORMED const char *well_formed_markdown(const char *s)
{
	static const char *const tags[] = { "<details>", "</details>", "<summary>", "</summary>" };
	const char *wrong = well_formed_text(s, strlen(s), false);
	bool code = false;

	for (; !wrong && *s; s++) {
		size_t i = 0;

		if (*s == '\\' && s[1] && !code) {
			s++;
			continue;
		}
		if (*s == '`' || *s == '\n')
			code = *s == '`' && !code;
		if (*s == '[' || *s == '!' || *s == '&')
			wrong = "a mark of Markdown from outside";
		if (*s != '<')
			continue;
		while (i < 4 && strncmp(s, tags[i], strlen(tags[i])) != 0)
			i++;
		wrong = i < 4 ? NULL : "a tag from outside";
	}
	return wrong;
}

/* A data file of gnuplot: nothing that its strings or commands could take for more than letters. */
WELL_FORMED const char *well_formed_plotdata(const char *s)
{
	static const char *const marks[] = { "±", "µ", "–", "×" };

	while (*s) {
		size_t i = 0;

		if (isalnum((unsigned char)*s) || strchr(" .,:;/_+=%()-?\t\n", *s)) {
			s++;
			continue;
		}
		while (i < 4 && strncmp(s, marks[i], strlen(marks[i])) != 0)
			i++;
		if (i == 4)
			return "another character";
		s += strlen(marks[i]);
	}
	return NULL;
}

#endif
