/* Writes JSON: commas, indentation and escapes in one place. */
#include "json.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "record/number.h"
#include "record/text.h"

static void begin_line(struct json *j)
{
	text_add_char(j->out, '\n');
	for (unsigned i = 0; i < j->depth; i++)
		text_add_char(j->out, '\t');
}

/* What stands between this member or element and the one before. */
static void separate(struct json *j)
{
	if (j->keyed) {
		j->keyed = false;
		return;
	}
	if (j->depth == 0)
		return;
	if (j->any[j->depth - 1])
		text_add(j->out, j->flat ? ", " : ",");
	if (!j->flat)
		begin_line(j);
	j->any[j->depth - 1] = true;
}

static void begin(struct json *j, char bracket)
{
	separate(j);
	text_add_char(j->out, bracket);
	if (j->depth == JSON_DEPTH_MAX) {
		j->out->failed = true;
		return;
	}
	j->any[j->depth++] = false;
}

static void end(struct json *j, char bracket)
{
	if (j->depth == 0 || j->keyed) {
		j->out->failed = true;
		return;
	}
	j->depth--;
	if (j->any[j->depth] && !j->flat)
		begin_line(j);
	text_add_char(j->out, bracket);
	if (j->depth == 0)
		text_add_char(j->out, '\n');
}

void json_begin_object(struct json *j)
{
	begin(j, '{');
}

void json_end_object(struct json *j)
{
	end(j, '}');
}

void json_begin_array(struct json *j)
{
	begin(j, '[');
}

void json_end_array(struct json *j)
{
	end(j, ']');
}

/* Adds what is no character to show; returns its bytes. */
static size_t add_unshown(struct text *out, const char *s)
{
	unsigned char c = (unsigned char)*s;
	size_t n = 1;

	if (c < 0x80) {
		text_addf(out, "\\u%04x", c);
		return 1;
	}
	while (n < 4 && ((unsigned char)s[n] & 0xc0) == 0x80)
		n++;
	text_add(out, "\\ufffd");
	return n;
}

static void add_quoted(struct text *out, const char *s)
{
	size_t left = strlen(s), n;

	text_add_char(out, '"');
	for (; left > 0; s += n, left -= n) {
		n = record_text_character(s, left);
		if (n == 0)
			n = add_unshown(out, s);
		else if (*s == '<')
			text_add(out, "\\u003c");
		else if (*s == '"' || *s == '\\')
			text_addf(out, "\\%c", *s);
		else
			text_add_n(out, s, n);
	}
	text_add_char(out, '"');
}

void json_key(struct json *j, const char *key)
{
	separate(j);
	add_quoted(j->out, key);
	text_add(j->out, ": ");
	j->keyed = true;
}

void json_string(struct json *j, const char *value)
{
	if (!value) {
		json_null(j);
		return;
	}
	separate(j);
	add_quoted(j->out, value);
}

void json_number(struct json *j, double value)
{
	char buf[RECORD_NUMBER_SIZE];

	if (!isfinite(value)) {
		json_null(j);
		return;
	}
	separate(j);
	text_add(j->out, record_format_exact(buf, value));
}

void json_uint(struct json *j, uint64_t value)
{
	separate(j);
	text_addf(j->out, "%" PRIu64, value);
}

void json_bool(struct json *j, bool value)
{
	separate(j);
	text_add(j->out, value ? "true" : "false");
}

void json_null(struct json *j)
{
	separate(j);
	text_add(j->out, "null");
}

void json_put_string(struct json *j, const char *key, const char *value)
{
	json_key(j, key);
	json_string(j, value);
}

void json_put_number(struct json *j, const char *key, double value)
{
	json_key(j, key);
	json_number(j, value);
}

void json_put_uint(struct json *j, const char *key, uint64_t value)
{
	json_key(j, key);
	json_uint(j, value);
}

void json_put_bool(struct json *j, const char *key, bool value)
{
	json_key(j, key);
	json_bool(j, value);
}
