/* call.*: what a call costs that stays in the program. The floor under every system call. */
#include "harness/bench.h"

static __attribute__((noinline)) void callee(void)
{
	__asm__ volatile("" : : : "memory");
}

static int call_function(void *state, uint64_t ops)
{
	(void)state;
	for (uint64_t i = 0; i < ops; i++)
		callee();
	return 0;
}

static int call_indirect(void *state, uint64_t ops)
{
	void (*target)(void) = callee;

	(void)state;
	/* From here on the compiler does not know whom it calls. */
	__asm__ volatile("" : "+r"(target));
	for (uint64_t i = 0; i < ops; i++)
		target();
	return 0;
}

static const struct bench_case cases[] = {
	{
		.name = "call.function",
		.what = "call of an empty function and its return; no kernel entry",
		.claims_syscalls = 1,
		.run = call_function,
	},
	{
		.name = "call.indirect",
		.what = "the same call through a pointer, always to the same function; no kernel entry",
		.claims_syscalls = 1,
		.run = call_indirect,
	},
};

const struct bench_program bench_program = {
	.cases = cases,
	.count = sizeof(cases) / sizeof(cases[0]),
};
