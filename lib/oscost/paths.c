/* Finds oscost's own files. */
#include "paths.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <unistd.h>

static char home[PATH_MAX];
static char bench_dir[PATH_MAX + 16], fact_dir[PATH_MAX + 16];
static char share_file[PATH_MAX + 288];
static char baseline_dir[PATH_MAX + 16];

static int try_executable(const char *path)
{
	char *slash;

	if (!path || !realpath(path, home))
		return -ENOENT;
	slash = strrchr(home, '/');
	if (!slash)
		return -ENOENT;
	*slash = '\0';
	snprintf(bench_dir, sizeof(bench_dir), "%s/bench", home);
	snprintf(fact_dir, sizeof(fact_dir), "%s/fact", home);
	return 0;
}

int paths_init(const char *argv0)
{
	/* Without /proc, what the kernel was asked to execute is still in the auxiliary vector. */
	if (try_executable("/proc/self/exe") == 0 ||
	    try_executable((const char *)getauxval(AT_EXECFN)) == 0)
		return 0;
	return strchr(argv0, '/') ? try_executable(argv0) : -ENOENT;
}

const char *paths_bench_dir(void)
{
	return bench_dir;
}

const char *paths_fact_dir(void)
{
	return fact_dir;
}

const char *paths_share(const char *name)
{
	snprintf(share_file, sizeof(share_file), "%s/share/%.255s", home, name);
	return share_file;
}

const char *paths_results_dir(void)
{
	const char *dir = getenv("OSCOST_RESULTS");

	return dir && *dir ? dir : "results";
}

const char *paths_baseline_dir(void)
{
	const char *dir = getenv("OSCOST_BASELINE");

	if (dir && *dir)
		return dir;
	snprintf(baseline_dir, sizeof(baseline_dir), "%s/baseline", paths_results_dir());
	return baseline_dir;
}
