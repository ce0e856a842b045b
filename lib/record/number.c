/* Parses and writes numbers without the locale; a million rows must be read in a second, hence the
 * parser of our own. */
#include "number.h"

#include <errno.h>
#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double power_of_ten[] = {
	1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
	1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
};

enum {
	EXACT_POWERS = (int)(sizeof(power_of_ten) / sizeof(power_of_ten[0])) - 1,
	EXPONENT_DIGITS = 4,
	READABLE_DIGITS = 10,
};

struct decimal {
	uint64_t mantissa;
	int exponent;
	bool negative, exact; /* exact: the mantissa holds every digit */
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static const char *take_digits(const char *text, struct decimal *d, bool fraction)
{
	for (; is_digit(*text); text++) {
		if (d->mantissa > (UINT64_MAX - 9) / 10) {
			d->exact = false;
			continue;
		}
		d->mantissa = d->mantissa * 10 + (uint64_t)(*text - '0');
		d->exponent -= fraction;
	}
	return text;
}

static const char *take_exponent(const char *text, struct decimal *d)
{
	bool negative = *text == '-';
	int exponent = 0, digits = 0;

	if (*text == '-' || *text == '+')
		text++;
	for (; is_digit(*text); text++) {
		if (++digits > EXPONENT_DIGITS)
			return NULL;
		exponent = exponent * 10 + (*text - '0');
	}
	d->exponent += negative ? -exponent : exponent;
	return digits ? text : NULL;
}

static int scan(const char *text, struct decimal *d)
{
	const char *start = text;

	*d = (struct decimal){ .exact = true };
	if (*text == '-') {
		d->negative = true;
		text++;
	}
	if (!is_digit(*text))
		return -EINVAL;
	text = take_digits(text, d, false);
	if (*text == '.') {
		if (!is_digit(text[1]))
			return -EINVAL;
		text = take_digits(text + 1, d, true);
	}
	if (*text == 'e' || *text == 'E')
		text = take_exponent(text + 1, d);
	if (!text || *text || text - start > RECORD_NUMBER_LENGTH)
		return -EINVAL;
	return 0;
}

/* strtod knows only the current locale's decimal point. */
static double strtod_plain(const char *text)
{
	locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
	locale_t before;
	double value;

	if (!plain)
		return strtod(text, NULL);
	before = uselocale(plain);
	value = strtod(text, NULL);
	uselocale(before);
	freelocale(plain);
	return value;
}

int record_parse_real(const char *text, double *value)
{
	struct decimal d;
	int rc = scan(text, &d);

	if (rc)
		return rc;
	/* Both operands are exact and IEEE rounds once (Clinger 1990), so this is what strtod
	 * gives. */
	if (FLT_EVAL_METHOD == 0 && d.exact && d.mantissa < (UINT64_C(1) << 53) &&
	    d.exponent >= -EXACT_POWERS && d.exponent <= EXACT_POWERS) {
		double v = (double)d.mantissa;

		v = d.exponent < 0 ? v / power_of_ten[-d.exponent] : v * power_of_ten[d.exponent];
		*value = d.negative ? -v : v;
		return 0;
	}
	*value = strtod_plain(text);
	return isfinite(*value) ? 0 : -ERANGE;
}

int record_parse_uint(const char *text, uint64_t max, uint64_t *value)
{
	uint64_t v = 0;

	if (!*text || strnlen(text, RECORD_NUMBER_LENGTH + 1) > RECORD_NUMBER_LENGTH)
		return -EINVAL;
	for (; *text; text++) {
		uint64_t digit = (uint64_t)(unsigned char)*text - '0';

		if (!is_digit(*text))
			return -EINVAL;
		if (v > (max - digit) / 10 || digit > max)
			return -ERANGE;
		v = v * 10 + digit;
	}
	*value = v;
	return 0;
}

static char *format(char *buf, double value, int digits)
{
	bool whole = fabs(value) < 1e15 && value == trunc(value);
	char *in, *out;

	if (!isfinite(value))
		return strcpy(buf, "-");
	if (value == 0) /* -0 too: a sign of nothing would only puzzle */
		return strcpy(buf, "0");
	if (whole)
		snprintf(buf, RECORD_NUMBER_SIZE, "%.0f", value);
	else
		snprintf(buf, RECORD_NUMBER_SIZE, "%.*g", digits, value);
	/* The locale's decimal point may be any string; it is all that is neither a digit, a sign
	 * nor the e. */
	for (in = out = buf; *in; in++) {
		if (is_digit(*in) || *in == '-' || *in == '+' || *in == 'e')
			*out++ = *in;
		else if (out == buf || out[-1] != '.')
			*out++ = '.';
	}
	*out = '\0';
	return buf;
}

char *record_format_real(char *buf, double value)
{
	/* Rounded up, the greatest doubles would be more than a double holds. */
	return format(buf, value, fabs(value) < 1e308 ? READABLE_DIGITS : DBL_DECIMAL_DIG);
}

char *record_format_exact(char *buf, double value)
{
	int digits = DBL_DIG;
	double same;

	do
		format(buf, value, digits);
	while (digits++ < DBL_DECIMAL_DIG && isfinite(value) &&
	       (record_parse_real(buf, &same) != 0 || same != value));
	return buf;
}
