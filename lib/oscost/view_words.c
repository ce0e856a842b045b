/* The sentences that say what derived figures are. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "view.h"

static int add_word(struct view *view, const char *s)
{
	char **grown = realloc(view->words, (view->word_n + 1) * sizeof(*grown));

	if (!grown)
		return -ENOMEM;
	view->words = grown;
	view->words[view->word_n] = strdup(s);
	return view->words[view->word_n] ? (view->word_n++, 0) : -ENOMEM;
}

int view_read_words(struct view *view, const char *path)
{
	const char *slash = path ? strrchr(path, '/') : NULL;
	char *dir = slash ? strndup(path, (size_t)(slash - path)) : NULL;
	struct tsv_reader r;
	int err = 0;

	if (slash && !dir)
		return -ENOMEM;
	if (dir && tsv_open(&r, *dir ? dir : "/", slash + 1, "derived", 1, NULL) == 0) {
		int name = tsv_find(&r, "case"), what = tsv_find(&r, "what");

		while (err == 0 && tsv_next(&r, NULL) > 0) {
			if (tsv_missing(&r, name) || tsv_missing(&r, what))
				continue;
			err = add_word(view, tsv_text(&r, name));
			if (err == 0)
				err = add_word(view, tsv_text(&r, what));
		}
		tsv_close(&r);
	}
	free(dir);
	return err;
}
