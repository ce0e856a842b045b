/*
 * A partner: a second process or thread on this PU that answers this one until it is stopped.
 *
 * getrusage() of this process does not see a partner process, so that one counts for itself and leaves
 * its counts in memory that both share, whenever an exchange asks for them.
 */
#ifndef HARNESS_PARTNER_H
#define HARNESS_PARTNER_H

#include <pthread.h>
#include <stddef.h>
#include <sys/types.h>

#include "bench.h"

enum partner_kind {
	PARTNER_NONE, /* all zero is a partner that was never started */
	PARTNER_PROCESS,
	PARTNER_THREAD
};

enum partner_wish { PARTNER_NO_WISH, PARTNER_COUNTS, PARTNER_END };

/* Shared with the partner. */
struct partner_desk {
	volatile int wish; /* enum partner_wish, of the exchange that comes next */
	volatile int cpu;  /* where the partner was when it last left its counts; -1: it has not yet */
	double switches, faults;
	double answers;
};

struct partner {
	enum partner_kind kind;
	pid_t pid;
	pthread_t thread;
	struct partner_desk *desk;
	struct partner_role {
		/* In the partner: answers message after message, with partner_attend() before each answer. */
		void (*echo)(void *state, struct partner *self);
		/*
		 * In this process: one message and its answer. 0, or -errno. NULL: the exchange of a
		 * partner that is yet to be started reaches this one too.
		 */
		int (*exchange)(void *state);
	} role;
	void *state;
};

/* Starts echo(state), and waits for its first answers. 0, or -errno with its reason. */
int partner_start(struct partner *p, enum partner_kind kind, struct partner_role role, void *state);

int partner_obey(struct partner_desk *desk);

/* Between a message and its answer: what was asked for beside the answer. Not 0: this answer is the last. */
static inline int partner_attend(struct partner *self)
{
	struct partner_desk *desk = self->desk;

	return __builtin_expect(desk->wish != PARTNER_NO_WISH, 0) ? partner_obey(desk) : 0;
}

/* Adds the counts of so many partner processes, all of which one exchange of the first one reaches. */
void partner_count(struct partner *partners, size_t count, struct bench_counts *counts);

/* Ends a partner and waits for its end. */
void partner_stop(struct partner *p);

#endif
