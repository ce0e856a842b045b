/* What the kernel keeps of a process, as /proc shows it, against what is known otherwise. */
#include "fact.h"

/* A number of /proc/PID/status; -1: there is no such line. */
static double status_of(pid_t pid, const char *key)
{
	char path[64], line[256];
	double value = -1;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
	f = fopen(path, "re");
	while (f && value < 0 && fgets(line, sizeof(line), f))
		if (strncmp(line, key, strlen(key)) == 0 && line[strlen(key)] == ':')
			value = strtod(line + strlen(key) + 1, NULL);
	if (f)
		fclose(f);
	return value;
}

int main(void)
{
	pid_t pid;

	if (status_of(getpid(), "Pid") < 0) {
		fact_cannot("pid", "/proc does not show what the kernel keeps of a process");
		return fact_end();
	}
	pid = fact_fork();
	while (pid == 0)
		pause();
	for (int i = 0; i < 1000 && fact_state(pid) != 'S'; i++)
		fact_sleep_ms(1);
	fact_value("pid", status_of(pid, "Pid"), "PID in the kernel's entry of a child");
	fact_value("child", pid, "fork() had returned");
	fact_value("parent", status_of(pid, "PPid"), "parent in that entry");
	fact_value("own", getpid(), "getpid() in the parent");
	fact_value("asleep", fact_state(pid) == 'S', "children in state S, of one that pauses");
	fact_value("owner", status_of(pid, "Uid"), "owner in that entry");
	fact_value("uid", getuid(), "getuid() in the parent");
	fact_need(kill(pid, SIGKILL) == 0 && waitpid(pid, NULL, 0) == pid, "waitpid");
	return fact_end();
}
