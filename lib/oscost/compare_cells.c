/* The cells of a comparison's tables in words. */
#include "compare_cells.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "exact.h"
#include "unit.h"

static bool is_count(const char *unit)
{
	return strcmp(unit, "ns") != 0 && strcmp(unit, "%") != 0 && !exact_is_unit(unit);
}

/* Both in the unit of the greater one that there is. */
static struct unit_scale scale_of(const struct comparison_row *row)
{
	double typical = isnan(row->a) ? row->b : isnan(row->b) ? row->a : fmin(row->a, row->b);

	return unit_pick(row->unit, typical, row->a, row->b);
}

static void add_median(struct text *t, double value, const struct comparison_row *row)
{
	struct unit_scale scale = scale_of(row);

	if (is_count(row->unit))
		unit_add_count(t, value);
	else
		unit_add(t, value, &scale);
}

void compare_add_medians(struct text *a, struct text *b, const struct comparison_row *row)
{
	add_median(a, row->a, row);
	add_median(b, row->b, row);
}

void compare_add_unit(struct text *t, const struct comparison_row *row)
{
	if (strcmp(row->unit, "cycles") == 0)
		text_add(t, "cyc");
	else if (is_count(row->unit))
		text_add_clean(t, row->unit);
	else
		text_add(t, scale_of(row).name);
}

static int decimals_of(double percent)
{
	return fabs(percent) < .995 ? 2 : fabs(percent) < 99.95 ? 1 : 0;
}

static void add_signed(struct text *t, double log_ratio, int decimals)
{
	double percent = 100 * verdict_share(log_ratio);

	/* "-0.00" reads as a mistake. */
	if (fabs(percent) < .5 * pow(10, -decimals))
		percent = 0;
	text_addf(t, "%+.*f", decimals, percent);
}

void compare_add_change(struct text *t, double log_ratio)
{
	if (!isfinite(log_ratio)) {
		text_add(t, "–");
	} else if (log_ratio >= log(3)) {
		text_addf(t, "×%.2f", exp(log_ratio));
	} else {
		add_signed(t, log_ratio, decimals_of(100 * verdict_share(log_ratio)));
		text_add(t, "%");
	}
}

void compare_add_interval(struct text *t, double lo, double hi)
{
	double widest = fmax(fabs(verdict_share(lo)), fabs(verdict_share(hi)));

	if (!isfinite(lo) || !isfinite(hi)) {
		text_add(t, "–");
	} else if (lo >= log(3)) {
		text_addf(t, "×%.2f to ×%.2f", exp(lo), exp(hi));
	} else {
		add_signed(t, lo, decimals_of(100 * widest));
		text_add(t, " to ");
		add_signed(t, hi, decimals_of(100 * widest));
	}
}

void compare_add_row_interval(struct text *t, const struct comparison_row *row)
{
	double change = row->b - row->a;

	if (!row->exact)
		compare_add_interval(t, row->lo, row->hi);
	else if (row->verdict == VERDICT_SAME)
		text_add(t, "equal");
	else
		text_addf(t, fabs(change - nearbyint(change)) < .005 ? "%+.0f" : "%+.2f", change);
}

void compare_add_p(struct text *t, double p)
{
	if (!isfinite(p))
		text_add(t, "–");
	else if (p < .001)
		text_add(t, "<.001");
	else if (p > .995)
		text_add(t, "1");
	else
		text_addf(t, p < .1 ? "%.3f" : "%.2f", p);
}

void compare_add_n(struct text *t, const struct comparison_row *row)
{
	text_addf(t, row->n_a == row->n_b ? "%zu" : "%zu/%zu", row->n_a, row->n_b);
}
