/* Adjustment of p-values for the number of tests. */
#include "adjust.h"

#include <math.h>
#include <string.h>

#include "describe.h"
#include "search.h"

void stats_adjust_bonferroni(double *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		p[i] = fmin(1, (double)n * p[i]);
}

/* Both methods give equal p-values equal results, so the place in the sorted copy finds them again:
 * the first place of a tie for Holm, the last one for Benjamini and Hochberg. */

void stats_adjust_holm(double *p, size_t n, double *work)
{
	double *sorted = work, *adjusted = work + n, greatest = 0;

	if (n == 0)
		return;
	memcpy(sorted, p, n * sizeof(*p));
	stats_sort(sorted, n);
	for (size_t i = 0; i < n; i++) {
		greatest = fmax(greatest, fmin(1, (double)(n - i) * sorted[i]));
		adjusted[i] = greatest;
	}
	for (size_t i = 0; i < n; i++)
		p[i] = adjusted[stats_count_below(sorted, n, p[i])];
}

void stats_adjust_bh(double *p, size_t n, double *work)
{
	double *sorted = work, *adjusted = work + n, least = 1;

	if (n == 0)
		return;
	memcpy(sorted, p, n * sizeof(*p));
	stats_sort(sorted, n);
	for (size_t i = n; i > 0; i--) {
		least = fmin(least, (double)n / (double)i * sorted[i - 1]);
		adjusted[i - 1] = least;
	}
	for (size_t i = 0; i < n; i++)
		p[i] = adjusted[stats_count_up_to(sorted, n, p[i]) - 1];
}
