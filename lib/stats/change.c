/* Change points of a series: Pettitt's test, once and recursively. */
#include <errno.h>
#include <math.h>
#include <string.h>

#include "describe.h"
#include "search.h"
#include "series.h"

/* The largest |U_t| of from <= t <= to. */
static void find_largest(const double *x, size_t n, size_t from, size_t to, double *work,
			 struct stats_change *change)
{
	double size = (double)n, twice_ranks = 0;

	memcpy(work, x, n * sizeof(*x));
	stats_sort(work, n);
	*change = (struct stats_change){ .k = 0 };
	for (size_t t = 1; t <= to; t++) {
		double value = x[t - 1], u;

		twice_ranks += (double)(stats_count_below(work, n, value) +
					stats_count_up_to(work, n, value) + 1);
		u = fabs(twice_ranks - (double)t * (size + 1));
		if (t >= from && u > change->k) {
			change->k = u;
			change->position = t;
		}
	}
	change->p = fmin(1, 2 * exp(-6 * change->k * change->k / (size * size * (size + 1))));
}

int stats_pettitt(const double *x, size_t n, double *work, struct stats_change *change)
{
	*change = (struct stats_change){ .k = NAN, .p = NAN };
	if (n < 2)
		return -ERANGE;
	find_largest(x, n, 1, n - 1, work, change);
	return 0;
}

/* The search in one series; positions are of the whole series. */
struct search {
	const double *x;
	const struct stats_change_rule *rule;
	double *work;
	size_t *position;
	size_t n; /* found so far */
};

static double median_of(const struct search *s, size_t first, size_t end)
{
	memcpy(s->work, s->x + first, (end - first) * sizeof(*s->x));
	stats_sort(s->work, end - first);
	return stats_median_sorted(s->work, end - first);
}

/* How far the least shift that counts is reached between [first, middle) and [middle, end): at 1, just. */
static double shift_between(const struct search *s, size_t first, size_t middle, size_t end)
{
	double before = median_of(s, first, middle);
	double after = median_of(s, middle, end);
	double least = s->rule->least_shift * fabs(before);

	return least > 0 ? fabs(after - before) / least : INFINITY;
}

static void drop(struct search *s, size_t i)
{
	s->n--;
	memmove(s->position + i, s->position + i + 1, (s->n - i) * sizeof(*s->position));
}

/*
 * Splits where Pettitt's test finds a change, each part again, and only then asks of a split whether the
 * segments beside it differ enough: the test looks at ranks alone, so that a small change in the middle
 * hides a large one near an end.
 */
static void search_in(struct search *s, size_t first, size_t end)
{
	size_t least = s->rule->least_segment, n = end - first, before = s->n, at;
	struct stats_change change;

	if (n < 2 * least)
		return;
	find_largest(s->x + first, n, least, n - least, s->work, &change);
	if (change.position == 0 || !(change.p < s->rule->alpha))
		return;
	change.position += first;
	search_in(s, first, change.position);
	at = s->n++;
	s->position[at] = change.position;
	search_in(s, change.position, end);
	if (shift_between(s, at > before ? s->position[at - 1] : first, change.position,
			  at + 1 < s->n ? s->position[at + 1] : end) < 1)
		drop(s, at);
}

/* What was dropped has made its neighbours' segments longer: asks again until all hold. */
static void drop_small(struct search *s, size_t n)
{
	while (s->n > 0) {
		size_t smallest = 0;
		double least = INFINITY;

		for (size_t i = 0; i < s->n; i++) {
			double shift = shift_between(s, i > 0 ? s->position[i - 1] : 0, s->position[i],
						     i + 1 < s->n ? s->position[i + 1] : n);

			if (shift < least) {
				least = shift;
				smallest = i;
			}
		}
		if (!(least < 1))
			return;
		drop(s, smallest);
	}
}

int stats_change_points(const double *x, size_t n, const struct stats_change_rule *rule, double *work,
			size_t *position, size_t *count)
{
	struct search s = { .x = x, .rule = rule, .work = work, .position = position };

	*count = 0;
	if (rule->least_segment == 0 || !(rule->alpha > 0 && rule->alpha < 1) || !(rule->least_shift >= 0))
		return -EINVAL;
	search_in(&s, 0, n);
	drop_small(&s, n);
	*count = s.n;
	return 0;
}
