/* Writes JSON (RFC 8259): what is added is well-formed, whatever the strings hold. */
#ifndef OSCOST_JSON_H
#define OSCOST_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "text.h"

enum { JSON_DEPTH_MAX = 16 };

/*
 * Starts as { .out = &text }. Every member and element has a line of its own, indented by tabs;
 * while flat is set nothing begins a line. Errors are kept in out->failed: out of memory, more
 * depth than JSON_DEPTH_MAX, an end without its begin.
 */
struct json {
	struct text *out;
	bool flat;
	/* Private. */
	unsigned depth;
	bool keyed; /* a key waits for its value */
	bool any[JSON_DEPTH_MAX]; /* something stands in the object or array at that depth */
};

/* The outermost end adds the newline that closes the file. */
void json_begin_object(struct json *j);
void json_end_object(struct json *j);
void json_begin_array(struct json *j);
void json_end_array(struct json *j);

/* Inside an object, before each value. */
void json_key(struct json *j, const char *key);

/*
 * NULL: null. Control characters are escaped, and so is '<', so that the text may stand in a script
 * element; bytes that are not UTF-8, marks that reverse the direction of reading and the like
 * become U+FFFD.
 */
void json_string(struct json *j, const char *value);
/* Unrounded, see record_format_exact. NaN and infinity: null. */
void json_number(struct json *j, double value);
void json_uint(struct json *j, uint64_t value);
void json_bool(struct json *j, bool value);
void json_null(struct json *j);

/* A key and its value. */
void json_put_string(struct json *j, const char *key, const char *value);
void json_put_number(struct json *j, const char *key, double value);
void json_put_uint(struct json *j, const char *key, uint64_t value);
void json_put_bool(struct json *j, const char *key, bool value);

#endif
