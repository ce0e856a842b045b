/* Results for other tools: one format per file, export_NAME.c. */
#ifndef OSCOST_EXPORT_H
#define OSCOST_EXPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "counted.h"
#include "record/record.h"
#include "text.h"

enum { EXPORT_LABEL_SIZE = 100 };

/* A run that is exported. Everything is worked out from its samples. */
struct export_run {
	struct text name; /* of its folder, cleaned */
	struct record_run run;
	struct record_summary summary;
	struct counted counted;
	/* Those rows of the summary that --only asks for, in its order: the rows of a case stand
	 * next to each other. */
	const struct record_summary_row **rows;
	size_t row_n;
};

/* What becomes of the rows. A row without figures that the format tells of in its own way is
 * placed. */
struct export_count {
	size_t placed;
	size_t invalid, failed, skipped; /* have no figures, left out */
	size_t counters, others;	 /* have figures, but no place in this format */
	size_t unstable; /* placed, but the format has no way to say that they are UNSTABLE */
};

struct export_source {
	struct export_run *runs; /* one, or as many as the format takes */
	size_t run_n;
	const char *out; /* the file that is written, or NULL */
};

struct export_format {
	const char *name;
	const char *what; /* one line: which tool reads it */
	bool several;	  /* takes more than one run */
	/* Appends the document. 0; -EBADMSG with words in err: the run lacks what the format needs;
	 * -ENOMEM. */
	int (*write)(struct text *out, const struct export_source *source,
		     struct export_count *count, struct record_error *err);
	/* What goes to --config, or NULL. */
	int (*write_config)(struct text *out, const struct export_source *source,
			    struct record_error *err);
};

extern const struct export_format export_benchfmt, export_gbench, export_smaller, export_bmf,
	export_otava, export_openmetrics, export_junit, export_csv, export_json;
/* All of them; ends with NULL. */
extern const struct export_format *const export_formats[];
/* NULL: there is none of that name. */
const struct export_format *export_find(const char *name);

/* Reads the folder and picks its rows: all, or those whose case matches one of the patterns; sets
 * matched[i]. A label NAME:PARAM may match too. derived_path: derived.tsv; NULL: no derived figures.
 * 0, or -errno with words in err; run is to be freed in every case. */
int export_read(const char *dir, const char *derived_path, const char *const *only, bool *matched,
		size_t only_count, struct export_run *run, struct record_error *err);
/* The same for a run whose name and samples are there already. */
int export_work_out(struct export_run *run, const char *derived_path, const char *const *only,
		    bool *matched, size_t only_count, struct record_error *err);
void export_free(struct export_run *run);

/* The row has figures: its status is ok or UNSTABLE, and there is a median. */
bool export_has_figures(const struct record_summary_row *row);
/* The row is the cost of an operation, not a counter. */
bool export_is_time(const struct record_summary_row *row);
/* Both; else counts the row as left out. */
bool export_takes(const struct record_summary_row *row, struct export_count *count);
/* NAME or NAME:PARAM; returns buf. */
const char *export_label(const struct record_summary_row *row, char buf[EXPORT_LABEL_SIZE]);
bool export_same_case(const struct record_summary_row *a, const struct record_summary_row *b);
/* The case whose row it is; NULL for a derived figure. */
const struct counted_case *export_case(const struct export_run *run,
				       const struct record_summary_row *row);

/* Of all samples of the process; at most what an int64 holds. */
uint64_t export_operations(const struct counted_case *c, const struct counted_process *p);

/* When the run began, in UTC; false when its date is not of the form 2026-11-20T11:33:00Z. */
bool export_date(const struct export_run *run, struct tm *tm);

/* What formats say of the machine: their word for it, lower case and dashes, and the key of
 * machine.tsv. Ends with a name of NULL. */
struct export_fact {
	const char *name, *key;
};
extern const struct export_fact export_facts[];

/* A number, unrounded; nothing for NaN and infinity. */
void export_add_number(struct text *out, double value);

#endif
