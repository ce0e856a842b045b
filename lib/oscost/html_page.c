/* What all pages share: head, pictures, end. */
#include "html.h"

void html_move(struct text *out, struct text *raw)
{
	text_add_html(out, text_str(raw));
	out->failed = out->failed || raw->failed;
	text_free(raw);
}

/* Whatever slips through: a page runs no script and loads nothing. */
static const char head[] =
	"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
	"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
	"style-src 'unsafe-inline'; img-src data:\">\n<title>oscost: ";

void html_begin(struct text *out, const char *title, const char *heading, const char *below)
{
	text_add(out, head);
	text_add_html(out, title);
	text_addf(out, "</title>\n<style>\n%s</style>\n</head>\n<body>\n<header>\n<h1>", html_style);
	text_add_html(out, heading);
	text_add(out, "</h1>\n");
	if (below) {
		text_add(out, "<p class=\"soft\">");
		text_add_html(out, below);
		text_add(out, "</p>\n");
	}
	text_add(out, "</header>\n");
}

void html_end(struct text *out)
{
	text_add(out, "</body>\n</html>\n");
}

void html_add_figure(struct text *out, const struct picture_result *r)
{
	const char *caption = r->picture->caption;

	text_add(out, "<figure>\n<h3>");
	text_add_html(out, text_str(&r->title));
	text_add(out, "</h3>\n<div class=\"scroll\">");
	text_add(out, text_str(&r->svg));
	text_add(out, "</div>\n<figcaption>");
	if (caption) {
		text_add_html(out, caption);
		text_add(out, " ");
	}
	if (r->caption.length > 0) {
		text_add_html(out, text_str(&r->caption));
		text_add(out, " ");
	}
	text_addf(out, "<a href=\"%s.svg\">SVG</a>", r->picture->name);
	if (r->png)
		text_addf(out, ", <a href=\"%s.png\">PNG</a>", r->picture->name);
	text_add(out, "</figcaption>\n</figure>\n");
}

void html_add_figures(struct text *out, const char *heading, const struct picture_set *set)
{
	text_add(out, "<section>\n<h2>");
	text_add_html(out, heading);
	text_add(out, "</h2>\n");
	if (set->missing.length > 0) {
		text_add(out, "<p class=\"notice\">On this page ");
		text_add_html(out, text_str(&set->missing));
		text_add(out, ".</p>\n");
	} else if (set->n == 0) {
		text_add(out, "<p class=\"notice\">This page was made without pictures.</p>\n");
	}
	for (size_t i = 0; i < set->n; i++)
		html_add_figure(out, &set->results[i]);
	text_add(out, "</section>\n");
}
