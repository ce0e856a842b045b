/* Several processes of one program at once. */
#include <sys/stat.h>

#include "fact.h"

enum { INSTANCES = 16 };

/* How many different ones there are. */
static double distinct(const double *values)
{
	double n = 0;

	for (int i = 0; i < INSTANCES; i++) {
		int k = 0;

		while (k < i && values[k] != values[i])
			k++;
		n += k == i;
	}
	return n;
}

static double program_of(pid_t pid)
{
	char path[64];
	struct stat st;

	snprintf(path, sizeof(path), "/proc/%d/exe", (int)pid);
	return stat(path, &st) == 0 ? (double)st.st_ino : -1;
}

int main(void)
{
	double pids[INSTANCES], programs[INSTANCES];
	int hold[2];
	char byte;

	fact_need(pipe(hold) == 0, "pipe");
	for (int i = 0; i < INSTANCES; i++) {
		pid_t pid = fact_fork();

		if (pid == 0) {
			close(hold[1]);
			_exit(read(hold[0], &byte, 1) != 0);
		}
		pids[i] = pid;
	}
	for (int i = 0; i < INSTANCES; i++)
		programs[i] = program_of((pid_t)pids[i]);
	close(hold[1]);
	for (int i = 0; i < INSTANCES; i++)
		fact_need(waitpid((pid_t)pids[i], NULL, 0) == (pid_t)pids[i], "waitpid");
	fact_value("processes", INSTANCES, "processes alive at once");
	fact_value("pids", distinct(pids), "different PIDs among the processes");
	if (programs[0] >= 0)
		fact_value("programs", distinct(programs), "different programs among them");
	else
		fact_cannot("programs", "/proc does not say which program a process runs");
	return fact_end();
}
