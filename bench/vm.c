/* vm.*: what a guest pays for its hypervisor. Tells a guest from bare metal. */
#include "harness/bench.h"

#if defined(__x86_64__)
static int setup(void **state, long param)
{
	(void)state;
	(void)param;
	return 0;
}

/* Always exits on Intel (SDM vol. 3, "Instructions That Cause VM Exits"); on AMD hypervisors ask for it. */
static int run_exit(void *state, uint64_t ops)
{
	(void)state;
	for (uint64_t i = 0; i < ops; i++) {
		uint32_t a = 0, b, c = 0, d;

		__asm__ volatile("cpuid" : "+a"(a), "=b"(b), "+c"(c), "=d"(d));
	}
	return 0;
}
#else
static int setup(void **state, long param)
{
	(void)state;
	(void)param;
	return bench_skip("no instruction is known here that traps to a hypervisor and to nobody else");
}

static int run_exit(void *state, uint64_t ops)
{
	(void)state;
	(void)ops;
	return BENCH_SKIP;
}
#endif

static const struct bench_case cases[] = {
	{
		.name = "vm.exit",
		.what = "cpuid leaf 0: in a guest it traps to the hypervisor and back, on metal it does not",
		.claims_syscalls = 1,
		.setup = setup,
		.run = run_exit,
	},
};

const struct bench_program bench_program = {
	.cases = cases,
	.count = sizeof(cases) / sizeof(cases[0]),
};
