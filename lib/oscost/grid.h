/*
 * Tables of text: rows are gathered cell by cell, then written as wide as the terminal allows. On a
 * narrow one, cells become brief and columns go, one by one; never part of a number.
 */
#ifndef OSCOST_GRID_H
#define OSCOST_GRID_H

#include <stdbool.h>
#include <stddef.h>

#include "text.h"

struct grid_column {
	const char *title;
	bool right;   /* aligned; else left */
	unsigned gap; /* spaces before it */
	int drop;     /* level from which it is left out; 0: never */
	int back;     /* level from which it is there again, for want of a wider one; 0: never */
	const char *brief; /* title beside brief cells; NULL: the same */
};

struct grid_style {
	unsigned width; /* columns of the terminal; 0: of no end */
	bool color, utf8; /* else plain, else ASCII */
	bool all;	  /* every column and whole cells, whatever the width */
};

struct grid_cell {
	char *full, *brief;
	const char *color; /* GRID_… or NULL */
};

struct grid_line {
	struct grid_cell *cell; /* NULL: a heading */
	size_t cell_n;
	char *rest;             /* a heading's words, or what stands in place of the cells left */
	const char *rest_color;
};

/* Starts as { .columns = …, .column_n = …, .brief_from = … }. */
struct grid {
	const struct grid_column *columns;
	size_t column_n;
	int brief_from; /* level from which brief cells are used; 0: never */
	/* Private. */
	struct grid_line *lines;
	size_t line_n, size;
	bool failed;
};

#define GRID_PLAIN "\033[0m"
#define GRID_BOLD "\033[1m"
#define GRID_RED "\033[31m"
#define GRID_GREEN "\033[32m"
#define GRID_YELLOW "\033[33m"

/* Texts are copied, and must be clean. A heading stands alone in its line. */
void grid_heading(struct grid *g, const char *title);
void grid_begin_row(struct grid *g);
/* The next cell of the row; brief NULL: the same. */
void grid_cell(struct grid *g, const char *full, const char *brief, const char *color);
/* Words in place of the row's remaining cells; a long text is wrapped beneath itself. */
void grid_rest(struct grid *g, const char *words, const char *color);

/* Appends titles and lines. The titles of the columns that did not fit are returned in left_out,
 * parted by ", " (may be NULL). 0 or -ENOMEM. */
int grid_add(struct text *out, const struct grid *g, const struct grid_style *style,
	     struct text *left_out);
/* Columns that it takes when nothing is left out. */
size_t grid_width(const struct grid *g, const struct grid_style *style);
void grid_free(struct grid *g);

/* Words, wrapped, in ASCII where the style asks for it; lines after the first begin at indent. */
void grid_add_wrapped(struct text *out, const char *words, size_t indent, const struct grid_style *style);
/* The same, ended with a newline. */
void grid_add_paragraph(struct text *out, const char *words, size_t indent,
			const struct grid_style *style);

/* As standard output is: its width, colour and characters. */
struct grid_style grid_terminal(void);

#endif
