/* Cases whose θ is so great that only gross changes would be found: a gate is blind there. */
#ifndef OSCOST_BLIND_H
#define OSCOST_BLIND_H

#include <stddef.h>

#include "text.h"

/* Starts as {0}. */
struct blind {
	size_t n;
	struct text names; /* private */
};

/* Counts the case if its θ, a share, is above 10%. */
void blind_count(struct blind *b, const char *label, double theta);
/* " 2 cases have a θ above 10%, so …: a (39%), b (12%).", or nothing; frees what was gathered. */
void blind_say(struct text *t, struct blind *b);

#endif
