/* Cases whose θ is too great for a gate. */
#include "blind.h"

#include "unit.h"

#define BLIND_THETA .105 /* what reads "10%" is not above it */

enum { NAMES_MOST = 5 };

void blind_count(struct blind *b, const char *label, double theta)
{
	if (!(theta > BLIND_THETA))
		return;
	if (b->n++ >= NAMES_MOST)
		return;
	text_addf(&b->names, "%s%s (", b->names.length ? ", " : "", label);
	unit_add_share(&b->names, theta);
	text_add(&b->names, ")");
}

void blind_say(struct text *t, struct blind *b)
{
	if (b->n > 0)
		text_addf(t, " %zu case%s a θ above 10%%, so smaller changes pass unseen there: %s", b->n,
			  b->n == 1 ? " has" : "s have", text_str(&b->names));
	if (b->n > NAMES_MOST)
		text_addf(t, " and %zu more", b->n - NAMES_MOST);
	text_add(t, b->n > 0 ? "." : "");
	t->failed = t->failed || b->names.failed;
	text_free(&b->names);
	*b = (struct blind){ 0 };
}
