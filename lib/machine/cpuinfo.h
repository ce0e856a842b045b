/* What a processor calls itself, from /proc/cpuinfo, whose names differ by architecture. */
#ifndef MACHINE_CPUINFO_H
#define MACHINE_CPUINFO_H

#include <stddef.h>

struct machine_cpuinfo {
	char vendor[64];
	char model[128];
	char family[32];
	char model_number[32];
	char stepping[32];
	char microcode[32];
	char why[80]; /* why everything is "", or "" */
};

/* The entry of this PU, or the first one if it has none of its own; "" for what is not there. */
void machine_cpuinfo_read(const char *root, unsigned cpu, struct machine_cpuinfo *info);

/* The same from text; for tests. */
void machine_cpuinfo_parse(const char *text, unsigned cpu, struct machine_cpuinfo *info);

#endif
