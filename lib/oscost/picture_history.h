/* The picture of a history: cases of one mechanism of one machine. */
#ifndef OSCOST_PICTURE_HISTORY_H
#define OSCOST_PICTURE_HISTORY_H

#include "history.h"
#include "picture.h"

/* What picture_draw gets as data. */
struct history_picture {
	const struct history_machine *machine;
	size_t first, row_n; /* rows of its view */
	size_t color;	     /* of the mechanism */
};

/* The vertical axis of a panel, in figures / divisor; step: between its marks. */
struct history_scale {
	double low, high, step;
};

/* What the intervals of 98 of 100 runs need, and every segment: one wild run must not flatten the others.
 * s has points; work: as many values. */
struct history_scale history_scale_of(const struct history_series *s, double divisor, double *work);

/* To be copied for each picture with a name and a title of its own. */
extern const struct picture picture_history;

#endif
