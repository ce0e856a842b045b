/* Hodges-Lehmann estimates with their rank intervals. */
#include <errno.h>
#include <math.h>
#include <stdint.h>

#include "distribution.h"
#include "rank.h"
#include "rank_table.h"
#include "select.h"

struct two_samples {
	const double *x, *y;
	size_t n, m;
};

/* Pairs with x_i - y_j <= limit: as x_i grows, the first y_j that is near enough only moves up. */
static uint64_t count_differences(double limit, const void *context)
{
	const struct two_samples *s = context;
	uint64_t count = 0;
	size_t j = 0;

	for (size_t i = 0; i < s->n; i++) {
		while (j < s->m && s->x[i] - s->y[j] > limit)
			j++;
		count += s->m - j;
	}
	return count;
}

/* Pairs i <= j of x with a mean <= limit: as x_i grows, the end of the partners only moves down. */
static uint64_t count_means(double limit, const void *context)
{
	const struct two_samples *s = context;
	uint64_t count = 0;
	size_t end = s->n;

	for (size_t i = 0; i < end; i++) {
		while (end > i && (s->x[i] + s->x[end - 1]) / 2 > limit)
			end--;
		count += end - i;
	}
	return count;
}

/* max{k : P(statistic < k) <= alpha / 2}, 0 when there is none. */
static uint64_t rank_of_table(const double *cdf, size_t length, double alpha)
{
	uint64_t k = 0;

	while (k < length && cdf[k] <= alpha / 2)
		k++;
	return k;
}

static uint64_t rank_of_normal(double centre, double sd, double alpha)
{
	double k = floor(centre + stats_normal_quantile(alpha / 2) * sd + .5);

	return k < 1 ? 0 : (uint64_t)k;
}

static int two_sample_rank(size_t n, size_t m, double alpha, uint64_t *rank)
{
	double cdf[STATS_RANK_SUM_MAX];
	double pairs = (double)n * (double)m;
	int err;

	if (n >= STATS_EXACT_BELOW || m >= STATS_EXACT_BELOW) {
		*rank = rank_of_normal(pairs / 2, sqrt(pairs * ((double)n + (double)m + 1) / 12),
				       alpha);
		return 0;
	}
	err = stats_rank_sum_table(n, m, cdf);
	if (!err)
		*rank = rank_of_table(cdf, n * m / 2 + 1, alpha);
	return err;
}

static uint64_t one_sample_rank(size_t n, double alpha)
{
	double cdf[STATS_SIGNED_RANK_MAX];
	double size = (double)n, square = size * (size + 1);

	if (n >= STATS_EXACT_BELOW)
		return rank_of_normal(square / 4, sqrt(square * (2 * size + 1) / 24), alpha);
	stats_signed_rank_table(n, cdf);
	return rank_of_table(cdf, n * (n + 1) / 4 + 1, alpha);
}

static void select_interval(stats_count_fn *count, const struct two_samples *samples,
			    uint64_t total, uint64_t rank, double least, double greatest,
			    struct stats_shift *shift)
{
	shift->lo = stats_select(count, samples, rank, least, greatest);
	shift->hi = stats_select(count, samples, total + 1 - rank, least, greatest);
}

int stats_hodges_lehmann(const double *sorted, size_t n, double alpha, struct stats_shift *shift)
{
	struct two_samples samples = { .x = sorted, .n = n };
	uint64_t total = (uint64_t)n * ((uint64_t)n + 1) / 2, rank;

	*shift = (struct stats_shift){ NAN, NAN, NAN };
	if (!(alpha > 0 && alpha < 1))
		return -EINVAL;
	if (n == 0)
		return -ERANGE;
	shift->estimate = stats_select_median(count_means, &samples, total, sorted[0],
					      sorted[n - 1]);
	rank = one_sample_rank(n, alpha);
	if (rank == 0)
		return -ERANGE;
	select_interval(count_means, &samples, total, rank, sorted[0], sorted[n - 1], shift);
	return 0;
}

int stats_hodges_lehmann_two(const double *x_sorted, size_t n, const double *y_sorted, size_t m,
			     double alpha, struct stats_shift *shift)
{
	struct two_samples samples = { .x = x_sorted, .y = y_sorted, .n = n, .m = m };
	uint64_t total = (uint64_t)n * (uint64_t)m, rank;
	double least, greatest;
	int err;

	*shift = (struct stats_shift){ NAN, NAN, NAN };
	if (!(alpha > 0 && alpha < 1))
		return -EINVAL;
	if (total == 0)
		return -ERANGE;
	least = x_sorted[0] - y_sorted[m - 1];
	greatest = x_sorted[n - 1] - y_sorted[0];
	shift->estimate = stats_select_median(count_differences, &samples, total, least, greatest);
	err = two_sample_rank(n, m, alpha, &rank);
	if (err)
		return err;
	if (rank == 0)
		return -ERANGE;
	select_interval(count_differences, &samples, total, rank, least, greatest, shift);
	return 0;
}
