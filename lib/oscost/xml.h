/* Writes XML 1.0: what is added is well-formed, whatever the strings hold. */
#ifndef OSCOST_XML_H
#define OSCOST_XML_H

#include <stdbool.h>

#include "text.h"

enum { XML_DEPTH_MAX = 16 };

/* Starts as { .out = &text }. Errors are kept in out->failed: out of memory, more depth than
 * XML_DEPTH_MAX, an end without its begin, an attribute outside of a tag. */
struct xml {
	struct text *out;
	/* Private. */
	const char *open[XML_DEPTH_MAX];
	unsigned depth;
	bool in_tag, has_text;
};

void xml_declare(struct xml *x); /* the first line */
/* name must be an XML name that outlives the element. An element stands on a line of its own. */
void xml_begin(struct xml *x, const char *name);
void xml_end(struct xml *x);

/* After xml_begin, before anything else of that element. value NULL: nothing is added. Values are
 * escaped; what XML cannot hold (control characters, what is not UTF-8) becomes '?'. */
void xml_attribute(struct xml *x, const char *name, const char *value);
/* Unrounded. NaN and infinity: nothing is added. */
void xml_attribute_number(struct xml *x, const char *name, double value);
/* Text inside of the element, escaped in the same way. */
void xml_text(struct xml *x, const char *value);

#endif
