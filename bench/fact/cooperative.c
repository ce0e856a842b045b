/* One PU whose scheduler takes it from nobody (SCHED_FIFO), and the ordinary one: does another
 * process get ahead while one never enters the kernel? */
#include "fact.h"

enum { SPIN_MS = 50 };

/* Until the time is over; the clock is read without a system call. Returns the other's progress. */
static double spin(const volatile uint64_t *progress)
{
	uint64_t before = *progress;
	double until = fact_now_ns() + SPIN_MS * 1e6;

	while (fact_now_ns() < until)
		;
	return (double)(*progress - before);
}

static pid_t start_other(volatile uint64_t *progress)
{
	pid_t pid = fact_fork();

	if (pid != 0)
		return pid;
	for (;;)
		++*progress;
}

int main(void)
{
	volatile uint64_t *progress = fact_shared();
	const struct sched_param lowest = { .sched_priority = sched_get_priority_min(SCHED_FIFO) };
	const struct sched_param none = { .sched_priority = 0 };
	double ordinary, alone;
	pid_t other;

	fact_bind();
	other = start_other(progress);
	while (*progress == 0)
		sched_yield();
	ordinary = spin(progress);
	fact_value("timer", ordinary > 0, "others that got ahead in 50 ms, with time slices");
	if (sched_setscheduler(0, SCHED_FIFO, &lowest) == 0) {
		alone = spin(progress);
		fact_need(sched_setscheduler(0, SCHED_OTHER, &none) == 0, "sched_setscheduler");
		fact_value("fifo", alone > 0, "others that got ahead in 50 ms, without (SCHED_FIFO)");
	} else {
		fact_cannot("fifo", "a policy without time slices (SCHED_FIFO) is refused here: %s",
			    strerror(errno));
	}
	fact_need(kill(other, SIGKILL) == 0 && waitpid(other, NULL, 0) == other, "waitpid");
	return fact_end();
}
