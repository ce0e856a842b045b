/* Data files for gnuplot: columns parted by tabs, fixed file names in a private folder. */
#include "plotdata.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "record/number.h"

void plotdata_real(struct text *t, double value)
{
	char buf[RECORD_NUMBER_SIZE];

	text_add(t, record_format_real(buf, value));
	text_add_char(t, '\t');
}

void plotdata_count(struct text *t, size_t value)
{
	text_addf(t, "%zu\t", value);
}

static const char ascii_marks[] = " .,:;/_+=%()-";
/* The only ones beyond ASCII that our own labels hold. */
static const char *const other_marks[] = { "±", "µ", "–", "×" };

static size_t allowed(const char *s)
{
	char c = *s;

	if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
	    strchr(ascii_marks, c))
		return 1;
	for (size_t i = 0; i < sizeof(other_marks) / sizeof(other_marks[0]); i++)
		if (strncmp(s, other_marks[i], strlen(other_marks[i])) == 0)
			return strlen(other_marks[i]);
	return 0;
}

void plotdata_label(struct text *t, const char *label)
{
	/* An empty field would be a missing one. */
	if (!*label)
		text_add_char(t, ' ');
	while (*label) {
		size_t n = allowed(label);

		if (n)
			text_add_n(t, label, n);
		else
			text_add_char(t, '?');
		label += n ? n : 1;
	}
	text_add_char(t, '\t');
}

void plotdata_end_row(struct text *t)
{
	if (t->length > 0 && t->data[t->length - 1] == '\t')
		t->data[--t->length] = '\0';
	text_add_char(t, '\n');
}

void plotdata_end_block(struct text *t)
{
	text_add(t, "\n\n");
}

int plotdata_write(const char *dir, const char *name, struct text *t)
{
	struct text path = { 0 };
	FILE *f = NULL;
	int err = 0;

	text_addf(&path, "%s/%s", dir, name);
	if (t->failed || path.failed)
		err = -ENOMEM;
	if (!err && !(f = fopen(text_str(&path), "we")))
		err = -errno;
	if (f && fwrite(text_str(t), 1, t->length, f) != t->length)
		err = errno ? -errno : -EIO;
	if (f && fclose(f) != 0 && !err)
		err = -errno;
	text_free(&path);
	text_clear(t);
	return err;
}
