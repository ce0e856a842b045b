/* Starts a program that tries facts, as a shell would start it, and takes down what it says.
 *
 * Benchmarks are started by spawn.h, which adopts what they leave behind; who adopts an orphan is one
 * of the facts. */
#ifndef OSCOST_SEEN_START_H
#define OSCOST_SEEN_START_H

#include <stddef.h>

#include "text.h"

enum {
	SEEN_OUTPUT_MAX = 1 << 16, /* bytes; more is trouble */
	SEEN_TROUBLE_SIZE = 128,
	SEEN_LIMIT_MS = 10000, /* after this it is killed */
};

/* Standard input is /dev/null. output: what it said, which may hold any bytes. trouble: "" when it
 * ended with exit status 0, else how it ended, in words. Nothing of its process group is left. 0, or
 * -errno when it could not be started. */
int seen_start(const char *path, struct text *output, char trouble[SEEN_TROUBLE_SIZE]);

#endif
