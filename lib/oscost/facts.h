/* The machine and the run in a few lines of plain words, for the head of the table and of the page.
 */
#ifndef OSCOST_FACTS_H
#define OSCOST_FACTS_H

#include "record/record.h"
#include "text.h"

struct fact {
	const char *label;
	/* Writes the line, clean, into an empty text; nothing when the run does not say. */
	void (*add)(struct text *t, const struct record_run *run);
};

/* In the order for reading; ends with a label of NULL. */
extern const struct fact facts[];

/* "oscost 0.1.0 on example, 2026-11-20T11:33:00Z, tag" into an empty text. */
void facts_add_title(struct text *t, const struct record_run *run);

#endif
