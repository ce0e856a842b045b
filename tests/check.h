/* Assertions for the test programs: each failure prints its place and counts; check_done() is main's last line. */
#ifndef TESTS_CHECK_H
#define TESTS_CHECK_H

#include <math.h>
#include <stdio.h>
#include <string.h>

static int check_count;
static int check_failures;

static inline void check_report(int ok, const char *file, int line, const char *what)
{
	check_count++;
	if (ok)
		return;
	check_failures++;
	fprintf(stderr, "%s:%d: failed: %s\n", file, line, what);
}

static inline void check_report_near(double a, double b, double rel, const char *file, int line,
				     const char *what)
{
	double scale = fabs(b) > 0 ? fabs(b) : 1;
	int ok = (isnan(a) && isnan(b)) || (a == b) || fabs(a - b) <= rel * scale;

	check_report(ok, file, line, what);
	if (!ok)
		fprintf(stderr, "\tgot %.17g, want %.17g\n", a, b);
}

static inline void check_report_str(const char *a, const char *b, const char *file, int line,
				    const char *what)
{
	int ok = a && b && strcmp(a, b) == 0;

	check_report(ok, file, line, what);
	if (!ok)
		fprintf(stderr, "\tgot '%s', want '%s'\n", a ? a : "(null)", b ? b : "(null)");
}

#define CHECK(cond) check_report((cond) != 0, __FILE__, __LINE__, #cond)
#define CHECK_EQ(a, b) check_report((a) == (b), __FILE__, __LINE__, #a " == " #b)
#define CHECK_NEAR(a, b, rel) check_report_near((a), (b), (rel), __FILE__, __LINE__, #a " ~ " #b)
#define CHECK_STR(a, b) check_report_str((a), (b), __FILE__, __LINE__, #a " is " #b)

/* A test that checked nothing has failed. */
static inline int check_done(void)
{
	if (check_count == 0)
		fprintf(stderr, "no check ran\n");
	return check_failures || check_count == 0 ? 1 : 0;
}

#endif
