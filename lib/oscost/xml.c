/* Writes XML: tags, indentation and escapes in one place. */
#include "xml.h"

#include <math.h>

#include "record/number.h"

static void close_tag(struct xml *x)
{
	if (x->in_tag)
		text_add_char(x->out, '>');
	x->in_tag = false;
}

static void begin_line(struct xml *x)
{
	for (unsigned i = 0; i < x->depth; i++)
		text_add_char(x->out, '\t');
}

void xml_declare(struct xml *x)
{
	text_add(x->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
}

void xml_begin(struct xml *x, const char *name)
{
	if (x->depth == XML_DEPTH_MAX) {
		x->out->failed = true;
		return;
	}
	close_tag(x);
	if (x->depth > 0 && !x->has_text)
		text_add_char(x->out, '\n');
	if (!x->has_text)
		begin_line(x);
	text_addf(x->out, "<%s", name);
	x->open[x->depth++] = name;
	x->in_tag = true;
	x->has_text = false;
}

void xml_end(struct xml *x)
{
	const char *name;

	if (x->depth == 0) {
		x->out->failed = true;
		return;
	}
	name = x->open[--x->depth];
	if (x->in_tag) {
		text_add(x->out, "/>");
	} else {
		if (!x->has_text) {
			text_add_char(x->out, '\n');
			begin_line(x);
		}
		text_addf(x->out, "</%s>", name);
	}
	x->in_tag = x->has_text = false;
	if (x->depth == 0)
		text_add_char(x->out, '\n');
}

void xml_attribute(struct xml *x, const char *name, const char *value)
{
	if (!x->in_tag)
		x->out->failed = true;
	if (!value)
		return;
	text_addf(x->out, " %s=\"", name);
	text_add_html(x->out, value); /* its entities are those of XML too */
	text_add_char(x->out, '"');
}

void xml_attribute_number(struct xml *x, const char *name, double value)
{
	char buf[RECORD_NUMBER_SIZE];

	if (isfinite(value))
		xml_attribute(x, name, record_format_exact(buf, value));
}

void xml_text(struct xml *x, const char *value)
{
	close_tag(x);
	x->has_text = true;
	text_add_html(x->out, value);
}
