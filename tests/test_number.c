/* Numbers in files: what is one, that it is read exactly, that no locale matters. */
#include "check.h"

#include <errno.h>
#include <float.h>
#include <locale.h>
#include <stdint.h>
#include <stdlib.h>

#include "record/number.h"

static double real_of(const char *text)
{
	double value = -12345;

	return record_parse_real(text, &value) ? (double)NAN : value;
}

static void test_reals(void)
{
	static const char *const good[] = {
		"0",
		"-0",
		"1",
		"-1",
		"0.1",
		"123456789.125",
		"1e3",
		"1E3",
		"1e+3",
		"1e-3",
		"9007199254740993",
		"1e22",
		"1e23",
		"123456789012345678901234567890",
		"4.9e-324",
		"1.7976931348623157e308",
		"1e-999",
		"0.30000000000000004",
		"2.2250738585072011e-308",
		"00012",
		"8.5e-22",
		"12345678901234567890.5",
	};
	static const char *const bad[] = {
		"",
		"-",
		"+1",
		" 1",
		"1 ",
		"1.",
		".5",
		"1e",
		"1e+",
		"e5",
		"0x10",
		"0x1p3",
		"nan",
		"NaN",
		"inf",
		"-inf",
		"Infinity",
		"1,5",
		"1_0",
		"1e12345",
		"--1",
		"1.2.3",
		"1e1.5",
		"1\xd9\xab\x35",
		"1234567890123456789012345678901234567890123456789012345678901234567890",
	};
	double value;
	size_t i;

	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		CHECK_EQ(record_parse_real(good[i], &value), 0);
		CHECK_EQ(value, strtod(good[i], NULL));
	}
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		CHECK_EQ(record_parse_real(bad[i], &value), -EINVAL);
	CHECK_EQ(record_parse_real("1e400", &value), -ERANGE);
	CHECK_EQ(record_parse_real("-1.8e308", &value), -ERANGE);
}

/* Against strtod, on numbers of every length and exponent. */
static void test_reals_at_random(void)
{
	uint64_t state = 88172645463325252u;
	char text[64];
	int i, wrong = 0;

	for (i = 0; i < 200000; i++) {
		double value;

		state ^= state << 13;
		state ^= state >> 7;
		state ^= state << 17;
		snprintf(text, sizeof(text), "%.*e", (int)(state >> 60),
			 (double)(int64_t)state * pow(10, (int)(state >> 20) % 40));
		wrong += record_parse_real(text, &value) || value != strtod(text, NULL);
	}
	CHECK_EQ(wrong, 0);
}

static void test_uints(void)
{
	uint64_t value = 7;

	CHECK(record_parse_uint("18446744073709551615", UINT64_MAX, &value) == 0 &&
	      value == UINT64_MAX);
	CHECK(record_parse_uint("0", 0, &value) == 0 && value == 0);
	CHECK(record_parse_uint("000010", 10, &value) == 0 && value == 10);
	CHECK_EQ(record_parse_uint("18446744073709551616", UINT64_MAX, &value), -ERANGE);
	CHECK_EQ(record_parse_uint("99999999999999999999999", UINT64_MAX, &value), -ERANGE);
	CHECK_EQ(record_parse_uint("11", 10, &value), -ERANGE);
	CHECK_EQ(record_parse_uint("9", 3, &value), -ERANGE);
	CHECK_EQ(record_parse_uint("", 10, &value), -EINVAL);
	CHECK_EQ(record_parse_uint("-1", 10, &value), -EINVAL);
	CHECK_EQ(record_parse_uint("+1", 10, &value), -EINVAL);
	CHECK_EQ(record_parse_uint("1.0", 10, &value), -EINVAL);
	CHECK_EQ(record_parse_uint("1e1", 100, &value), -EINVAL);
	CHECK_EQ(record_parse_uint("0x1", 10, &value), -EINVAL);
}

static void test_format(void)
{
	char text[RECORD_NUMBER_SIZE];

	CHECK_STR(record_format_real(text, 0), "0");
	CHECK_STR(record_format_real(text, -0.0), "0");
	CHECK_STR(record_format_real(text, -1.5), "-1.5");
	CHECK_STR(record_format_real(text, 123456789012), "123456789012");
	CHECK_STR(record_format_real(text, -999999999999999), "-999999999999999");
	CHECK_STR(record_format_real(text, 1e15), "1e+15");
	CHECK_STR(record_format_real(text, 0.1 + 0.2), "0.3");
	CHECK_STR(record_format_real(text, 1.0 / 3), "0.3333333333");
	CHECK_STR(record_format_real(text, -1.23456789012e-300), "-1.23456789e-300");
	/* The greatest double must not be rounded up to what cannot be read. */
	CHECK_EQ(real_of(record_format_real(text, DBL_MAX)), DBL_MAX);
	CHECK_EQ(real_of(record_format_exact(text, -DBL_MAX)), -DBL_MAX);
	CHECK_STR(record_format_exact(text, (double)NAN), "-");
	CHECK_STR(record_format_real(text, (double)NAN), "-");
	CHECK_STR(record_format_real(text, (double)INFINITY), "-");
}

/* Where such a locale is installed, its comma reaches neither reading nor writing. */
static void test_locale(void)
{
	static const char *const names[] = { "de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8",
					     "ps_AF.UTF-8" };
	char text[RECORD_NUMBER_SIZE];
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (!setlocale(LC_ALL, names[i]))
			continue;
		CHECK_STR(record_format_real(text, 1.25), "1.25");
		CHECK_EQ(real_of("1.25"), 1.25);
		CHECK_EQ(real_of("0.30000000000000004123"), 0.30000000000000004);
	}
	setlocale(LC_ALL, "C");
}

int main(void)
{
	test_reals();
	test_reals_at_random();
	test_uints();
	test_format();
	test_locale();
	return check_done();
}
