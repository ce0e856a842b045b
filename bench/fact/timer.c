/* Two processes on one PU that never enter the kernel: what becomes of them. */
#include "fact.h"

enum { WATCH_MS = 40 };

struct board {
	volatile uint64_t progress[2];
	volatile double longest_ns; /* that the second was off the PU once it had begun */
};

static _Noreturn void be_the_first(struct board *board)
{
	for (;;)
		board->progress[0]++;
}

/* The clock is read without a system call. */
static _Noreturn void be_the_second(struct board *board)
{
	double before = fact_now_ns();

	for (;;) {
		double now = fact_now_ns();

		if (now - before > board->longest_ns)
			board->longest_ns = now - before;
		before = now;
		board->progress[1]++;
	}
}

static pid_t start(struct board *board, void (*be)(struct board *board))
{
	pid_t pid = fact_fork();

	if (pid == 0)
		be(board);
	return pid;
}

static void stop(pid_t pid, struct rusage *usage)
{
	fact_need(kill(pid, SIGKILL) == 0 && wait4(pid, NULL, 0, usage) == pid, "wait4");
}

static double cpu_ns(const struct rusage *u)
{
	return (double)(u->ru_utime.tv_sec + u->ru_stime.tv_sec) * 1e9 +
	       (double)(u->ru_utime.tv_usec + u->ru_stime.tv_usec) * 1e3;
}

int main(void)
{
	struct board *board = fact_shared();
	char state_first, state_second;
	struct rusage first, second;
	double began, spent;
	pid_t a, b;

	fact_bind();
	began = fact_now_ns();
	a = start(board, be_the_first);
	b = start(board, be_the_second);
	fact_sleep_ms(WATCH_MS);
	state_first = fact_state(a);
	state_second = fact_state(b);
	stop(a, &first);
	stop(b, &second);
	spent = fact_now_ns() - began;
	fact_value("forced", (double)first.ru_nivcsw,
		   "switches forced on a process that never entered the kernel");
	fact_value("voluntary", (double)first.ru_nvcsw,
		   "switches that it made by itself (its end is one)");
	fact_value("others", (board->progress[0] > 0) + (board->progress[1] > 0),
		   "processes of the two that got ahead");
	fact_value("longest_ns", board->longest_ns,
		   "ns for which the one kept the PU from the other at most");
	if (state_first && state_second)
		fact_value("runnable", (state_first == 'R') + (state_second == 'R'),
			   "processes in state R, running or ready, at the same moment on one PU");
	else
		fact_cannot("runnable", "/proc does not say in which state a process is");
	fact_value("share", 100 * (cpu_ns(&first) + cpu_ns(&second)) / spent,
		   "percent of the PU's time that both used together");
	return fact_end();
}
