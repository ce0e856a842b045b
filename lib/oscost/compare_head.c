/* What stands above the tables of a comparison: the sides, what differs, in what and how it was judged. */
#include <string.h>

#include "compare_cells.h"
#include "compare_text.h"
#include "differences.h"

enum {
	LABEL_WIDTH = 9,
};

/* "A        words", wrapped beneath themselves; empties words. */
static void add_labelled(struct text *out, const char *label, struct text *words,
			 const struct grid_style *style)
{
	struct text shown = { 0 };

	if (style->utf8)
		text_add(&shown, label);
	else
		text_add_ascii(&shown, label);
	text_add(out, text_str(&shown));
	text_add_spaces(out, LABEL_WIDTH - text_width(text_str(&shown)));
	grid_add_paragraph(out, text_str(words), LABEL_WIDTH, style);
	out->failed = out->failed || words->failed || shown.failed;
	text_clear(words);
	text_free(&shown);
}

static int add_differences(struct text *out, const struct comparison *c, const char *label,
			   const struct grid_style *style)
{
	struct differences d;
	struct text words = { 0 };
	int rc = differences_make(c->a, c->b, &d);

	if (rc)
		return rc;
	differences_add_shared(&words, c->a, c->b);
	if (words.length > 0) {
		add_labelled(out, label, &words, style);
		label = "";
	}
	for (size_t i = 0; i < d.n; i++) {
		text_addf(&words, "%s: %s → %s", d.item[i].key, text_str(&d.item[i].a),
			  text_str(&d.item[i].b));
		add_labelled(out, i ? "" : label, &words, style);
	}
	if (d.n == 0) {
		text_add(&words, "nothing but what changes with every run");
		add_labelled(out, label, &words, style);
	}
	differences_free(&d);
	text_free(&words);
	return 0;
}

static int add_sides(struct text *out, const struct comparison *c, size_t n, const struct grid_style *style)
{
	struct text words = { 0 };
	char label[] = "A", both[] = "A → B";
	int rc = 0;

	compare_add_side(&words, c[0].a);
	add_labelled(out, label, &words, style);
	for (size_t i = 0; i < n; i++) {
		label[0]++;
		compare_add_side(&words, c[i].b);
		add_labelled(out, label, &words, style);
	}
	for (size_t i = 0; !rc && i < n; i++, both[sizeof(both) - 2]++)
		rc = add_differences(out, &c[i], both, style);
	text_free(&words);
	return rc;
}

/* Of the first comparison, and of others with other words. */
static void add_words(struct text *out, const char *label, const struct comparison *c, size_t n,
		      void (*add)(struct text *t, const struct comparison *c), const struct grid_style *style)
{
	struct text first = { 0 }, words = { 0 };

	add(&first, c);
	text_add(&words, text_str(&first));
	add_labelled(out, label, &words, style);
	for (size_t i = 1; i < n; i++) {
		text_clear(&words);
		add(&words, &c[i]);
		if (strcmp(text_str(&words), text_str(&first)) == 0)
			continue;
		text_clear(&words);
		text_addf(&words, "%c: ", (char)('B' + i));
		add(&words, &c[i]);
		add_labelled(out, "", &words, style);
	}
	out->failed = out->failed || first.failed;
	text_free(&first);
	text_free(&words);
}

int compare_text_add_head(struct text *out, const struct comparison *c, size_t n, bool judged,
			  const struct grid_style *style)
{
	int rc = add_sides(out, c, n, style);

	add_words(out, "in", c, n, compare_add_metric, style);
	if (judged)
		add_words(out, "judged", c, n, compare_add_way, style);
	text_add(out, "\n");
	return rc;
}
