/* A child that outlives its parent: who its parent is then. */
#include "fact.h"

enum { PATIENCE_MS = 2000 };

struct report {
	double before, after, waited;
};

/* Reports once its parent has gone. */
static void be_the_orphan(struct report *report, int ready, int done)
{
	pid_t before = getppid();

	prctl(PR_SET_PDEATHSIG, 0);
	report->before = before;
	if (write(ready, "", 1) != 1)
		_exit(1);
	for (int i = 0; i < PATIENCE_MS && getppid() == before; i++)
		fact_sleep_ms(1);
	report->after = getppid();
	if (write(done, "", 1) != 1)
		_exit(1);
	_exit(0);
}

static void be_the_parent(struct report *report, const int done[2])
{
	int ready[2];
	char byte;

	fact_need(pipe(ready) == 0, "pipe");
	if (fact_fork() == 0)
		be_the_orphan(report, ready[1], done[1]);
	fact_need(read(ready[0], &byte, 1) == 1, "read");
	_exit(0);
}

int main(void)
{
	struct report *report = fact_shared();
	int done[2];
	char byte;
	pid_t parent;

	fact_need(pipe(done) == 0, "pipe");
	parent = fact_fork();
	if (parent == 0)
		be_the_parent(report, done);
	fact_need(waitpid(parent, NULL, 0) == parent, "waitpid");
	close(done[1]);
	fact_value("parent", parent, "PID of the parent");
	fact_value("before", report->before, "getppid() in the child while the parent lived");
	fact_value("lived", read(done[0], &byte, 1) == 1,
		   "children that went on when the parent had ended");
	fact_value("after", report->after, "getppid() in the child then");
	return fact_end();
}
