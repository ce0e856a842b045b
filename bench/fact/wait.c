/* wait returns when the child has ended, and brings its exit status. */
#include "fact.h"

enum { SLEEP_MS = 10, STATUS = 7 };

int main(void)
{
	volatile double *ended = fact_shared();
	double started = fact_now_ns(), returned;
	int status = 0;
	pid_t pid = fact_fork(), got;

	if (pid == 0) {
		fact_sleep_ms(SLEEP_MS);
		*ended = fact_now_ns();
		_exit(STATUS);
	}
	got = wait(&status);
	returned = fact_now_ns();
	fact_value("child", pid, "PID of the child");
	fact_value("got", got, "wait() returned");
	fact_value("status", WIFEXITED(status) ? WEXITSTATUS(status) : -1,
		   "exit status by wait(), of a child that called _exit(7)");
	fact_value("child_ns", *ended - started, "ns until the child was about to end");
	fact_value("wait_ns", returned - started, "ns until wait() returned");
	return fact_end();
}
