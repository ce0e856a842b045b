/* What benchmark programs say of their cases (--list): catalog_read with a spawn_run of ours. */
#include <sys/stat.h>
#include <unistd.h>

#include "fuzz.h"
#include "oscost/catalog.h"
#include "oscost/spawn.h"
#include "record/record.h"

static const uint8_t *said;
static size_t said_size;
static char dir[4000];

int __wrap_spawn_run(const struct spawn_request *request, struct spawn_result *result);

int __wrap_spawn_run(const struct spawn_request *request, struct spawn_result *result)
{
	FUZZ_CHECK(request->argv[0]);
	*result = (struct spawn_result){ .end = SPAWN_EXITED, .size = said_size };
	result->output = fuzz_text(said, said_size);
	return 0;
}

static void remove_dir(void)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s/program", dir);
	unlink(path);
	rmdir(dir);
}

/* One program, which is never started. */
int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	char path[4096];
	FILE *f;

	(void)argc;
	(void)argv;
	snprintf(dir, sizeof(dir), "%s/oscost-fuzz-XXXXXX", getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
	FUZZ_CHECK(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/program", dir);
	f = fopen(path, "w");
	FUZZ_CHECK(f && fclose(f) == 0 && chmod(path, 0700) == 0);
	atexit(remove_dir);
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const only[] = { "a*", "*:1" };
	const struct catalog_wish wish = { .only = only, .only_count = size % 2 ? 2 : 0 };
	struct record_error err = { "" };
	struct record_run run = { 0 };
	struct catalog catalog = { 0 };
	int rc;

	said = data;
	said_size = size;
	rc = catalog_read(dir, &wish, &catalog, &run, &err);
	FUZZ_CHECK(rc == 0 ? catalog.count > 0 : err.text[0] != '\0');
	for (size_t i = 0; i < catalog.count; i++)
		FUZZ_CHECK(catalog.job[i].first + catalog.job[i].count <= run.case_n);
	catalog_free(&catalog);
	record_free_run(&run);
	return 0;
}
