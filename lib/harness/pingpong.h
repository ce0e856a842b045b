/*
 * Ping-pong over file descriptors: a small message is written at one end and read at the other.
 *
 * Pipes, eventfds and sockets differ in how the two ways are opened; all the rest is here. The state of
 * such a case is a struct pingpong.
 */
#ifndef HARNESS_PINGPONG_H
#define HARNESS_PINGPONG_H

#include "partner.h"

struct pingpong_way {
	int in;	 /* written to */
	int out; /* read from */
};

struct pingpong {
	struct pingpong_way there, back;
	size_t size; /* of a message, at most 8 bytes */
	/* Where it is set, both ends do this before each write. */
	void (*before_write)(void);
	struct partner partner;
};

/* Fills in there, back and size. 0, BENCH_SKIP, or -errno. */
typedef int pingpong_open(struct pingpong *p);

/* For setup: opens both ways and starts the partner, if the case has one. 0, BENCH_SKIP, or -errno. */
int pingpong_new(void **state, pingpong_open *open, enum partner_kind kind);

/* For run: a round trip; and a message that this process writes and reads itself, the ways in turn. */
int pingpong_run(void *state, uint64_t ops);
int pingpong_run_self(void *state, uint64_t ops);
void pingpong_count(void *state, struct bench_counts *counts);
void pingpong_teardown(void *state);

/* Both ways are pipes, a message is a byte. */
int pingpong_open_pipes(struct pingpong *p);

/* Why a call failed, from errno: a skip where the kernel or a filter does not let it be, else an error. */
int pingpong_refused(const char *what);

#endif
