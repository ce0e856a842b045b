/* Starts one benchmark process on its PU and collects what it says. */
#ifndef OSCOST_SPAWN_H
#define OSCOST_SPAWN_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct machine_counters;

struct spawn_request {
	char *const *prefix;	/* words of a command that executes what follows it, found by PATH; NULL: none */
	char *const *argv;	/* argv[0] is the program's path */
	int cpu;		/* bind to this PU; -1: leave as it is */
	const struct machine_counters *counters; /* what to count; NULL: nothing */
	const int *counter_fds; /* open already, for the whole PU; NULL: opened for the new process alone */
	uint64_t limit_ns;	/* after this it is killed */
};

enum spawn_end {
	SPAWN_EXITED,	   /* status: exit status */
	SPAWN_KILLED,	   /* status: the signal that ended it */
	SPAWN_TIMED_OUT,   /* limit_ns went by */
	SPAWN_TOO_MUCH,	   /* it said more than SPAWN_MAX_OUTPUT */
	SPAWN_INTERRUPTED, /* the user wants to stop */
	SPAWN_STUCK,	   /* it, or what it left, cannot be killed */
};

#define SPAWN_MAX_OUTPUT ((size_t)64 << 20)

struct spawn_result {
	enum spawn_end end;
	int status;
	char *output; /* NUL-terminated, owned by the caller: free() */
	size_t size;
	uint64_t elapsed_ns; /* from fork to end of output */
	double waited_ns;    /* of that, it could have run and something else did; NaN: unknown */
};

/*
 * Runs the program in a process group of its own and waits for its end, which is the end of its output
 * too; whatever it leaves is killed, also in other groups and sessions. 0, or -errno when it could not
 * be started. Standard input is /dev/null.
 */
int spawn_run(const struct spawn_request *request, struct spawn_result *result);

/* Words for how it ended, if that was not exit status 0; valid until the next call. */
const char *spawn_describe(const struct spawn_result *result);

/*
 * SIGINT, SIGTERM and SIGHUP end the run from now on: they set the flag, and a waiting spawn_run
 * returns. Further calls do nothing.
 */
void spawn_catch_signals(void);
/* The signal that asked to stop, or 0. */
int spawn_stopped(void);

#endif
