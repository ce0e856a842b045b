/* What a new process does to itself before it becomes the benchmark: for spawn.c alone. */
#ifndef OSCOST_SPAWN_CHILD_H
#define OSCOST_SPAWN_CHILD_H

#include <sys/types.h>

#include "spawn.h"

/* Group, signals, PU, counters and standard output (out), then exec; it ends with `driver`. Exit status 126: that
 * has ended before, 127: no exec. */
_Noreturn void spawn_child(const struct spawn_request *request, int out, pid_t driver);

#endif
