/* The pictures of a comparison; the job's data is a struct comparison. */
#ifndef OSCOST_PICTURE_COMPARE_H
#define OSCOST_PICTURE_COMPARE_H

#include "comparison.h"
#include "picture.h"

extern const struct picture picture_forest, picture_shift;

/* Of several comparisons with the same first side. */
struct picture_matrix_data {
	const struct comparison *c;
	size_t n;
};
extern const struct picture picture_matrix;

/* In a plot: 0 REGRESSED, 1 IMPROVED, 2 SAME, 3 INCONCLUSIVE. */
size_t picture_verdict_class(enum verdict verdict);

#endif
