/* Reads a file of claims. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "claims.h"
#include "record/number.h"
#include "record/text.h"
#include "record/tsv.h"

enum {
	ROWS_MAX = 512,
	WORD_LENGTH = 64,
	QUOTE_LENGTH = 160, /* a few words are quoted, not a page */
	TEXT_LENGTH = 1000,
};

enum {
	ROW_ID,
	ROW_SECTION,
	ROW_CLAIM,
	ROW_DOCUMENT,
	ROW_HEADING,
	ROW_FIGURE,
	ROW_UNIT,
	ROW_PUBLISHED,
	ROW_RELATION,
	ROW_PICTURE,
	ROW_EXPERIMENT,
	ROW_COLUMNS
};

static const struct column {
	const char *name;
	size_t length;
	bool needed;
} columns[ROW_COLUMNS] = {
	[ROW_ID] = { "id", WORD_LENGTH, true },
	[ROW_SECTION] = { "section", QUOTE_LENGTH, true },
	[ROW_CLAIM] = { "claim", QUOTE_LENGTH, true },
	[ROW_DOCUMENT] = { "document", QUOTE_LENGTH, true },
	[ROW_HEADING] = { "heading", QUOTE_LENGTH, true },
	[ROW_FIGURE] = { "figure", EXPR_TEXT_MAX, false },
	[ROW_UNIT] = { "unit", WORD_LENGTH, false },
	[ROW_PUBLISHED] = { "published", WORD_LENGTH, false },
	[ROW_RELATION] = { "relation", EXPR_TEXT_MAX, false },
	[ROW_PICTURE] = { "picture", WORD_LENGTH, false },
	[ROW_EXPERIMENT] = { "experiment", TEXT_LENGTH, true },
};

static const char *const units[] = { "ns", "%", "cycles", "x", "count" };

struct reader {
	struct tsv_reader tsv;
	int at[ROW_COLUMNS];
	struct record_error *err;
};

static int fault(const struct reader *r, int column, const char *what)
{
	return tsv_fault(&r->tsv, r->at[column], r->err, what);
}

static const char *text_of(const struct reader *r, int column)
{
	return tsv_text(&r->tsv, r->at[column]);
}

static int check_lengths(const struct reader *r)
{
	for (int i = 0; i < ROW_COLUMNS; i++) {
		const char *text = text_of(r, i);

		if (columns[i].needed && (!text || !*text))
			return fault(r, i, "missing");
		if (text && !*text)
			return fault(r, i, "empty; '-' stands for none");
		if (text && strlen(text) > columns[i].length)
			return fault(r, i, "too long");
	}
	return 0;
}

static int check_words(const struct reader *r, const struct claims *claims)
{
	const char *unit = text_of(r, ROW_UNIT), *picture = text_of(r, ROW_PICTURE);
	size_t i;

	if (!record_text_is_case(text_of(r, ROW_ID)))
		return fault(r, ROW_ID, "not a name of small letters, digits, '_' and '.'");
	for (i = 0; i < claims->row_n; i++)
		if (strcmp(claims->rows[i].id, text_of(r, ROW_ID)) == 0)
			return fault(r, ROW_ID, "the same a second time");
	if (!unit != !text_of(r, ROW_FIGURE))
		return fault(r, ROW_UNIT, "a figure has a unit, and nothing else has");
	for (i = 0; unit && i < sizeof(units) / sizeof(units[0]); i++)
		if (strcmp(unit, units[i]) == 0)
			unit = NULL;
	if (unit)
		return fault(r, ROW_UNIT, "none of ns, %, cycles, x, count");
	if (picture && strspn(picture, "abcdefghijklmnopqrstuvwxyz-") != strlen(picture))
		return fault(r, ROW_PICTURE, "not a name of small letters and '-'");
	if (!text_of(r, ROW_FIGURE) && text_of(r, ROW_PUBLISHED))
		return fault(r, ROW_PUBLISHED, "there is no figure to set beside it");
	if (!text_of(r, ROW_FIGURE) && !text_of(r, ROW_RELATION))
		return fault(r, ROW_RELATION, "neither a figure nor a relation");
	return 0;
}

/* "4000" or "5000..15000". */
static int read_published(const struct reader *r, struct claim *claim)
{
	const char *text = text_of(r, ROW_PUBLISHED);
	char first[RECORD_NUMBER_LENGTH + 1] = "";
	const char *dots = text ? strstr(text, "..") : NULL;
	int rc;

	claim->published_lo = claim->published_hi = (double)NAN;
	if (!text)
		return 0;
	snprintf(first, sizeof(first), "%.*s", dots ? (int)(dots - text) : RECORD_NUMBER_LENGTH, text);
	rc = record_parse_real(first, &claim->published_lo);
	claim->published_hi = claim->published_lo;
	if (rc == 0 && dots)
		rc = record_parse_real(dots + 2, &claim->published_hi);
	if (rc || claim->published_lo <= 0 || claim->published_hi < claim->published_lo)
		return fault(r, ROW_PUBLISHED, "neither a positive number nor LEAST..MOST");
	return 0;
}

/* An error of a parser, with the place. */
static int explain(const struct reader *r, int column, int rc, const struct record_error *why)
{
	char what[sizeof(why->text)];

	if (rc != -EBADMSG)
		return record_fail(r->err, rc, "%.200s", why->text);
	snprintf(what, sizeof(what), "%s", why->text);
	return fault(r, column, what);
}

static int read_figure(const struct reader *r, struct claim *claim)
{
	struct record_error why = { "" };
	int rc;

	if (!text_of(r, ROW_FIGURE))
		return 0;
	rc = expr_parse(text_of(r, ROW_FIGURE), &claim->figure, &why);
	if (rc)
		return explain(r, ROW_FIGURE, rc, &why);
	if (expr_operand_count(claim->figure) == 0)
		return fault(r, ROW_FIGURE, "names no case");
	if (relation_is_of_facts(claim->figure, &claim->of_facts))
		return fault(r, ROW_FIGURE, "facts and cases do not mix");
	return 0;
}

static int read_relation(const struct reader *r, struct claim *claim)
{
	struct record_error why = { "" };
	int rc;

	if (!text_of(r, ROW_RELATION))
		return 0;
	rc = relation_parse(text_of(r, ROW_RELATION), text_of(r, ROW_FIGURE), &claim->relation, &why);
	return rc ? explain(r, ROW_RELATION, rc, &why) : 0;
}

static int copy_texts(const struct reader *r, struct claim *claim)
{
	const struct {
		char **to;
		int column;
	} texts[] = {
		{ &claim->id, ROW_ID },
		{ &claim->section, ROW_SECTION },
		{ &claim->words, ROW_CLAIM },
		{ &claim->document, ROW_DOCUMENT },
		{ &claim->heading, ROW_HEADING },
		{ &claim->experiment, ROW_EXPERIMENT },
		{ &claim->figure_text, ROW_FIGURE },
		{ &claim->unit, ROW_UNIT },
		{ &claim->relation_text, ROW_RELATION },
		{ &claim->picture, ROW_PICTURE },
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		const char *text = text_of(r, texts[i].column);

		*texts[i].to = text ? strdup(text) : NULL;
		if (text && !*texts[i].to)
			return record_fail(r->err, -ENOMEM, "claims: out of memory");
	}
	return 0;
}

/* Room for one more row. */
static int make_room(const struct reader *r, struct claims *claims)
{
	size_t n = claims->row_n;
	struct claim *more = claims->rows;

	if (n == ROWS_MAX)
		return tsv_fault(&r->tsv, -1, r->err, "more claims than are read (512)");
	/* Doubled at 0, 1, 2, 4, 8 … rows. */
	if ((n & (n - 1)) == 0)
		more = reallocarray(more, n ? 2 * n : 1, sizeof(*more));
	if (!more)
		return record_fail(r->err, -ENOMEM, "claims: out of memory");
	claims->rows = more;
	more[n] = (struct claim){ 0 };
	return 0;
}

static int add_row(const struct reader *r, struct claims *claims)
{
	struct claim *claim;
	int rc = check_lengths(r);

	if (rc == 0)
		rc = check_words(r, claims);
	if (rc == 0)
		rc = make_room(r, claims);
	if (rc)
		return rc;
	claim = &claims->rows[claims->row_n];
	claims->row_n++; /* what follows is freed with the list */
	rc = copy_texts(r, claim);
	if (rc == 0)
		rc = read_published(r, claim);
	if (rc == 0)
		rc = read_figure(r, claim);
	return rc ? rc : read_relation(r, claim);
}

static int read_rows(struct reader *r, struct claims *claims)
{
	const char *names[ROW_COLUMNS];
	int rc;

	for (int i = 0; i < ROW_COLUMNS; i++)
		names[i] = columns[i].name;
	rc = tsv_find_all(&r->tsv, names, ROW_COLUMNS, r->at, r->err);
	r->tsv.comments = true;
	while (rc == 0) {
		rc = tsv_next(&r->tsv, r->err);
		if (rc <= 0)
			break;
		rc = add_row(r, claims);
	}
	return rc;
}

/* Of a table that is open; closes it. */
static int read_all(struct reader *r, struct claims *claims)
{
	int rc = read_rows(r, claims);

	if (rc == 0 && claims->row_n == 0)
		rc = record_fail(r->err, -EBADMSG, "%s: no claim in it", r->tsv.name);
	tsv_close(&r->tsv);
	if (rc)
		claims_free(claims);
	return rc;
}

int claims_read(const char *path, struct claims *claims, struct record_error *err)
{
	struct reader r = { .err = err };
	int rc = tsv_open_path(&r.tsv, path, "claims", 1, err);

	*claims = (struct claims){ 0 };
	return rc ? rc : read_all(&r, claims);
}

int claims_read_memory(const char *bytes, size_t size, struct claims *claims,
		       struct record_error *err)
{
	struct reader r = { .err = err };
	int rc = tsv_open_memory(&r.tsv, "claims.tsv", bytes, size, "claims", 1, err);

	*claims = (struct claims){ 0 };
	return rc ? rc : read_all(&r, claims);
}

static void free_claim(struct claim *claim)
{
	free(claim->id);
	free(claim->section);
	free(claim->words);
	free(claim->document);
	free(claim->heading);
	free(claim->experiment);
	free(claim->figure_text);
	free(claim->unit);
	free(claim->relation_text);
	free(claim->picture);
	expr_free(claim->figure);
	relation_free(&claim->relation);
}

void claims_free(struct claims *claims)
{
	for (size_t i = 0; i < claims->row_n; i++)
		free_claim(&claims->rows[i]);
	free(claims->rows);
	*claims = (struct claims){ 0 };
}
