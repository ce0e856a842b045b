/* Pages: one file that needs nothing else. That of a run, and the parts that others share. */
#ifndef OSCOST_HTML_H
#define OSCOST_HTML_H

#include "picture.h"

struct html_source {
	const struct record_run *run;
	const struct record_summary *summary;
	const struct view *view;
	const struct picture_set *pictures;
};

/* Everything that comes from the run is escaped. 0, or -ENOMEM. */
int html_add_page(struct text *out, const struct html_source *source);

/* Of every page; plain words, escaped here. title: of the window, "oscost: …"; heading: <h1>; below: a
 * soft line under it, NULL for none. Up to <body>; and from </body>. */
void html_begin(struct text *out, const char *title, const char *heading, const char *below);
void html_end(struct text *out);
/* A section with all pictures of the set and what is missing, under <h2> heading. */
void html_add_figures(struct text *out, const char *heading, const struct picture_set *set);
/* One picture with its caption, wherever the page wants it. */
void html_add_figure(struct text *out, const struct picture_result *result);

/* Inside the page of a run: results with footnotes; the tables of statistics and of counters. */
void html_add_results(struct text *out, const struct view *view);
void html_add_details(struct text *out, const struct record_summary *summary,
		      const struct view *view);

/* raw, escaped; raw is emptied. */
void html_move(struct text *out, struct text *raw);

extern const char html_style[];

#endif
