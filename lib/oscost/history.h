/*
 * What became of every case over the stored runs of a machine: series of medians in time order, and the
 * points where they changed (method.md, section 4). Kernel and build may change on the way; that is what
 * a history is for.
 */
#ifndef OSCOST_HISTORY_H
#define OSCOST_HISTORY_H

#include <stddef.h>
#include <stdint.h>

#include "noise.h"
#include "record/record.h"
#include "store.h"
#include "view.h"

/* Rules of method.md: alpha of Pettitt's test, and runs in a segment. */
#define HISTORY_ALPHA .01
enum {
	HISTORY_SEGMENT_LEAST = 3,
	HISTORY_RUNS_LEAST = 16, /* with fewer, Pettitt's test never gives such a p */
};

/* A run's figure, in the series' unit; lo and hi are NaN where it had no interval. */
struct history_point {
	uint32_t run; /* index into the machine's runs */
	double median, lo, hi;
};

struct history_change {
	size_t point;	      /* the first after it: index into points, at least HISTORY_SEGMENT_LEAST */
	double before, after; /* medians of the segments on both sides */
};

struct history_series {
	const struct record_case *info; /* its name and param; unit and all else mean nothing */
	char *unit;			/* ns, %, or a derived figure's own */
	struct history_point *points;	/* by run, one each */
	size_t n;
	struct history_change *changes;
	size_t change_n;
	double theta; /* least shift that counts, as a share */
	size_t size;  /* private */
};

/* Runs of one CPU model, hypervisor and prefix (--under). */
struct history_machine {
	const struct store_entry **runs; /* in time order; those whose summary could be read */
	size_t run_n;
	struct history_series *series; /* in the order of their first run */
	size_t series_n;
	struct noise noise; /* of the newest kernel that has some; none: {0} */
	/* For reading: rows whose figure is a series' last median, grouped by mechanism. */
	struct view view;
	struct record_summary last; /* private: behind the view; its row i is series i */
	struct record_run names;    /* private: its case i is series i */
};

struct history {
	struct store_list list; /* what was read, and what could not be: list.faults */
	struct history_machine *machines;
	size_t machine_n;
};

struct history_options {
	const char *dir;	 /* of the store */
	const char *key;	 /* glob over keys; NULL: all */
	const char *const *only; /* globs over NAME or NAME:PARAM; none: all */
	size_t only_n;
};

/* Reads summary.tsv and machine.tsv of the stored runs. 0; -errno of the folder, -ENOMEM, with words in
 * err. To be freed in every case. */
int history_read(const struct history_options *options, struct history *h, struct record_error *err);
void history_free(struct history *h);

/* The series that a row of the machine's view shows. */
const struct history_series *history_of(const struct history_machine *m, const struct view_row *row);
/* "AMD EPYC, guest of KVM, under 'chrt -f 50'", clean. */
void history_add_machine(struct text *t, const struct history_machine *m);
/* "120 runs, 2026-01-01T… to 2026-03-01T…, 3 kernels", clean. */
void history_add_span(struct text *t, const struct history_machine *m);
/* What a change is judged by, in words. */
void history_add_rule(struct text *t, const struct history_machine *m);
size_t history_changes(const struct history_machine *m);
/* A commit for reading: of a hash its first twelve digits, and what stands behind it, "-dirty"; clean. NULL: nothing. */
void history_add_commit(struct text *t, const char *commit);
/* after / before - 1; NaN where before is not above 0. */
double history_share(const struct history_change *c);

/* A change with all that is to be told of it. */
struct history_told {
	const struct view_row *row;
	const struct history_series *series;
	const struct history_change *change;
	const struct store_entry *before, *after; /* the last run before it, the first one after it */
};
/* In the order of the view, then of time; the caller frees. NULL: out of memory. */
struct history_told *history_tell(const struct history_machine *m);

/* The whole history: for terminals, for programs, as one page without its pictures' files. 0 or -ENOMEM. */
int history_add_text(struct text *out, const struct history *h);
int history_add_tsv(struct text *out, const struct history *h);
int history_add_json(struct text *out, const struct history *h);

/* dir/history.html and, where pictures is set, dir/history-*.svg and .png. 0 or -errno with words in err;
 * missing: why pictures are missing, or empty. */
int history_write_page(const char *dir, const struct history *h, bool pictures, struct text *missing,
		       struct record_error *err);

#endif
