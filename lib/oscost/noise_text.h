/* A machine's noise for terminals. */
#ifndef OSCOST_NOISE_TEXT_H
#define OSCOST_NOISE_TEXT_H

#include "grid.h"
#include "noise.h"

/* A line a case with noise in ns and in cycles and θ; then what the machine is judged by. 0 or -ENOMEM. */
int noise_add_table(struct text *out, const struct noise *noise, const struct grid_style *style);

#endif
