/* The one way in which the file formats say what is wrong with a file. */
#ifndef RECORD_ERROR_H
#define RECORD_ERROR_H

/* Words for the reader of the message: "samples.tsv:12: column ops: not a number". Never holds a
 * control character that came out of a file: contents of files are not quoted, except words that
 * were checked before. */
struct record_error {
	char text[256];
};

/* Writes the text; err may be NULL. */
void record_set_error(struct record_error *err, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* The same, and code is its value, so that a function can end with `return record_fail(err, -EBADMSG, …)`.
 * A macro: what analyses one file at a time sees that this is not 0. */
#define record_fail(err, code, ...)                                                                \
	__extension__({                                                                            \
		int record_fail_code = (code);                                                     \
		record_set_error((err), __VA_ARGS__);                                              \
		record_fail_code;                                                                  \
	})

#endif
