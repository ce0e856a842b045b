/* One address, seen by two threads and by two processes. */
#include <pthread.h>

#include "fact.h"

static volatile long variable;

struct view {
	uintptr_t address;
	long found;
};

static void *be_the_thread(void *argument)
{
	struct view *view = argument;

	view->address = (uintptr_t)&variable;
	view->found = variable;
	variable = 2;
	return NULL;
}

static void try_threads(void)
{
	struct view view = { 0, 0 };
	pthread_t thread;

	variable = 1;
	fact_need(pthread_create(&thread, NULL, be_the_thread, &view) == 0, "pthread_create");
	fact_need(pthread_join(thread, NULL) == 0, "pthread_join");
	fact_value("thread_offset", (double)(view.address - (uintptr_t)&variable),
		   "bytes between the addresses of two threads");
	fact_value("thread_wrote", 2, "one thread wrote to the address");
	fact_value("thread_read", (double)variable, "another read there");
}

static void try_processes(void)
{
	struct view *view = fact_shared();
	pid_t pid;

	variable = 1;
	pid = fact_fork();
	if (pid == 0) {
		variable = 3;
		view->found = variable;
		view->address = (uintptr_t)&variable;
		_exit(0);
	}
	fact_need(waitpid(pid, NULL, 0) == pid, "waitpid");
	fact_value("process_offset", (double)(view->address - (uintptr_t)&variable),
		   "bytes between the addresses of two processes");
	fact_value("process_wrote", (double)view->found, "one process wrote to the address");
	fact_value("process_read", (double)variable, "another read there");
}

int main(void)
{
	try_threads();
	try_processes();
	return fact_end();
}
