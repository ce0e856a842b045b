/* Which counters this machine gives us, by libpfm4 names. Only this part knows libpfm4. */
#ifndef MACHINE_COUNTERS_H
#define MACHINE_COUNTERS_H

#include <linux/perf_event.h>
#include <stddef.h>

enum { MACHINE_COUNTERS_MAX = 32 };

struct machine_counter {
	char name[64]; /* as it was asked for and as libpfm4 knows it, "cycles:u" */
	struct perf_event_attr attr;
};

/*
 * About the hardware counters. A list that has none is judged by all its events. With a state other
 * than OK the software events that opened are still there to be used.
 */
enum machine_counters_state {
	MACHINE_COUNTERS_OK,		/* at least one hardware counter opened */
	MACHINE_COUNTERS_NO_PMU,	/* ENOENT, EOPNOTSUPP, ENODEV */
	MACHINE_COUNTERS_NO_PERMISSION, /* EACCES, EPERM */
	MACHINE_COUNTERS_NO_SYSCALL,	/* ENOSYS */
};

struct machine_counters {
	struct machine_counter *item; /* those that opened, in the order of the list */
	size_t count;
	enum machine_counters_state state;
	char why[320];	 /* what was left out and why; "" if all opened */
	char list[2112]; /* the names of item, comma separated; "" if none */
};

/*
 * Encodes a comma-separated list of libpfm4 names (NULL: the default list; "+LIST": that and LIST), opens each for a trial
 * on the calling thread, and keeps those that open; a name that comes twice is kept once.
 * The default list takes "page-faults:u" and the like where the kernel's part is refused.
 * 0 also when nothing opened; -EINVAL with a sentence in err for a name that libpfm4 does not know
 * or that is too long, -E2BIG for more than MACHINE_COUNTERS_MAX names, -ENOMEM. Free with
 * machine_counters_free, which is also right after an error.
 */
int machine_counters_encode(const char *list, struct machine_counters *out, char *err,
			    size_t err_size);
void machine_counters_free(struct machine_counters *counters);

/*
 * Opens every counter on the calling thread and all that it forks (inherit), counting at once; the
 * descriptors survive exec. For the child between fork and exec: only system calls.
 * fds has room for counters->count; one that cannot be opened is -1.
 * 0, or the first -errno.
 *
 * A read() of such a descriptor gives three uint64_t: value, enabled, running (times in ns). Where
 * there are more events than counters the kernel takes turns: of two reads take the differences and
 * scale, value * enabled / running; with running 0 the event was never counted and the figure is
 * unknown. Inherited counts of a child are added when it has exited.
 */
int machine_counters_open(const struct machine_counters *counters, int *fds);

/*
 * Opens every counter on one PU, whatever runs there: counting so does not slow what is counted,
 * where counters of a task make each switch and fork of it dearer. Wants CAP_PERFMON or
 * perf_event_paranoid below 1. The descriptors survive exec. 0, or -errno with none open.
 */
int machine_counters_open_cpu(const struct machine_counters *counters, unsigned cpu, int *fds);

/* "ok", "no-pmu", "no-permission", "no-syscall" */
const char *machine_counters_state_name(enum machine_counters_state state);

/* What a failed perf_event_open says; any other errno (EINVAL, EBUSY …) counts as NO_PMU. */
enum machine_counters_state machine_counters_state_of(int errno_value);

#endif
