/* For bundles: all benchmarks in one program, which is the one under whose name it was started. */
#include <string.h>
#include <sys/auxv.h>

/* The harness declares a constant; here it is filled in before main(). */
#define bench_program bench_program_chosen
#include "harness/bench.h"
#undef bench_program

#define BENCH(name) extern const struct bench_program_chosen bench_program_##name;
BENCH_NAMES
#undef BENCH

static const struct {
	const char *name;
	const struct bench_program_chosen *program;
} programs[] = {
#define BENCH(name) { #name, &bench_program_##name },
BENCH_NAMES
};

extern struct bench_program_chosen bench_program;
struct bench_program_chosen bench_program;

/* The path that was executed: argv[0] may be anything, and /proc may be missing. */
__attribute__((constructor)) static void choose(void)
{
	const char *path = (const char *)getauxval(AT_EXECFN);
	const char *slash = path ? strrchr(path, '/') : NULL;
	const char *name = slash ? slash + 1 : path ? path : "";

	for (size_t i = 0; i < sizeof(programs) / sizeof(programs[0]); i++)
		if (strcmp(programs[i].name, name) == 0)
			bench_program = *programs[i].program;
}
