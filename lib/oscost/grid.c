/* Tables of text. */
#include "grid.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

enum {
	LEVELS = 10,
	WIDTH_LEAST = 40,
};

static char *copy(struct grid *g, const char *words)
{
	char *text = strdup(words);

	g->failed = g->failed || !text;
	return text;
}

static struct grid_line *add_line(struct grid *g)
{
	if (g->line_n == g->size) {
		size_t size = g->size ? 2 * g->size : 64;
		struct grid_line *more = g->failed ? NULL : realloc(g->lines, size * sizeof(*more));

		if (!more) {
			g->failed = true;
			return NULL;
		}
		g->lines = more;
		g->size = size;
	}
	g->lines[g->line_n] = (struct grid_line){ 0 };
	return &g->lines[g->line_n++];
}

void grid_heading(struct grid *g, const char *title)
{
	struct grid_line *line = add_line(g);

	if (line)
		line->rest = copy(g, title);
}

void grid_begin_row(struct grid *g)
{
	struct grid_line *line = add_line(g);

	if (!line)
		return;
	line->cell = calloc(g->column_n, sizeof(*line->cell));
	g->failed = g->failed || !line->cell;
}

void grid_cell(struct grid *g, const char *full, const char *brief, const char *color)
{
	struct grid_line *line = g->line_n ? &g->lines[g->line_n - 1] : NULL;

	if (g->failed || !line->cell || line->cell_n == g->column_n)
		return;
	line->cell[line->cell_n++] = (struct grid_cell){ copy(g, full),
							 brief ? copy(g, brief) : NULL, color };
}

void grid_rest(struct grid *g, const char *words, const char *color)
{
	if (g->failed)
		return;
	g->lines[g->line_n - 1].rest = copy(g, words);
	g->lines[g->line_n - 1].rest_color = color;
}

void grid_free(struct grid *g)
{
	for (size_t i = 0; i < g->line_n; i++) {
		for (size_t c = 0; c < g->lines[i].cell_n; c++) {
			free(g->lines[i].cell[c].full);
			free(g->lines[i].cell[c].brief);
		}
		free(g->lines[i].cell);
		free(g->lines[i].rest);
	}
	free(g->lines);
	g->lines = NULL;
	g->line_n = g->size = 0;
}

struct layout {
	const struct grid *grid;
	const struct grid_style *style;
	int level;
	size_t *width; /* of each column */
};

static bool dropped(const struct layout *l, size_t c)
{
	const struct grid_column *column = &l->grid->columns[c];

	return column->drop && column->drop <= l->level && !(column->back && column->back <= l->level);
}

static const char *words_of(const struct layout *l, const struct grid_cell *cell)
{
	bool brief = l->grid->brief_from && l->level >= l->grid->brief_from;

	return brief && cell->brief ? cell->brief : cell->full;
}

static const char *title_of(const struct layout *l, size_t c)
{
	const struct grid_column *column = &l->grid->columns[c];
	bool brief = l->grid->brief_from && l->level >= l->grid->brief_from;

	return brief && column->brief ? column->brief : column->title;
}

/* ASCII is what is measured, where ASCII is what is written. */
static void add_words(struct text *out, const char *words, const struct grid_style *style)
{
	if (style->utf8)
		text_add(out, words);
	else
		text_add_ascii(out, words);
}

static size_t width_of(const char *words, const struct grid_style *style, struct text *work)
{
	text_clear(work);
	add_words(work, words, style);
	return text_width(text_str(work));
}

static size_t measure(struct layout *l, struct text *work)
{
	const struct grid *g = l->grid;
	size_t total = 0;

	for (size_t c = 0; c < g->column_n; c++) {
		l->width[c] = width_of(title_of(l, c), l->style, work);
		for (size_t i = 0; i < g->line_n; i++) {
			const struct grid_line *line = &g->lines[i];
			size_t width = line->cell && c < line->cell_n
					       ? width_of(words_of(l, &line->cell[c]), l->style, work)
					       : 0;

			l->width[c] = width > l->width[c] ? width : l->width[c];
		}
		if (!dropped(l, c))
			total += g->columns[c].gap + l->width[c];
	}
	return total;
}

static void add_padded(struct text *out, const struct layout *l, size_t c, const char *words,
		       const char *color, struct text *work)
{
	size_t width = width_of(words, l->style, work);
	size_t pad = l->width[c] > width ? l->width[c] - width : 0;
	bool colored = color && l->style->color;

	text_add_spaces(out, l->grid->columns[c].gap + (l->grid->columns[c].right ? pad : 0));
	text_add(out, colored ? color : "");
	text_add(out, text_str(work));
	text_add(out, colored ? GRID_PLAIN : "");
	text_add_spaces(out, l->grid->columns[c].right ? 0 : pad);
}

static void end_line(struct text *out)
{
	while (out->length > 0 && out->data[out->length - 1] == ' ')
		out->data[--out->length] = '\0';
	text_add_char(out, '\n');
}

static void add_titles(struct text *out, const struct layout *l, struct text *work)
{
	for (size_t c = 0; c < l->grid->column_n; c++)
		if (!dropped(l, c))
			add_padded(out, l, c, title_of(l, c), NULL, work);
	end_line(out);
}

static void add_rest(struct text *out, const struct layout *l, const struct grid_line *line,
		     size_t at)
{
	const char *color = line->rest_color && l->style->color ? line->rest_color : NULL;

	text_add(out, color ? color : "");
	grid_add_wrapped(out, line->rest, at, l->style);
	text_add(out, color ? GRID_PLAIN : "");
}

static void add_row(struct text *out, const struct layout *l, const struct grid_line *line,
		    struct text *work)
{
	size_t at = 0;

	for (size_t c = 0; c < line->cell_n; c++) {
		if (dropped(l, c))
			continue;
		add_padded(out, l, c, words_of(l, &line->cell[c]), line->cell[c].color, work);
		at += l->grid->columns[c].gap + l->width[c];
	}
	if (line->rest) {
		text_add_spaces(out, 2);
		add_rest(out, l, line, at + 2);
	}
	end_line(out);
}

static void add_heading(struct text *out, const struct layout *l, const struct grid_line *line,
			struct text *work)
{
	text_clear(work);
	add_words(work, line->rest, l->style);
	text_addf(out, "%s%s%s\n", l->style->color ? GRID_BOLD : "", text_str(work),
		  l->style->color ? GRID_PLAIN : "");
}

static void name_left_out(const struct layout *l, struct text *left_out)
{
	for (size_t c = 0; c < l->grid->column_n; c++)
		if (dropped(l, c) && *l->grid->columns[c].title)
			text_addf(left_out, "%s%s", left_out->length ? ", " : "",
				  l->grid->columns[c].title);
}

static bool make_layout(struct layout *l, const struct grid *g, const struct grid_style *style)
{
	*l = (struct layout){ .grid = g, .style = style, .width = calloc(g->column_n + 1, sizeof(size_t)) };
	return l->width && !g->failed;
}

size_t grid_width(const struct grid *g, const struct grid_style *style)
{
	struct layout l;
	struct text work = { 0 };
	size_t width = make_layout(&l, g, style) ? measure(&l, &work) : 0;

	text_free(&work);
	free(l.width);
	return width;
}

int grid_add(struct text *out, const struct grid *g, const struct grid_style *style,
	     struct text *left_out)
{
	struct layout l;
	struct text work = { 0 };
	bool narrow = style->width && !style->all;

	if (!make_layout(&l, g, style)) {
		free(l.width);
		return -ENOMEM;
	}
	while (measure(&l, &work) > style->width && narrow && l.level < LEVELS)
		l.level++;
	add_titles(out, &l, &work);
	for (size_t i = 0; i < g->line_n; i++)
		if (g->lines[i].cell)
			add_row(out, &l, &g->lines[i], &work);
		else
			add_heading(out, &l, &g->lines[i], &work);
	if (left_out)
		name_left_out(&l, left_out);
	out->failed = out->failed || work.failed;
	text_free(&work);
	free(l.width);
	return out->failed ? -ENOMEM : 0;
}

void grid_add_wrapped(struct text *out, const char *words, size_t indent, const struct grid_style *style)
{
	struct text work = { 0 };

	add_words(&work, words, style);
	if (style->width)
		text_add_wrapped(out, text_str(&work), style->width, indent);
	else
		text_add(out, text_str(&work));
	out->failed = out->failed || work.failed;
	text_free(&work);
}

void grid_add_paragraph(struct text *out, const char *words, size_t indent, const struct grid_style *style)
{
	grid_add_wrapped(out, words, indent, style);
	text_add_char(out, '\n');
}

struct grid_style grid_terminal(void)
{
	unsigned width = cli_width();

	return (struct grid_style){ .width = width < WIDTH_LEAST ? WIDTH_LEAST : width,
				    .color = cli_color(),
				    .utf8 = cli_utf8() };
}
