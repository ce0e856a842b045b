/* A claims file that a test writes. */
#ifndef TESTS_CLAIMS_FILE_H
#define TESTS_CLAIMS_FILE_H

#include <stdlib.h>
#include <unistd.h>

#include "check.h"

static char path[512];

static const char header[] = "# oscost claims 1\n"
			     "id\tsection\tclaim\tdocument\theading\tfigure\tunit\tpublished\trelation\t"
			     "picture\texperiment\n";

static inline void write_file(const char *begin, const char *rest)
{
	FILE *f = fopen(path, "we");

	CHECK(f && fputs(begin, f) >= 0 && fputs(rest, f) >= 0 && fclose(f) == 0);
}

static inline void file_start(void)
{
	const char *tmp = getenv("TMPDIR");

	snprintf(path, sizeof(path), "%s/oscost-claims-%d.tsv", tmp ? tmp : "/tmp", (int)getpid());
}

#endif
