/* The shared statistics library: pure arithmetic on arrays of double. Includes every topic header.
 *
 * For all functions of the library, unless a header says otherwise:
 *   - input is finite (no NaN, no infinity); an array named `sorted` is in ascending order;
 *   - a figure that is not defined for the input (too few values, division by zero) is NaN;
 *   - a function that returns int returns 0 or -errno; on an error the figures that it could not
 *     compute are NaN, and ranks are 0;
 *   - input arrays stay the caller's and are not changed unless they are not const; no function
 *     keeps a pointer; scratch space is the caller's array named `work`, its length said there;
 *   - `alpha` is one minus the confidence level: .05 asks for a 95% interval;
 *   - no input or output, no clock, no global state: equal input gives equal output.
 */
#ifndef STATS_STATS_H
#define STATS_STATS_H

#include "adjust.h"
#include "describe.h"
#include "distribution.h"
#include "interval.h"
#include "modes.h"
#include "rank.h"
#include "rng.h"
#include "series.h"
#include "sign.h"
#include "variance.h"

#endif
