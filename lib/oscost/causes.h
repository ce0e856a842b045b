/* What disturbed the processes of a run, in words with counts. */
#ifndef OSCOST_CAUSES_H
#define OSCOST_CAUSES_H

#include "counted.h"
#include "text.h"

/* "throttled 12, preempted 3": of all processes of the run, those that were replaced included. Nothing
 * where nothing was disturbed. */
void causes_add_run(struct text *t, const struct record_run *run);
/* The same of the processes of a case that count; a core that was shared is "shared core". */
void causes_add_case(struct text *t, const struct counted_case *c);
/* The most frequent of them alone: "throttled". */
void causes_add_main(struct text *t, const struct counted_case *c);

#endif
