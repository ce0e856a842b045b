/* The page of a run: one file that needs nothing else. */
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

/* Inside the page: results with footnotes; the tables of statistics and of counters. */
void html_add_results(struct text *out, const struct view *view);
void html_add_details(struct text *out, const struct record_summary *summary,
		      const struct view *view);

/* Inside the page: raw, escaped; raw is emptied. */
void html_move(struct text *out, struct text *raw);

extern const char html_style[];

#endif
