/* The one way in which the file formats say what is wrong with a file. */
#ifndef RECORD_ERROR_H
#define RECORD_ERROR_H

/* Words for the reader of the message: "samples.tsv:12: column ops: not a number". Never holds a
 * control character that came out of a file: contents of files are not quoted, except words that
 * were checked before. */
struct record_error {
	char text[256];
};

/* Writes the text (err may be NULL) and returns code, so that a function can end with `return
 * record_fail(err, -EBADMSG, …)`. */
int record_fail(struct record_error *err, int code, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

#endif
