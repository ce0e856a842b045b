/* A process that waits for a byte, and another one on the same PU that computes meanwhile. */
#include "fact.h"

enum { WATCH_MS = 30 };

static double clock_ns(clockid_t clock)
{
	struct timespec t = { 0, 0 };

	fact_need(clock_gettime(clock, &t) == 0, "clock_gettime");
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static void be_the_waiter(int in, int out)
{
	char byte;

	/* Its own start is not part of what is watched. */
	if (write(out, "", 1) != 1 || read(in, &byte, 1) != 1 || write(out, "", 1) != 1)
		_exit(1);
	_exit(0);
}

static void spin(void)
{
	double until = fact_now_ns() + WATCH_MS * 1e6;

	while (fact_now_ns() < until)
		;
}

int main(void)
{
	int to[2], from[2], status = 0;
	double waiter, own;
	clockid_t clock;
	char state, byte;
	pid_t pid;

	fact_bind();
	fact_need(pipe(to) == 0 && pipe(from) == 0, "pipe");
	pid = fact_fork();
	if (pid == 0)
		be_the_waiter(to[0], from[1]);
	fact_need(read(from[0], &byte, 1) == 1 && clock_getcpuclockid(pid, &clock) == 0,
		  "clock_getcpuclockid");
	for (int i = 0; i < 1000 && fact_state(pid) == 'R'; i++)
		fact_sleep_ms(1);
	waiter = clock_ns(clock);
	own = clock_ns(CLOCK_PROCESS_CPUTIME_ID);
	spin();
	waiter = clock_ns(clock) - waiter;
	own = clock_ns(CLOCK_PROCESS_CPUTIME_ID) - own;
	state = fact_state(pid);
	fact_need(write(to[1], "", 1) == 1 && read(from[0], &byte, 1) == 1, "write");
	fact_need(waitpid(pid, &status, 0) == pid, "waitpid");
	if (state)
		fact_value("asleep", state == 'S' || state == 'D',
			   "waiting processes in state S (sleeping)");
	else
		fact_cannot("asleep", "/proc does not say in which state a process is");
	fact_value("waiter_ns", waiter, "ns of CPU time that the waiting process used");
	fact_value("other_ns", own, "ns of CPU time that the other used");
	fact_value("share", 100 * own / (own + waiter), "percent of their CPU time that the other had");
	fact_value("woken", WIFEXITED(status) && WEXITSTATUS(status) == 0,
		   "waiting processes that went on when the byte came");
	return fact_end();
}
