/* Normal distribution: cumulative probability and quantile. */
#include <math.h>

#include "distribution.h"

double stats_normal_cdf(double z)
{
	return erfc(-z * M_SQRT1_2) / 2;
}

/* Halley's step for f(z) = cdf(z) - p: f'' / f' = -z, the residue is (cdf(z) - p) / density(z). */
static double halley_step(double z, double residue)
{
	return z - residue / (1 + z * residue / 2);
}

static double density(double z)
{
	return exp(-z * z / 2) * (M_SQRT1_2 * M_2_SQRTPI / 2);
}

/* For p below 1/4: -infinity < z < 0; the error of the start is below 4.5e-4. */
static double tail_quantile(double p)
{
	double t = sqrt(-2 * log(p));
	double z = -(t - (2.515517 + t * (.802853 + t * .010328)) /
			  (1 + t * (1.432788 + t * (.189269 + t * .001308))));

	for (int i = 0; i < 3; i++) {
		double d = density(z);

		if (d > 0)
			z = halley_step(z, (stats_normal_cdf(z) - p) / d);
	}
	return z;
}

/* For p = 1/2 + q, |q| <= 1/4: by erf, so that accuracy stays relative where z is near 0. */
static double centre_quantile(double q)
{
	double z = q * sqrt(2 * M_PI);

	for (int i = 0; i < 5; i++)
		z = halley_step(z, (erf(z * M_SQRT1_2) / 2 - q) / density(z));
	return z;
}

double stats_normal_quantile(double p)
{
	if (!(p >= 0 && p <= 1))
		return NAN;
	if (p == 0)
		return -INFINITY;
	if (p == 1)
		return INFINITY;
	if (p < .25)
		return tail_quantile(p);
	if (p > .75)
		return -tail_quantile(1 - p);
	return centre_quantile(p - .5);
}
