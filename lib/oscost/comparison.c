/* Compares two sides figure by figure and judges the changes. */
#include "comparison.h"

#include <errno.h>
#include <fnmatch.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "comparison_units.h"
#include "differences.h"
#include "mechanism.h"
#include "stats/stats.h"

/* The units of every row: as many as rows. */
struct work {
	struct comparison *c;
	struct comparison_units *a, *b, *pairs;
};

static bool wanted(const struct comparison_rules *rules, const char *label, const char *name)
{
	for (size_t i = 0; i < rules->only_count; i++)
		if (fnmatch(rules->only[i], label, 0) == 0 || fnmatch(rules->only[i], name, 0) == 0)
			return true;
	return rules->only_count == 0;
}

static bool has_row(const struct comparison *c, const struct replicates_row *r)
{
	for (size_t i = 0; i < c->row_n; i++)
		if (strcmp(c->rows[i].name, r->name) == 0 &&
		    (c->rows[i].param && r->param ? strcmp(c->rows[i].param, r->param) == 0
						  : c->rows[i].param == r->param))
			return true;
	return false;
}

static void add_row(struct comparison *c, const struct replicates_row *r)
{
	struct comparison_row *row = &c->rows[c->row_n];

	*row = (struct comparison_row){ .name = r->name, .param = r->param, .unit = r->unit,
					.derived = r->derived, .a = NAN, .b = NAN, .ratio = NAN,
					.lo = NAN, .hi = NAN, .p = NAN, .least = NAN };
	snprintf(row->label, sizeof(row->label), "%s%s%s", r->name, r->param ? ":" : "",
		 r->param ? r->param : "");
	if (wanted(&c->rules, row->label, row->name) && (c->rules.derived || !r->derived))
		c->row_n++;
}

static void add_rows_of(struct comparison *c, const struct side *side)
{
	for (size_t i = 0; i < side->run_n; i++)
		for (size_t k = 0; k < side->replicates[i].row_n; k++)
			if (!has_row(c, &side->replicates[i].rows[k]))
				add_row(c, &side->replicates[i].rows[k]);
}

static size_t rows_most(const struct side *side)
{
	size_t n = 0;

	for (size_t i = 0; i < side->run_n; i++)
		n += side->replicates[i].row_n;
	return n;
}

/* Rows that are equal here stay in the order of the files: the place in the array decides. */
static int by_mechanism(const void *x, const void *y)
{
	const struct comparison_row *a = x, *b = y;
	size_t i = mechanism_of(a->name), k = mechanism_of(b->name);

	if (i != k)
		return i < k ? -1 : 1;
	if (a->derived != b->derived)
		return a->derived ? 1 : -1;
	return (a->n_a > b->n_a) - (a->n_a < b->n_a);
}

static int list_rows(struct comparison *c)
{
	c->rows = calloc(rows_most(c->a) + rows_most(c->b) + 1, sizeof(*c->rows));
	if (!c->rows)
		return -ENOMEM;
	add_rows_of(c, c->a);
	add_rows_of(c, c->b);
	for (size_t i = 0; i < c->row_n; i++)
		c->rows[i].n_a = i;
	qsort(c->rows, c->row_n, sizeof(*c->rows), by_mechanism);
	for (size_t i = 0; i < c->row_n; i++)
		c->rows[i].n_a = 0;
	return 0;
}

/* What there is on both sides, and in which unit. */
static int gather(struct work *w, size_t i)
{
	struct comparison_row *row = &w->c->rows[i];
	bool boots = w->c->way == COMPARISON_BOOTS;
	bool cycles = w->c->rules.cycles && strcmp(row->unit, "ns") == 0 &&
		      comparison_has_cycles(w->c->a, row) && comparison_has_cycles(w->c->b, row);
	size_t figure = cycles ? COUNTED_CYCLES : COUNTED_TIME;
	int rc = comparison_units_of(w->c->a, row, figure, boots, &w->a[i]);

	if (!rc)
		rc = comparison_units_of(w->c->b, row, figure, boots, &w->b[i]);
	if (!rc && w->c->way == COMPARISON_PAIRED)
		rc = comparison_units_pair(&w->a[i], &w->b[i], &w->pairs[i]);
	row->unit = cycles ? "cycles" : row->unit;
	row->a = w->a[i].median;
	row->b = w->b[i].median;
	return rc;
}

/* A difference of instructions needs no logarithm, so 0 will do. */
static bool comparable(const struct work *w, size_t i)
{
	if (w->c->way == COMPARISON_EXACT)
		return isfinite(w->a[i].median) && isfinite(w->b[i].median);
	return w->a[i].n > 0 && w->b[i].n > 0 && (!w->pairs || w->pairs[i].n > 0);
}

static void say_missing(const struct work *w, size_t i)
{
	struct comparison_row *row = &w->c->rows[i];
	const char *a = w->a[i].reason, *b = w->b[i].reason;

	if (strcmp(a, b) == 0 && a[0])
		snprintf(row->reason, sizeof(row->reason), "%.190s", a);
	else if (b[0])
		snprintf(row->reason, sizeof(row->reason), "B: %.190s", b);
	else if (a[0])
		snprintf(row->reason, sizeof(row->reason), "A: %.190s", a);
	else
		snprintf(row->reason, sizeof(row->reason), "no round has both");
}

static void say_few(const struct comparison *c, struct comparison_row *row)
{
	static const char *const things[] = { "rounds", "processes", "boots", "runs" };

	snprintf(row->reason, sizeof(row->reason), "%zu and %zu %s are too few for an interval of %.4g%%",
		 row->n_a, row->n_b, things[c->way], 100 * (1 - c->alpha));
}

static bool too_few_boots(const struct comparison *c, const struct comparison_row *row)
{
	return c->way == COMPARISON_BOOTS &&
	       (row->n_a < COMPARISON_BOOTS_LEAST || row->n_b < COMPARISON_BOOTS_LEAST);
}

/* That nothing changed is claimed of one case at a time, so its interval is the plain one: shared among
 * the family it would be so wide that nothing were ever the same. */
static int is_same(const struct work *w, size_t i, bool *same)
{
	struct comparison_row plain = w->c->rows[i];
	int rc = comparison_shift(&w->a[i], &w->b[i], w->pairs ? &w->pairs[i] : NULL, VERDICT_ALPHA,
				  &plain);

	*same = rc == 0 && verdict_of(plain.lo, plain.hi, plain.theta) == VERDICT_SAME;
	return rc == -ENOMEM ? rc : 0;
}

static int judge(struct work *w, size_t i)
{
	struct comparison *c = w->c;
	struct comparison_row *row = &c->rows[i];
	int rc;

	if (!comparable(w, i)) {
		say_missing(w, i);
		return 0;
	}
	if (c->way == COMPARISON_EXACT) {
		comparison_judge_exact(c, &w->a[i], &w->b[i], row);
		return 0;
	}
	row->theta = noise_theta(c->rules.noise, row->name, row->param,
				 strcmp(row->unit, "cycles") == 0);
	rc = comparison_shift(&w->a[i], &w->b[i], w->pairs ? &w->pairs[i] : NULL, c->alpha, row);
	if (rc == -ENOMEM)
		return rc;
	row->verdict = verdict_of(row->lo, row->hi, row->theta);
	if (c->rules.gate && row->verdict == VERDICT_INCONCLUSIVE) {
		bool same;

		if (is_same(w, i, &same) != 0)
			return -ENOMEM;
		row->verdict = same ? VERDICT_SAME : row->verdict;
	}
	comparison_hold_disturbed(c, row);
	if (too_few_boots(c, row)) {
		row->verdict = VERDICT_INCONCLUSIVE;
		snprintf(row->reason, sizeof(row->reason),
			 "the kernels differ: a verdict takes %d boots of each, here are %zu and %zu",
			 COMPARISON_BOOTS_LEAST, row->n_a, row->n_b);
	} else if (rc && row->verdict == VERDICT_INCONCLUSIVE && !row->reason[0]) {
		say_few(c, row);
	}
	return 0;
}

/* In a table of many cases some intervals are beside the truth: of what is called a change at most
 * 5% may be chance. */
static int hold_back(struct comparison *c)
{
	double *p = calloc(3 * c->row_n + 1, sizeof(*p));
	size_t n = 0, at = 0;

	if (!p)
		return -ENOMEM;
	for (size_t i = 0; i < c->row_n; i++)
		if (c->rows[i].verdict != VERDICT_NONE)
			p[n++] = c->rows[i].p;
	stats_adjust_bh(p, n, p + n);
	for (size_t i = 0; i < c->row_n; i++) {
		struct comparison_row *row = &c->rows[i];

		if (row->verdict == VERDICT_NONE)
			continue;
		if (p[at++] <= VERDICT_ALPHA || row->verdict == VERDICT_SAME ||
		    row->verdict == VERDICT_INCONCLUSIVE)
			continue;
		row->verdict = VERDICT_INCONCLUSIVE;
		snprintf(row->reason, sizeof(row->reason),
			 "may be chance: one of %zu cases (adjusted p above %.2g)", n, VERDICT_ALPHA);
	}
	free(p);
	return 0;
}

static void count(struct comparison *c)
{
	for (size_t i = 0; i < c->row_n; i++) {
		c->verdicts[c->rows[i].verdict]++;
		c->risen += c->rows[i].ratio > 0;
		c->fallen += c->rows[i].ratio < 0;
	}
}

static int judge_rows(struct work *w)
{
	struct comparison *c = w->c;
	int rc = 0;

	for (size_t i = 0; !rc && i < c->row_n; i++)
		rc = gather(w, i);
	for (size_t i = 0; !rc && i < c->row_n; i++)
		c->family += comparable(w, i);
	c->alpha = c->rules.gate && c->family > 0 ? VERDICT_ALPHA / (double)c->family : VERDICT_ALPHA;
	for (size_t i = 0; !rc && i < c->row_n; i++)
		rc = judge(w, i);
	if (!rc && !c->rules.gate && c->way != COMPARISON_EXACT)
		rc = hold_back(c);
	return rc;
}

static int make(struct work *w)
{
	struct comparison *c = w->c;
	int rc = list_rows(c);

	if (rc)
		return rc;
	w->a = calloc(c->row_n + 1, sizeof(*w->a));
	w->b = calloc(c->row_n + 1, sizeof(*w->b));
	if (c->way == COMPARISON_PAIRED)
		w->pairs = calloc(c->row_n + 1, sizeof(*w->pairs));
	rc = w->a && w->b && (c->way != COMPARISON_PAIRED || w->pairs) ? judge_rows(w) : -ENOMEM;
	if (!rc)
		rc = comparison_make_groups(c, w->a, w->b, w->pairs);
	for (size_t i = 0; i < c->row_n; i++) {
		if (w->a)
			comparison_units_free(&w->a[i]);
		if (w->b)
			comparison_units_free(&w->b[i]);
		if (w->pairs)
			comparison_units_free(&w->pairs[i]);
	}
	free(w->a);
	free(w->b);
	free(w->pairs);
	return rc;
}

int comparison_make(const struct side *a, const struct side *b,
		    const struct comparison_rules *rules, struct comparison *out)
{
	struct work w = { .c = out };
	int rc;

	*out = (struct comparison){ .a = a, .b = b, .rules = *rules,
				    .way = differences_way(a, b) };
	rc = make(&w);
	if (rc)
		comparison_free(out);
	else
		count(out);
	return rc;
}

void comparison_free(struct comparison *c)
{
	free(c->rows);
	free(c->groups);
	*c = (struct comparison){ 0 };
}
