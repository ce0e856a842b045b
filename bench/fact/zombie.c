/* A child that has ended keeps its entry until it is waited for. */
#include "fact.h"

int main(void)
{
	pid_t pid = fact_fork();
	siginfo_t info = { .si_pid = 0 };
	int status = 0;
	char state;

	if (pid == 0)
		_exit(7);
	fact_need(waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT) == 0, "waitid");
	state = fact_state(pid);
	if (state)
		fact_value("zombie", state == 'Z', "children in state Z (zombie) before wait()");
	else
		fact_cannot("zombie", "/proc does not say in which state a process is");
	fact_value("there", kill(pid, 0) == 0, "children still known by their PID before wait()");
	fact_need(waitpid(pid, &status, 0) == pid, "waitpid");
	fact_value("status", WIFEXITED(status) ? WEXITSTATUS(status) : -1,
		   "exit status that the zombie kept, of _exit(7)");
	fact_value("gone", kill(pid, 0) == -1 && errno == ESRCH, "children unknown to the kernel after wait()");
	return fact_end();
}
