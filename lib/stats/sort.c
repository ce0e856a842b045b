/* Sorts doubles: quicksort, and heapsort where that goes badly (Musser, "Introspective sorting and selection
 * algorithms", 1997). A comparison by function call, as qsort's, would be most of the time of a summary. */
#include "describe.h"

enum {
	FEW = 16, /* values that are sorted by insertion */
};

static void swap(double *a, double *b)
{
	double t = *a;

	*a = *b;
	*b = t;
}

static void insert_all(double *x, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		double value = x[i];
		size_t k = i;

		for (; k > 0 && x[k - 1] > value; k--)
			x[k] = x[k - 1];
		x[k] = value;
	}
}

static void sift_down(double *x, size_t n, size_t parent)
{
	for (;;) {
		size_t child = 2 * parent + 1;

		if (child >= n)
			return;
		if (child + 1 < n && x[child + 1] > x[child])
			child++;
		if (!(x[child] > x[parent]))
			return;
		swap(&x[parent], &x[child]);
		parent = child;
	}
}

static void heapsort_all(double *x, size_t n)
{
	for (size_t i = n / 2; i-- > 0;)
		sift_down(x, n, i);
	for (size_t end = n; end-- > 1;) {
		swap(&x[0], &x[end]);
		sift_down(x, end, 0);
	}
}

/* The middle one of first, middle and last becomes the pivot and goes to the middle. */
static double pick_pivot(double *x, size_t n)
{
	double *low = x, *middle = x + n / 2, *high = x + n - 1;

	if (*middle < *low)
		swap(middle, low);
	if (*high < *middle)
		swap(high, middle);
	if (*middle < *low)
		swap(middle, low);
	return *middle;
}

/* Values before the returned place are at most the pivot, the others at least. 0 < place < n (Hoare). */
static size_t part(double *x, size_t n)
{
	double pivot = pick_pivot(x, n);
	size_t low = 0, high = n - 1;

	for (;;) {
		while (x[low] < pivot)
			low++;
		while (x[high] > pivot)
			high--;
		if (low >= high)
			return high + 1 < n ? high + 1 : high;
		swap(&x[low], &x[high]);
		low++;
		high--;
	}
}

static void sort_part(double *x, size_t n, unsigned depth)
{
	while (n > FEW) {
		size_t place;

		if (depth-- == 0) {
			heapsort_all(x, n);
			return;
		}
		place = part(x, n);
		/* The smaller part by a call, so that calls nest log n deep. */
		if (place < n - place) {
			sort_part(x, place, depth);
			x += place;
			n -= place;
		} else {
			sort_part(x + place, n - place, depth);
			n = place;
		}
	}
	insert_all(x, n);
}

void stats_sort(double *x, size_t n)
{
	unsigned depth = 0;

	for (size_t i = n; i > 0; i /= 2)
		depth += 2;
	sort_part(x, n, depth);
}
