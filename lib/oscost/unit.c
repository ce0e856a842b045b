/* Figures for people: a unit chosen for reading, and digits chosen by the figure. */
#include "unit.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const struct unit_scale times[] = {
	{ "s", 1e9, 0 },
	{ "ms", 1e6, 0 },
	{ "µs", 1e3, 0 },
	{ "ns", 1, 0 },
};

static const struct unit_scale counts[] = {
	{ "G", 1e9, 0 },
	{ "M", 1e6, 0 },
	{ "k", 1e3, 0 },
	{ "", 1, 0 },
};

enum {
	DIGITS = 4,
	DECIMALS_MOST = 3,
	DECIMALS_EXTRA = 2,
};

/* The largest unit of which there is at least one; rounding must not turn 999.96 into 1000.0. */
static struct unit_scale largest_below(const struct unit_scale *scales, size_t n, double value)
{
	for (size_t i = 0; i + 1 < n; i++)
		if (fabs(value) >= scales[i].divisor * .99995)
			return scales[i];
	return scales[n - 1];
}

static unsigned decimals_for(double shown)
{
	unsigned digits = 1;

	for (double limit = 9.9995; digits < DIGITS && fabs(shown) >= limit; limit *= 10)
		digits++;
	return DIGITS - digits;
}

static bool reads_the_same(double a, double b, unsigned decimals)
{
	char x[400], y[400];

	snprintf(x, sizeof(x), "%.*f", (int)decimals, a);
	snprintf(y, sizeof(y), "%.*f", (int)decimals, b);
	return strcmp(x, y) == 0;
}

struct unit_scale unit_pick(const char *unit, double typical, double lo, double hi)
{
	struct unit_scale scale = { "", 1, 0 };
	unsigned most;

	if (strcmp(unit, "ns") == 0)
		scale = largest_below(times, sizeof(times) / sizeof(times[0]), typical);
	else if (strcmp(unit, "%") == 0)
		scale.name = "%";
	else if (strcmp(unit, "instructions") == 0)
		scale.name = "instr";
	scale.decimals = decimals_for(typical / scale.divisor);
	if (scale.decimals > DECIMALS_MOST)
		scale.decimals = DECIMALS_MOST;
	most = scale.decimals + DECIMALS_EXTRA;
	while (lo < hi && scale.decimals < most &&
	       reads_the_same(lo / scale.divisor, hi / scale.divisor, scale.decimals))
		scale.decimals++;
	return scale;
}

/* "-0.00" reads as a mistake. */
static void add_number(struct text *t, double value, unsigned decimals)
{
	double step = 1;

	for (unsigned i = 0; i < decimals; i++)
		step /= 10;
	if (fabs(value) < step / 2)
		value = 0;
	text_addf(t, "%.*f", (int)decimals, value);
}

void unit_add(struct text *t, double value, const struct unit_scale *scale)
{
	if (!isfinite(value))
		text_add(t, "–");
	else
		add_number(t, value / scale->divisor, scale->decimals);
}

void unit_add_interval(struct text *t, double lo, double hi, const struct unit_scale *scale)
{
	if (!isfinite(lo) || !isfinite(hi)) {
		text_add(t, "–");
		return;
	}
	unit_add(t, lo, scale);
	text_add(t, lo < 0 || hi < 0 ? " to " : "–");
	unit_add(t, hi, scale);
}

void unit_add_value(struct text *t, double value, const char *unit)
{
	struct unit_scale scale = unit_pick(unit, value, NAN, NAN);

	unit_add(t, value, &scale);
	if (isfinite(value) && *scale.name)
		text_addf(t, " %s", scale.name);
}

void unit_add_count(struct text *t, double value)
{
	struct unit_scale scale = counts[sizeof(counts) / sizeof(counts[0]) - 1];

	/* Four figures are as short as three and a letter. */
	if (fabs(value) >= 9999.5)
		scale = largest_below(counts, sizeof(counts) / sizeof(counts[0]), value);
	scale.decimals = decimals_for(value / scale.divisor);
	if (scale.decimals > 2 && fabs(value) < 1000)
		scale.decimals = 2;
	if (value == nearbyint(value / scale.divisor) * scale.divisor)
		scale.decimals = 0;
	unit_add(t, value, &scale);
	if (isfinite(value))
		text_add(t, scale.name);
}

void unit_add_share(struct text *t, double share)
{
	if (!isfinite(share))
		text_add(t, "–");
	else if (share >= 9.995)
		text_addf(t, "×%.0f", 1 + share);
	else
		text_addf(t, fabs(share) < .0995 ? "%.1f%%" : "%.0f%%", 100 * share);
}
