/* exec overwrites the process: what of it is still there afterwards, and what comes behind the call. */
#include <fcntl.h>

#include "fact.h"

enum { OUT = 3 }; /* the descriptor by which the new program reports */

struct report {
	double pid, argc, variable, descriptors;
};

static volatile int variable = 7;
static volatile double *behind; /* counts arrivals behind a successful exec */

static double open_below(int limit)
{
	double n = 0;

	for (int fd = 0; fd < limit; fd++)
		n += lseek(fd, 0, SEEK_CUR) != -1 || errno == ESPIPE;
	return n;
}

/* This program again, as the new one. */
static int be_the_new_one(int argc)
{
	struct report r = { getpid(), argc, variable, open_below(OUT) };

	return write(OUT, &r, sizeof(r)) != sizeof(r);
}

static void be_the_child(int out)
{
	variable = 42;
	out = fcntl(out, F_DUPFD_CLOEXEC, OUT + 1); /* dup2 onto itself would keep the flag */
	fact_need(out > OUT && dup2(out, OUT) == OUT, "dup2");
	execl("/proc/self/exe", "new", "--new", "third", (char *)NULL);
	++*behind;
	_exit(1);
}

/* What a failing exec returns; errno goes to *number. */
static double failing(int *number)
{
	int returned = execl("/nonexistent/program", "program", (char *)NULL);

	*number = errno;
	return returned;
}

int main(int argc, char **argv)
{
	struct report r = { 0 };
	int fds[2], status = 0, number = 0;
	double returned;
	pid_t pid;

	if (argc > 1 && strcmp(argv[1], "--new") == 0)
		return be_the_new_one(argc);
	behind = fact_shared();
	fact_need(pipe2(fds, O_CLOEXEC) == 0, "pipe");
	pid = fact_fork();
	if (pid == 0)
		be_the_child(fds[1]);
	close(fds[1]);
	fact_need(read(fds[0], &r, sizeof(r)) == sizeof(r), "read");
	fact_need(waitpid(pid, &status, 0) == pid && WIFEXITED(status) && WEXITSTATUS(status) == 0,
		  "waitpid");
	returned = failing(&number);
	fact_value("before", pid, "PID before exec");
	fact_value("after", r.pid, "PID after exec");
	fact_value("behind", *behind, "arrivals at the line behind exec");
	fact_value("failed", returned, "exec of a file that is not there returned");
	fact_value("variable", r.variable, "a variable that was 7, set to 42 before exec, is after it");
	fact_value("argc", r.argc, "argc of the new main(), of 3 words handed over");
	fact_value("descriptors", r.descriptors,
		   "descriptors 0, 1, 2 that the new program found open");
	return fact_end();
}
