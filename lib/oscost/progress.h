/* The progress line with the time left: on a terminal only, and not with -q. */
#ifndef OSCOST_PROGRESS_H
#define OSCOST_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct progress {
	bool shown; /* standard error is a terminal */
	const char *title;
	uint32_t rounds;
	uint64_t start_ns, last_ns;
};

/* title: what the line begins with. */
void progress_start(struct progress *p, const char *title, uint32_t rounds);
/* In round `round` (from 1) the process `index` of `count` is about to start. */
void progress_show(struct progress *p, uint32_t round, size_t index, size_t count);
void progress_clear(struct progress *p);
/* A message about a case, on a line of its own. */
void progress_say(struct progress *p, const char *name, const char *param, const char *text);

#endif
