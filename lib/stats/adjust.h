/* Adjusted p-values of a family of tests; each array is replaced in place (R: p.adjust). */
#ifndef STATS_ADJUST_H
#define STATS_ADJUST_H

#include <stddef.h>

/* For all: p-values from 0 to 1 in any order. n = 0 does nothing; n = 1 leaves p[0] as it is. */

/* min(1, n p): holds the chance of any false alarm in the family. */
void stats_adjust_bonferroni(double *p, size_t n);

/* Holm, "A simple sequentially rejective multiple test procedure" (1979). work: 2 n values. */
void stats_adjust_holm(double *p, size_t n, double *work);

/* Benjamini and Hochberg, "Controlling the false discovery rate" (1995). work: 2 n values. */
void stats_adjust_bh(double *p, size_t n, double *work);

#endif
