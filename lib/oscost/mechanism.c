/* The mechanisms that cases belong to: their order and titles. */
#include "mechanism.h"

#include <string.h>

const struct mechanism mechanisms[] = {
	{ "call", "Floors (no kernel entry)", 0 },
	{ "clock", "Floors (no kernel entry)", 0 },
	{ "vm", "Hypervisor", 7 },
	{ "syscall", "System call", 1 },
	{ "trap", "Trap", 6 },
	{ "signal", "Signal", 2 },
	{ "ctxsw", "Context switch", 3 },
	{ "wake", "Wake-up on another PU", 6 },
	{ "process", "Process creation", 4 },
	{ "thread", "Thread creation", 2 },
	{ "timer", "Timer interrupt", 5 },
	{ "sched", "Scheduling", 1 },
	{ "inspect", "Inspecting every step", 7 },
	{ "indirect", "Indirect cost", 3 },
	{ NULL, NULL, 0 },
};

size_t mechanism_prefix_length(const char *name)
{
	return strcspn(name, ".");
}

bool mechanism_has_prefix(const char *name, const char *prefix, size_t length)
{
	return mechanism_prefix_length(name) == length && strncmp(name, prefix, length) == 0;
}

size_t mechanism_of(const char *name)
{
	size_t i = 0;

	while (mechanisms[i].prefix &&
	       !mechanism_has_prefix(name, mechanisms[i].prefix, strlen(mechanisms[i].prefix)))
		i++;
	return i;
}
