/* sched_yield beside a process that is always ready, on one PU: does each call give the PU away? */
#include "fact.h"

enum { YIELDS = 10 };

int main(void)
{
	volatile uint64_t *progress = fact_shared();
	double ran = 0, refused = 0;
	pid_t other;

	fact_bind();
	other = fact_fork();
	while (other == 0)
		++*progress;
	while (*progress == 0)
		sched_yield();
	for (int i = 0; i < YIELDS; i++) {
		uint64_t before = *progress;

		refused += sched_yield() != 0;
		ran += *progress != before;
	}
	fact_need(kill(other, SIGKILL) == 0 && waitpid(other, NULL, 0) == other, "waitpid");
	fact_value("yields", YIELDS, "calls of sched_yield()");
	fact_value("refused", refused, "calls of sched_yield() that the kernel refused");
	fact_value("ran", ran, "calls after which the other process had got ahead");
	return fact_end();
}
