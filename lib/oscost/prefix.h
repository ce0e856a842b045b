/* The command that benchmark processes are started under, `chrt -f 50`: its words. */
#ifndef OSCOST_PREFIX_H
#define OSCOST_PREFIX_H

#include <wordexp.h>

#include "record/error.h"

/* All zero is no prefix. */
struct prefix {
	const char *text; /* as it was typed; borrowed */
	wordexp_t expanded;
	int split; /* expanded is to be freed */
};

/*
 * Splits text into words as a shell does (quotes, ~, globs, variables), but runs nothing and takes no
 * operator. NULL, "", blanks, or words that come to nothing: no prefix. 0; -EINVAL for what is not a
 * plain command, or -ENOENT when PATH has no such program, with words in err. The caller frees it.
 */
int prefix_split(const char *text, struct prefix *out, struct record_error *err);
void prefix_free(struct prefix *prefix);
/* The words, NULL at the end; NULL when there is no prefix. Valid until prefix_free. */
char *const *prefix_words(const struct prefix *prefix);

/*
 * Starts `program --list` under it, to tell in one sentence before the first round what else every
 * case would fail by: a prefix must execute the words behind it (or wait for what does), leave
 * standard output to them and end with their status. 0, also without a prefix; -EBADMSG with words in
 * err; -errno.
 */
int prefix_try(const struct prefix *prefix, const char *program, int cpu, struct record_error *err);

#endif
