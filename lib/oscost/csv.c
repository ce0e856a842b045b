/* Writes CSV: separators, quotes and formulas in one place. */
#include "csv.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "record/number.h"

static void separate(struct csv *c)
{
	if (c->any)
		text_add_char(c->out, ',');
	c->any = true;
}

static void add_quoted(struct text *out, const char *clean)
{
	text_add_char(out, '"');
	for (; *clean; clean++) {
		if (*clean == '"')
			text_add_char(out, '"');
		text_add_char(out, *clean);
	}
	text_add_char(out, '"');
}

void csv_text(struct csv *c, const char *value)
{
	struct text clean = { 0 };

	separate(c);
	if (!value)
		return;
	if (*value && strchr("=+-@", *value))
		text_add_char(&clean, '\'');
	text_add_clean(&clean, value);
	/* Blanks too: some readers cut them off bare cells. */
	if (strpbrk(text_str(&clean), "\", ;"))
		add_quoted(c->out, text_str(&clean));
	else
		text_add(c->out, text_str(&clean));
	if (clean.failed)
		c->out->failed = true;
	text_free(&clean);
}

void csv_number(struct csv *c, double value)
{
	char buf[RECORD_NUMBER_SIZE];

	separate(c);
	if (isfinite(value))
		text_add(c->out, record_format_exact(buf, value));
}

void csv_uint(struct csv *c, uint64_t value)
{
	separate(c);
	text_addf(c->out, "%" PRIu64, value);
}

void csv_end_row(struct csv *c)
{
	text_add(c->out, "\r\n");
	c->any = false;
}
