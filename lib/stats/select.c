/* Selection by counting: bisection over the ordered bit patterns of double. */
#include "select.h"

#include <string.h>

static const uint64_t sign_bit = UINT64_C(1) << 63;

/* Order of keys = order of values. */
static uint64_t key_of(double value)
{
	uint64_t bits;

	memcpy(&bits, &value, sizeof(bits));
	return bits & sign_bit ? ~bits : bits | sign_bit;
}

static double value_of(uint64_t key)
{
	uint64_t bits = key & sign_bit ? key & ~sign_bit : ~key;
	double value;

	memcpy(&value, &bits, sizeof(value));
	return value;
}

double stats_select(stats_count_fn *count, const void *context, uint64_t rank, double least,
		    double greatest)
{
	uint64_t low = key_of(least), high = key_of(greatest);

	while (low < high) {
		uint64_t middle = low + (high - low) / 2;

		if (count(value_of(middle), context) >= rank)
			high = middle;
		else
			low = middle + 1;
	}
	/* -0 sorts below +0 here, but they are one value. */
	return value_of(low) + 0.0;
}

double stats_select_median(stats_count_fn *count, const void *context, uint64_t total,
			   double least, double greatest)
{
	double lower = stats_select(count, context, (total + 1) / 2, least, greatest);

	if (total % 2 || count(lower, context) > total / 2)
		return lower;
	return (lower + stats_select(count, context, total / 2 + 1, lower, greatest)) / 2;
}
