/* stats_sort against qsort, on orders that are hard for a quicksort. */
#include "check.h"

#include <stdlib.h>

#include "stats/stats.h"

enum { N_MOST = 5000 };

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double value_of(int kind, size_t i, size_t n, struct stats_rng *rng)
{
	switch (kind) {
	case 0: return stats_rng_double(rng) - .5;
	case 1: return (double)i;
	case 2: return -(double)i;
	case 3: return 7;
	case 4: return (double)stats_rng_below(rng, 3);
	case 5: return i < n / 2 ? (double)i : (double)(n - i);	/* an organ pipe */
	case 6: return i % 2 ? (double)i : -(double)i;
	case 7: return (double)(i * 7919 % (n + 1)) * 1e300;
	default: return i + 1 == n ? -1 : (double)i; /* sorted but for the last */
	}
}

/* A sequence of which the middle of three is nearly the least each time (after Musser, 1997). */
static void fill_killer(double *x, size_t n)
{
	size_t half = n / 2;

	for (size_t i = 0; i < half; i++) {
		x[i] = i % 2 ? (double)(half + i + 1 - (half % 2 ? 1 : 0)) : (double)(i + 1);
		x[half + i] = (double)(2 * (i + 1));
	}
	if (n % 2)
		x[n - 1] = (double)n;
}

static double a[N_MOST], b[N_MOST];

static void check_sorted(size_t n, int kind)
{
	int before = check_failures;

	memcpy(b, a, n * sizeof(*a));
	qsort(b, n, sizeof(*b), compare);
	stats_sort(a, n);
	CHECK(memcmp(a, b, n * sizeof(*a)) == 0);
	if (check_failures > before)
		fprintf(stderr, "\tkind %d, n = %zu\n", kind, n);
}

int main(void)
{
	static const size_t sizes[] = { 0, 1, 2, 3, 15, 16, 17, 18, 31, 32, 33, 100, 257, 1000, 4999, 5000 };
	struct stats_rng rng;

	stats_rng_seed(&rng, 5);
	for (size_t s = 0; s < sizeof(sizes) / sizeof(sizes[0]); s++) {
		for (int kind = 0; kind <= 8; kind++) {
			for (size_t i = 0; i < sizes[s]; i++)
				a[i] = value_of(kind, i, sizes[s], &rng);
			check_sorted(sizes[s], kind);
		}
		fill_killer(a, sizes[s]);
		check_sorted(sizes[s], 9);
	}
	for (int i = 0; i < 3000; i++) {
		size_t n = (size_t)stats_rng_below(&rng, 60);

		for (size_t k = 0; k < n; k++)
			a[k] = (double)stats_rng_below(&rng, 1 + (uint64_t)(i % 40));
		check_sorted(n, 10);
	}
	return check_done();
}
