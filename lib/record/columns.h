/* The columns of a run's files, in the order in which they are written: for the sources of this
 * module alone. */
#ifndef RECORD_COLUMNS_H
#define RECORD_COLUMNS_H

enum {
	RECORD_VERSION = 1
};

enum {
	MACHINE_KEY,
	MACHINE_VALUE,
	MACHINE_COLUMNS
};
static const char *const machine_columns[MACHINE_COLUMNS] = { "key", "value" };

enum {
	CASE_NAME,
	CASE_PARAM,
	CASE_UNIT,
	CASE_WHAT,
	CASE_EXPECTED,
	CASE_PROGRAM,
	CASE_STATUS,
	CASE_REASON,
	CASE_RERUNS,
	CASE_COLUMNS
};
static const char *const case_columns[CASE_COLUMNS] = {
	"case", "param", "unit", "what", "expected", "program", "status", "reason", "reruns",
};

enum {
	SAMPLE_CASE,
	SAMPLE_PARAM,
	SAMPLE_ROUND,
	SAMPLE_PROCESS,
	SAMPLE_NUMBER,
	SAMPLE_OPS,
	SAMPLE_TICKS,
	SAMPLE_NS,
	SAMPLE_CORE_CYCLES,
	SAMPLE_OVERHEAD_TICKS,
	/* Here stands one column per enum record_event; files may lack some. */
	SAMPLE_DISTURBED,
	SAMPLE_COLUMNS
};
static const char *const sample_columns[SAMPLE_COLUMNS] = {
	"case",  "param", "round",       "process",        "sample",    "ops",
	"ticks", "ns",    "core_cycles", "overhead_ticks", "disturbed",
};

enum {
	GAP_ROUND,
	GAP_PROCESS,
	GAP_KIND,
	GAP_START_NS,
	GAP_NS,
	GAP_COLUMNS
};
static const char *const gap_columns[GAP_COLUMNS] = { "round", "process", "kind", "start_ns",
						      "ns" };

#endif
