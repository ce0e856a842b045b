/* The golden run folder and a scratch folder beside it: for the tests of run folders. */
#ifndef TESTS_RUN_FOLDER_H
#define TESTS_RUN_FOLDER_H

#include <stdlib.h>
#include <unistd.h>

#include "check.h"

static char dir[512], golden[512];
static const char *const files[] = { "machine.tsv", "cases.tsv", "samples.tsv", "gaps.tsv" };

static inline char *slurp(const char *folder, const char *name, size_t *size)
{
	char path[1100], *bytes = calloc(1, 1 << 20);
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	f = fopen(path, "rb");
	*size = f ? fread(bytes, 1, (1 << 20) - 1, f) : 0;
	if (f)
		fclose(f);
	return bytes;
}

static inline void spit(const char *name, const char *bytes, size_t size)
{
	char path[1100];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, "wb");
	CHECK(f && fwrite(bytes, 1, size, f) == size && fclose(f) == 0);
}

static inline void remove_all(void)
{
	char path[1100];
	size_t i;

	for (i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, files[i]);
		unlink(path);
	}
}

/* Makes the scratch folder. */
static inline void folder_start(void)
{
	const char *tmp = getenv("TMPDIR"), *top = getenv("OSCOST_TOP");

	snprintf(dir, sizeof(dir), "%s/oscost-record-XXXXXX", tmp ? tmp : "/tmp");
	snprintf(golden, sizeof(golden), "%s/tests/data/record/small", top ? top : ".");
	CHECK(mkdtemp(dir) != NULL);
}

#endif
