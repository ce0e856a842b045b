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

/* To be copied for each picture with a name and a title of its own. */
extern const struct picture picture_history;

#endif
