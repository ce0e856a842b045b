/* A computation that is interrupted and switched away again and again: does it come out the same? */
#include "fact.h"

enum { STEPS = 3000000, TURNS_MOST = 200, SWITCHES = 3 };

struct result {
	uint64_t whole;
	double real;
};

/* Whole and floating-point registers are full of what a switch has to keep. */
static struct result compute(uint64_t seed)
{
	uint64_t a = seed, b = seed ^ 0x9e3779b97f4a7c15u, c = ~seed;
	double x = 1.5 + (double)(seed & 7), y = .25, z = 3;

	for (long i = 0; i < STEPS; i++) {
		a = a * 6364136223846793005u + b;
		b ^= a >> 29;
		c += b * 0xbf58476d1ce4e5b9u;
		x = x * .999 + y;
		y = y * .5 + z * 1e-3;
		z = z * .75 + x * .1;
	}
	return (struct result){ a ^ b ^ c, x + y + z };
}

static double forced(void)
{
	struct rusage u;

	fact_need(getrusage(RUSAGE_SELF, &u) == 0, "getrusage");
	return (double)u.ru_nivcsw;
}

int main(void)
{
	struct result wanted = compute(1), got;
	double before, wrong = 0;
	pid_t other;
	int turns = 0;

	fact_bind();
	other = fact_fork();
	if (other == 0)
		for (uint64_t seed = 2;; seed++)
			compute(seed);
	before = forced();
	while (turns < TURNS_MOST && forced() - before < SWITCHES) {
		got = compute(1);
		wrong += got.whole != wanted.whole || memcmp(&got.real, &wanted.real, sizeof(got.real));
		turns++;
	}
	fact_need(kill(other, SIGKILL) == 0 && waitpid(other, NULL, 0) == other, "waitpid");
	fact_value("switches", forced() - before,
		   "times that another process with the same registers in use ran in between");
	fact_value("wrong", wrong, "computations that came out differently");
	return fact_end();
}
