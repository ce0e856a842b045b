/* What fork gives to the parent and to the child, and what the two have of each other's memory. */
#include <fcntl.h>

#include "fact.h"

struct report {
	double returned, pid, parent, entries, found, left, offset;
};

static int entries;           /* how often main was entered */
static volatile int variable; /* both have it, each its own */

static void be_the_child(struct report *report, pid_t returned, int fd)
{
	char bytes[3];

	report->returned = returned;
	report->pid = getpid();
	report->parent = getppid();
	report->entries = entries;
	report->found = variable;
	variable = 43;
	report->left = variable;
	report->offset = read(fd, bytes, sizeof(bytes)) == sizeof(bytes);
	_exit(0);
}

static int open_file(void)
{
	int fd = memfd_create("fact", MFD_CLOEXEC);

	fact_need(fd >= 0 && write(fd, "0123456789", 10) == 10 && lseek(fd, 0, SEEK_SET) == 0,
		  "memfd_create");
	return fd;
}

int main(void)
{
	struct report *child = fact_shared();
	int fd = open_file();
	pid_t pid;

	entries++;
	variable = 42;
	pid = fact_fork();
	if (pid == 0)
		be_the_child(child, pid, fd);
	fact_need(waitpid(pid, NULL, 0) == pid, "waitpid");
	fact_value("parent_returned", pid, "fork() returned to the parent");
	fact_value("child_pid", child->pid, "PID of the child");
	fact_value("child_returned", child->returned, "fork() returned to the child");
	fact_value("child_parent", child->parent, "getppid() in the child");
	fact_value("parent_pid", getpid(), "PID of the parent");
	fact_value("child_entries", child->entries, "times that main() was entered, as the child counts");
	fact_value("found", child->found, "the child found in a variable");
	fact_value("left", child->left, "the child wrote to the variable");
	fact_value("kept", variable, "the parent then read from the variable");
	fact_value("offset", child->offset > 0 ? (double)lseek(fd, 0, SEEK_CUR) : -1,
		   "bytes that the parent's open file advanced when the child read 3");
	return fact_end();
}
