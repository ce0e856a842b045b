/* Reads what a benchmark process said (lib/harness/wire.h). Its words are data: checked, never trusted. */
#ifndef OSCOST_WIRE_READ_H
#define OSCOST_WIRE_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "record/error.h"
#include "record/run.h"

enum { WIRE_FIELDS_MAX = 64, WIRE_COUNTERS_MAX = 32 };

struct wire_line {
	char *field[WIRE_FIELDS_MAX];
	size_t n;
	size_t number; /* from 1 */
};

/* Before it is read: -EBADMSG when it is empty or holds a NUL byte. prefixed: there was a prefix command. */
int wire_check(const char *text, size_t size, bool prefixed, struct record_error *err);

/*
 * Walks over text, which is cut up in place. Starts with number = 0; the first call checks the header.
 * 1: a line; 0: the last line "end" was met; -EBADMSG: not the protocol, no end, or more behind it.
 */
int wire_next(char **cursor, struct wire_line *line, struct record_error *err);

struct wire_sample {
	const char *name;
	uint64_t ops;
	double ticks, overhead_ticks;
	double cycles_per_tick; /* NaN: unknown */
	double width;	   /* of the core (chain_read); NaN: unknown */
	int cpu;		/* -1: unknown */
	double events[RECORD_EVENTS];
	double counter[WIRE_COUNTERS_MAX];
	size_t counters;
};

/* 0, or -EBADMSG with the line's number in err. */
int wire_parse_sample(const struct wire_line *line, struct wire_sample *out, struct record_error *err);
int wire_parse_gap(const struct wire_line *line, int *is_tick, double *start_ticks, double *ticks,
		   struct record_error *err);
int wire_parse_process(const struct wire_line *line, double *timed_ticks, double *involuntary,
		       struct record_error *err);

#endif
