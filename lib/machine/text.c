/* The text forms that /proc and /sys share: words, KEY=VALUE, [chosen], "key : value". */
#include "files.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define BLANKS " \t\n"

static void copy(char *value, size_t size, const char *from, size_t length)
{
	machine_print(value, size, "%.*s", (int)length, from);
}

bool machine_has_word(const char *text, const char *word)
{
	size_t want = strlen(word);

	for (const char *p = text + strspn(text, BLANKS); *p; p += strspn(p, BLANKS)) {
		size_t length = strcspn(p, BLANKS);

		if (length == want && strncmp(p, word, want) == 0)
			return true;
		p += length;
	}
	return false;
}

int machine_option(const char *text, const char *key, char *value, size_t size)
{
	size_t want = strlen(key);
	int err = -ENOENT;

	for (const char *p = text + strspn(text, BLANKS); *p; p += strspn(p, BLANKS)) {
		size_t length = strcspn(p, BLANKS);

		if (length > want && p[want] == '=' && strncmp(p, key, want) == 0) {
			copy(value, size, p + want + 1, length - want - 1);
			err = 0;
		}
		p += length;
	}
	return err;
}

int machine_bracketed(const char *text, char *value, size_t size)
{
	const char *open = strpbrk(text, "[("), *close;

	if (!open)
		return -ENOENT;
	close = strpbrk(open, "])");
	if (!close)
		return -ENOENT;
	copy(value, size, open + 1, (size_t)(close - open - 1));
	return 0;
}

/* The length of text without the blanks at its end. */
static size_t trimmed(const char *text, size_t length)
{
	while (length > 0 && strchr(BLANKS, text[length - 1]))
		length--;
	return length;
}

int machine_field(const char *text, const char *key, char sep, char *value, size_t size)
{
	size_t want = strlen(key);

	for (const char *line = text; *line;) {
		size_t length = strcspn(line, "\n");
		const char *mark = memchr(line, sep, length);

		if (mark && trimmed(line, (size_t)(mark - line)) == want &&
		    strncmp(line, key, want) == 0) {
			const char *end = line + length;

			mark++;
			while (mark < end && strchr(BLANKS, *mark))
				mark++;
			copy(value, size, mark, trimmed(mark, (size_t)(end - mark)));
			return 0;
		}
		line += length + (line[length] == '\n');
	}
	return -ENOENT;
}
