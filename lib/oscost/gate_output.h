/* What check leaves: on standard output, in files for a CI, in a folder. */
#ifndef OSCOST_GATE_OUTPUT_H
#define OSCOST_GATE_OUTPUT_H

#include "gate.h"

struct gate_output {
	bool strict, json, no_pictures;
	const char *junit, *markdown; /* files; "-": standard output; NULL: none */
	const char *dir;
};

/* -EINVAL, said: more than one of them would be standard output. */
int gate_output_check(const struct gate_output *o);
/* A table goes to standard error where standard output is taken. 0 or -errno, said. */
int gate_output_write(const struct gate_output *o, const struct gate *gate);
/* There was no baseline. dir may be NULL. 0 or -errno, said. */
int gate_output_write_missing(const struct gate_output *o, const char *why);

#endif
