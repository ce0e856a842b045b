/* A run in memory, and machine.tsv, cases.tsv, samples.tsv and gaps.tsv of its folder.
 *
 * machine.tsv  key value
 * cases.tsv    case param unit what expected program status reason reruns
 * samples.tsv  case param round process sample ops ticks ns core_cycles overhead_ticks,
 *              the events of enum record_event (files may lack some), disturbed; every column to
 *              the right of `disturbed` is a counter
 * gaps.tsv     round process kind start_ns ns; kind: tick, other
 *
 * A run that was interrupted may end in the middle of a row of samples.tsv or gaps.tsv: that row is
 * dropped, `warning` says so and run.complete becomes `no`. In the other files, which are written
 * whole, it is an error.
 * All functions return 0 or -errno unless said otherwise. */
#ifndef RECORD_RUN_H
#define RECORD_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "error.h"

enum {
	RECORD_CASES_MAX = 4096,
	RECORD_KEYS_MAX = 4096,
	RECORD_COUNTERS_MAX = 128,
	RECORD_WORDS_MAX = 64, /* different reasons in the column `disturbed` */
};

/* Totals beyond this are taken for damage. */
#define RECORD_FIGURE_MAX 1e30

/* Events that are counted over every sample, in the order of the columns. */
enum record_event {
	RECORD_SWITCHES,
	RECORD_FAULTS,
	RECORD_CHILDREN,
	RECORD_SIGNALS,
	RECORD_INTERRUPTS,
	RECORD_SYSCALLS,
	RECORD_THREADS,
	RECORD_EVENTS, /* how many there are */
};
const char *record_event_name(enum record_event event);

/* name and param together are the key. Texts that are missing are NULL; name, unit and status never
 * are. */
struct record_case {
	const char *name;  /* record_text_is_case */
	const char *param; /* record_text_is_param, or NULL */
	const char *unit;  /* "ns" (figure: ns / ops) or "%" (figure: 100 ns / ops) */
	const char *what, *expected, *program;
	const char *status; /* "ok", "SKIPPED" or "FAILED" */
	const char *reason;
	uint64_t reruns;
};

struct record_sample {
	/* Whose it is; round, process (unique within the run) and sample count from 1. */
	uint32_t case_index, round, process, sample;
	/* Totals over the sample's operations; ops is never 0; ns is net and may be negative. NaN:
	 * not known. */
	uint64_t ops, ticks;
	double ns, core_cycles, overhead_ticks;
	double width; /* of the core (harness/chain.h); NaN or 0: not known */
	double events[RECORD_EVENTS];
	/* Why the process was run again, or NULL. The same reason is the same pointer. */
	const char *disturbed;
	const double *counters; /* run->counter_n totals; NULL when there are none */
};

/* An interruption of the timer observation. */
struct record_gap {
	uint32_t round, process;
	bool tick; /* else something other than the timer */
	double start_ns, ns;
};

struct record_key {
	char *key, *value;
};

/* {0} is an empty run. The arrays are for reading; they change through the functions below. */
struct record_run {
	struct record_case *cases;
	size_t case_n;
	struct record_sample *samples; /* in the order of the file */
	size_t sample_n;
	char **counters; /* names, as libpfm4 has them */
	size_t counter_n;
	struct record_gap *gaps;
	size_t gap_n;
	struct record_key *machine;
	size_t machine_n;
	struct record_error warning; /* empty, or what reading had to drop */
	/* Private. */
	size_t case_size, sample_size, counter_size, gap_size, machine_size;
	uint32_t *slots; /* hash of the cases: index + 1 */
	size_t slot_n;
	char **words;
	size_t word_n;
	struct record_block *blocks; /* where the samples' counters live */
};

/* Reads the folder; gaps.tsv may be missing. On an error the run is empty again. -ENOENT: a file is
 * missing; -EBADMSG: a file is damaged or not what it should be; -EFBIG: over a limit; -ENOMEM;
 * errors of open and read. */
int record_read_run(const char *dir, struct record_run *run, struct record_error *err);
/* The same from memory: a file of a folder and its bytes. */
struct record_bytes {
	const char *name; /* "samples.tsv" */
	const char *bytes;
	size_t size;
};
int record_read_run_memory(const struct record_bytes *files, size_t n, struct record_run *run,
			   struct record_error *err);
/* machine.tsv alone: what a list of many runs needs. Errors as above. */
int record_read_machine(const char *dir, struct record_run *run, struct record_error *err);
void record_free_run(struct record_run *run);

/* NULL when the key is absent or its value is `-`. */
const char *record_machine_get(const struct record_run *run, const char *key);
/* Replaces or adds. value NULL: `-`. What setf makes ends after 1023 bytes. -EINVAL: no such key
 * can be; -E2BIG; -ENOMEM. */
int record_machine_set(struct record_run *run, const char *key, const char *value);
int record_machine_setf(struct record_run *run, const char *key, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* The value as a number; NaN when there is none or it is no plain number. */
double record_machine_real(const struct record_run *run, const char *key);

/* NULL when the case can be added, else what is wrong with it in words. */
const char *record_case_fault(const struct record_case *c);
/* Copies the case; an empty text or "-" is the same as NULL, status NULL is "ok". index may be
 * NULL. -EINVAL: record_case_fault; -EEXIST; -E2BIG; -ENOMEM. */
int record_add_case(struct record_run *run, const struct record_case *c, uint32_t *index);
/* param NULL: the case without one. NULL when there is no such case; its index is the result -
 * run->cases. */
const struct record_case *record_find_case(const struct record_run *run, const char *name,
					   const char *param);
/* "timer.preempt:100", or the name alone; returns buf. 100 bytes hold every label. */
const char *record_case_label(const struct record_case *c, char *buf, size_t size);
/* Changes what became of a case. status as above, reason may be NULL. */
int record_set_status(struct record_run *run, uint32_t index, const char *status,
		      const char *reason);

/* Before the first sample. -EINVAL: no such name can be, or there are samples; -EEXIST; -E2BIG;
 * -ENOMEM. */
int record_add_counter(struct record_run *run, const char *name);
/* Copies the sample and its counters. -EINVAL: unknown case, a zero among round, process, sample
 * and ops, or a figure beyond RECORD_FIGURE_MAX; -E2BIG; -ENOMEM. */
int record_add_sample(struct record_run *run, const struct record_sample *sample);
int record_add_gap(struct record_run *run, const struct record_gap *gap);

/* Each writes one whole file, first as NAME.tmp. -errno of open, write, rename. */
int record_write_machine(const char *dir, const struct record_run *run, struct record_error *err);
int record_write_cases(const char *dir, const struct record_run *run, struct record_error *err);
int record_write_samples(const char *dir, const struct record_run *run, struct record_error *err);
int record_write_gaps(const char *dir, const struct record_run *run, struct record_error *err);

/* samples.tsv and gaps.tsv of a run that is going on: what a crash leaves are whole rows of the
 * rounds before it. */
struct record_appender {
	struct tsv_writer *samples, *gaps;
	size_t sample_n, gap_n; /* rows that are in the files */
};
/* Creates both files with their headers; -EEXIST when one is there. All counters must have been
 * added. */
int record_open_samples(struct record_appender *a, const char *dir, const struct record_run *run,
			struct record_error *err);
/* Adds the samples and gaps that came to the run since the last call. On an error (-ENOSPC …) the
 * files end with the last whole row that fitted in before this call, and the appender can only be
 * closed. */
int record_append_round(struct record_appender *a, const struct record_run *run,
			struct record_error *err);
/* Flushes to the medium and closes; allowed after errors, and twice. */
int record_close(struct record_appender *a, struct record_error *err);

#endif
