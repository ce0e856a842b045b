/* Exact rank-sum and signed-rank distributions by counting. */
#include "rank_table.h"

#include <errno.h>
#include <stdlib.h>

/* Counts of the lower half, 0 .. last, of a symmetric distribution on 0 .. greatest. */
static void counts_to_cdf(double *counts, size_t last, size_t greatest)
{
	double total = 0, sum = 0;

	for (size_t i = 0; i <= last; i++)
		total += 2 * i == greatest ? counts[i] : 2 * counts[i];
	for (size_t i = 0; i <= last; i++) {
		sum += counts[i];
		counts[i] = sum / total;
	}
}

/* Row j of the table counts the j-subsets of the ranks seen so far by their U. Rank r as the j-th
 * and greatest member stands above r - j ranks that are not members, and so adds r - j to U. */
int stats_rank_sum_table(size_t n, size_t m, double *cdf)
{
	size_t width = n * m / 2 + 1;
	double *counts = calloc((n + 1) * width, sizeof(*counts));

	if (!counts)
		return -ENOMEM;
	counts[0] = 1;
	for (size_t r = 1; r <= n + m; r++) {
		for (size_t j = r < n ? r : n; j >= 1; j--) {
			const double *smaller = counts + (j - 1) * width;
			double *row = counts + j * width;

			for (size_t u = r - j; u < width; u++)
				row[u] += smaller[u - (r - j)];
		}
	}
	for (size_t u = 0; u < width; u++)
		cdf[u] = counts[n * width + u];
	free(counts);
	counts_to_cdf(cdf, width - 1, n * m);
	return 0;
}

void stats_signed_rank_table(size_t n, double *cdf)
{
	size_t greatest = n * (n + 1) / 2, last = greatest / 2;

	for (size_t v = 0; v <= last; v++)
		cdf[v] = v == 0;
	for (size_t rank = 1; rank <= n; rank++) {
		for (size_t v = last; v >= rank; v--)
			cdf[v] += cdf[v - rank];
	}
	counts_to_cdf(cdf, last, greatest);
}
