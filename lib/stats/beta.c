/* Incomplete beta function, and the binomial distribution that follows from it. */
#include <float.h>
#include <math.h>

#include "distribution.h"

/* log(x!) less Stirling's formula: log Gamma(x + 1) - (x + 1/2) log x + x - log(2 pi) / 2. */
static double stirling_error(double x)
{
	double inverse;
	int sign;

	if (x < 16)
		return lgamma_r(x + 1, &sign) - (x + .5) * log(x) + x - log(2 * M_PI) / 2;
	inverse = 1 / (x * x);
	return (1. / 12 -
		inverse * (1. / 360 -
			   inverse * (1. / 1260 - inverse * (1. / 1680 - inverse / 1188)))) /
	       x;
}

/* Deviance x log(x / expected) + expected - x, without cancellation where the two are close:
 * with v = (x - expected) / (x + expected), log(x / expected) = 2 (v + v^3/3 + v^5/5 + ...). */
static double deviance(double x, double expected)
{
	double v = (x - expected) / (x + expected);
	double sum, term;

	if (fabs(v) > .1)
		return x * log(x / expected) + expected - x;
	sum = (x - expected) * v;
	term = 2 * x * v;
	for (int i = 3; i < 40; i += 2) {
		double next;

		term *= v * v;
		next = sum + term / i;
		if (next == sum)
			break;
		sum = next;
	}
	return sum;
}

/* x^a y^b / B(a, b), y = 1 - x. */
static double beta_factor(double x, double y, double a, double b)
{
	double n = a + b;

	return sqrt(a * b / (n * 2 * M_PI)) *
	       exp(stirling_error(n) - stirling_error(a) - stirling_error(b) -
		   deviance(a, n * x) - deviance(b, n * y));
}

static double away_from_zero(double value)
{
	return fabs(value) < DBL_MIN ? DBL_MIN : value;
}

/* The continued fraction by Lentz's method in Thompson and Barnett's form; converges fast for
 * x < (a + 1) / (a + b + 2), in the order of sqrt(max(a, b)) steps. */
static double beta_fraction(double x, double a, double b)
{
	double c = 1, d = 1 / away_from_zero(1 - (a + b) * x / (a + 1)), result = d;

	for (int m = 1; m < 100000; m++) {
		double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
		double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
		double change;

		d = 1 / away_from_zero(1 + even * d);
		c = away_from_zero(1 + even / c);
		result *= d * c;
		d = 1 / away_from_zero(1 + odd * d);
		c = away_from_zero(1 + odd / c);
		change = d * c;
		result *= change;
		if (fabs(change - 1) <= DBL_EPSILON)
			break;
	}
	return result;
}

/* y = 1 - x comes from the caller, who may know it more exactly. */
static double beta_cdf(double x, double y, double a, double b)
{
	if (x < (a + 1) / (a + b + 2))
		return beta_factor(x, y, a, b) * beta_fraction(x, a, b) / a;
	return 1 - beta_factor(y, x, b, a) * beta_fraction(y, b, a) / b;
}

double stats_beta_cdf(double x, double a, double b)
{
	if (!(a > 0 && b > 0) || isnan(x))
		return NAN;
	if (x <= 0)
		return 0;
	if (x >= 1)
		return 1;
	return beta_cdf(x, 1 - x, a, b);
}

double stats_binomial_cdf(size_t k, size_t n, double p)
{
	if (!(p >= 0 && p <= 1))
		return NAN;
	if (k >= n || p == 0)
		return 1;
	if (p == 1)
		return 0;
	return beta_cdf(1 - p, p, (double)(n - k), (double)k + 1);
}
