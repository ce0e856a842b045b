/* The verdict on a figure of two exact runs: equal, or by how many instructions it is not. */
#include <math.h>
#include <stdio.h>

#include "comparison_units.h"
#include "exact.h"

/* Runs in place of processes, where no logarithm of these was taken because one is not above 0. */
static size_t count(const struct comparison_units *units, const struct side *side)
{
	return units->n ? units->n : side->run_n;
}

void comparison_judge_exact(const struct comparison *c, const struct comparison_units *a,
			    const struct comparison_units *b, struct comparison_row *row)
{
	row->n_a = count(a, c->a);
	row->n_b = count(b, c->b);
	if (!exact_is_unit(row->unit)) {
		snprintf(row->reason, sizeof(row->reason), "not a number of instructions: nothing to be exact about");
		return;
	}
	row->exact = true;
	row->ratio = row->a > 0 && row->b > 0 ? log(row->b / row->a) : (double)NAN;
	if (fabs(row->b - row->a) < EXACT_STEP)
		row->verdict = VERDICT_SAME;
	else
		row->verdict = row->b > row->a ? VERDICT_REGRESSED : VERDICT_IMPROVED;
}
