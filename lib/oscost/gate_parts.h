/* What the gate's sources share: for them alone. Errors as of gate_make. */
#ifndef OSCOST_GATE_PARTS_H
#define OSCOST_GATE_PARTS_H

#include "gate.h"

/* Fills gate->baseline, gate->pinned. */
int gate_choose_baseline(const struct gate_options *options, struct gate *gate,
			 struct record_error *err);
/* Fills gate->second and what was confirmed, changes the verdicts of what was not. */
int gate_confirm(const struct gate_options *options, struct gate *gate, struct record_error *err);

struct comparison_rules gate_rules(const struct gate_options *options, const struct gate *gate);
/* -EINVAL: one of the side's runs was interrupted or cut. */
int gate_check_complete(const struct side *side, struct record_error *err);
/* INCONCLUSIVE rows that have no words get them. */
void gate_say_wide(struct comparison *c);
/* The baseline has figures of the case, and the run was made without it or skipped it. */
bool gate_is_missing(const struct comparison_row *row);

/* Whether a word of --across covers that field of the key. */
bool gate_across_covers(const char *word, const char *field);

#endif
