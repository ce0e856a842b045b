/* A derived.tsv in memory under a path, for functions that take one. */
#ifndef TESTS_MADE_DERIVED_H
#define TESTS_MADE_DERIVED_H

#include <sys/mman.h>
#include <unistd.h>

#include "fuzz.h"

static char made_derived_path[64];

static void made_derived(void)
{
	static const char text[] = "# oscost derived 1\ncase\tunit\texpression\twhat\n"
				   "d.half\tns\ta.b / 2 - c\tHalf of <it>.\n"
				   "d.factor\tx\ta.b / min(c, curve:2)\tHow many times.\n"
				   "d.slope\tns\tslope(curve, param)\tOf each.\n"
				   "d.rate\tns\tslope(curve, signals) - abs(share)\tOf each.\n";
	int fd = memfd_create("derived.tsv", 0);

	FUZZ_CHECK(fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text));
	snprintf(made_derived_path, sizeof(made_derived_path), "/proc/self/fd/%d", fd);
}

#endif
