/* Geometric means over the cases of each mechanism, and over all of them. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "comparison_units.h"
#include "mechanism.h"
#include "stats/stats.h"

/* How the group did in one round (process, boot) of a side: the mean distance of its cases from their
 * own medians, so that a case that is missing there does not move it. */
struct moment {
	uint64_t id;
	double sum;
	size_t n;
};

static int by_id(const void *x, const void *y)
{
	const struct moment *a = x, *b = y;

	return (a->id > b->id) - (a->id < b->id);
}

static bool counts(const struct comparison_row *row)
{
	return isfinite(row->ratio) && !row->derived;
}

/* Moments of the same id become one; returns how many are left. */
static size_t merge(struct moment *m, size_t n)
{
	size_t kept = 0;

	qsort(m, n, sizeof(*m), by_id);
	for (size_t i = 0; i < n; i++) {
		if (kept > 0 && m[kept - 1].id == m[i].id) {
			m[kept - 1].sum += m[i].sum;
			m[kept - 1].n += m[i].n;
		} else {
			m[kept++] = m[i];
		}
	}
	return kept;
}

/* The means of the group's moments, ascending, about 0; *n: how many. NULL: out of memory. */
static double *moments_of(const struct comparison *c, const struct comparison_group *g,
			  const struct comparison_units *units, size_t *n)
{
	size_t all = 0, i, k;
	struct moment *m;
	double *means;

	for (i = g->first; i < g->first + g->count; i++)
		all += units[i].n;
	m = calloc(all + 1, sizeof(*m));
	means = calloc(all + 1, sizeof(*means));
	*n = 0;
	for (i = g->first; m && means && i < g->first + g->count; i++) {
		double centre, *sorted;

		if (!counts(&c->rows[i]))
			continue;
		sorted = comparison_units_sorted(&units[i]);
		centre = sorted ? stats_median_sorted(sorted, units[i].n) : (double)NAN;
		free(sorted);
		for (k = 0; k < units[i].n; k++)
			m[(*n)++] = (struct moment){ units[i].unit[k].id,
						     units[i].unit[k].log - centre, 1 };
	}
	if (m && means) {
		*n = merge(m, *n);
		for (i = 0; i < *n; i++)
			means[i] = m[i].sum / (double)m[i].n;
		stats_sort(means, *n);
	}
	free(m);
	if (m)
		return means;
	free(means);
	return NULL;
}

static double mean_ratio(const struct comparison *c, struct comparison_group *g)
{
	double sum = 0;

	for (size_t i = g->first; i < g->first + g->count; i++) {
		if (!counts(&c->rows[i]))
			continue;
		sum += c->rows[i].ratio;
		g->n++;
	}
	return sum / (double)g->n;
}

/* The interval of the moments' shift, around the mean of the cases' ratios. */
static int fill_interval(const struct comparison *c, struct comparison_group *g,
			 const struct comparison_units *a, const struct comparison_units *b)
{
	size_t n = 0, m = 0;
	double *x = moments_of(c, g, a, &n), *y = b ? moments_of(c, g, b, &m) : NULL;
	struct stats_shift shift = { NAN, NAN, NAN };
	int rc = x && (y || !b) ? 0 : -ENOMEM;

	if (!rc && b && stats_hodges_lehmann_two(y, m, x, n, VERDICT_ALPHA, &shift) == -ENOMEM)
		rc = -ENOMEM;
	if (!rc && !b) {
		shift.estimate = stats_median_sorted(x, n);
		stats_sign_interval(x, n, VERDICT_ALPHA, &shift.lo, &shift.hi);
	}
	g->lo = g->ratio + (shift.lo - shift.estimate);
	g->hi = g->ratio + (shift.hi - shift.estimate);
	free(x);
	free(y);
	return rc;
}

static int fill_group(const struct comparison *c, struct comparison_group *g,
		      const struct comparison_units *a, const struct comparison_units *b)
{
	g->ratio = mean_ratio(c, g);
	g->lo = g->hi = NAN;
	return g->n > 0 ? fill_interval(c, g, a, b) : 0;
}

static const char *title_of(const char *name)
{
	const char *title = mechanisms[mechanism_of(name)].title;

	return title ? title : "Others";
}

/* Rows are in the order of mechanisms: neighbours with the same title are one group. */
static void list_groups(struct comparison *c)
{
	for (size_t i = 0; i < c->row_n; i++) {
		const char *title = title_of(c->rows[i].name);
		struct comparison_group *g = c->group_n ? &c->groups[c->group_n - 1] : NULL;

		if (!g || strcmp(g->title, title) != 0) {
			g = &c->groups[c->group_n++];
			*g = (struct comparison_group){
				.title = title,
				.color = mechanisms[mechanism_of(c->rows[i].name)].color,
				.first = i,
			};
		}
		g->count++;
	}
	c->groups[c->group_n++] = (struct comparison_group){ .title = "All cases",
							     .count = c->row_n };
}

int comparison_make_groups(struct comparison *c, const struct comparison_units *units_a,
			   const struct comparison_units *units_b,
			   const struct comparison_units *pairs)
{
	int rc = 0;

	c->groups = calloc(c->row_n + 1, sizeof(*c->groups));
	if (!c->groups)
		return -ENOMEM;
	list_groups(c);
	for (size_t i = 0; !rc && i < c->group_n; i++)
		rc = fill_group(c, &c->groups[i], pairs ? pairs : units_a, pairs ? NULL : units_b);
	return rc;
}
