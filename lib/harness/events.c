/* Reads the event counts at sample borders: getrusage, the case's own counts, perf counters. */
#include "events.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/perf_event.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <unistd.h>

/* PERF_EVENT_IOC_ID, since Linux 3.12, is answered by nothing else: perf_event_open(2). */
static int is_counter(int fd)
{
	uint64_t id;

	return fd >= 0 && ioctl(fd, PERF_EVENT_IOC_ID, &id) == 0;
}

int events_parse_fds(const char *text, struct events_counters *out)
{
	out->count = 0;
	while (*text) {
		char *end;
		long fd = strtol(text, &end, 10);

		if (end == text || fd < -1 || fd > 1 << 20 || out->count == EVENTS_MAX_COUNTERS)
			return -EINVAL;
		out->fd[out->count++] = is_counter((int)fd) ? (int)fd : -1;
		if (*end && *end != ',')
			return -EINVAL;
		text = *end ? end + 1 : end;
	}
	return 0;
}

static void add_usage(int who, struct events_reading *out)
{
	struct rusage u;

	if (getrusage(who, &u) != 0)
		return;
	out->counts.events[BENCH_SWITCHES] += (double)(u.ru_nvcsw + u.ru_nivcsw);
	out->counts.events[BENCH_FAULTS] += (double)(u.ru_minflt + u.ru_majflt);
}

double events_involuntary(void)
{
	struct rusage u;

	return getrusage(RUSAGE_SELF, &u) == 0 ? (double)u.ru_nivcsw : 0;
}

static void read_usage(struct events_reading *out)
{
	add_usage(RUSAGE_SELF, out);
	add_usage(RUSAGE_CHILDREN, out);
}

/* Without stdio's memory, and without more of the stack than the callers take: both can fault. */
double bench_switches_of(int pid)
{
	static char text[8192];
	double switches = 0;
	int found = 0;

	snprintf(text, sizeof(text), "/proc/%d/status", pid);
	int fd = open(text, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? 0 : read(fd, text, sizeof(text) - 1);

	if (fd >= 0)
		close(fd);
	text[n > 0 ? n : 0] = '\0';
	for (const char *at = text; (at = strstr(at, "voluntary_ctxt_switches:")) != NULL; found++) {
		at = strchr(at, ':') + 1;
		switches += (double)strtoull(at, NULL, 10);
	}
	return found == 2 ? switches : NAN;
}

static void read_own(const struct bench_case *c, void *state, struct events_reading *out)
{
	if (c->count)
		c->count(state, &out->counts);
}

/* Format of a single event with times: perf_event_open(2), "Reading results". */
static void read_counters(const struct events_counters *counters, struct events_reading *out)
{
	for (size_t i = 0; i < counters->count; i++) {
		uint64_t value[3]; /* value, enabled, running */

		out->counter[i] = NAN;
		if (read(counters->fd[i], value, sizeof(value)) != (ssize_t)sizeof(value))
			continue;
		if (value[2])
			out->counter[i] = (double)value[0] * ((double)value[1] / (double)value[2]);
		else if (value[1] == 0)
			out->counter[i] = 0;
	}
}

void events_read_before(const struct bench_case *c, void *state, const struct events_counters *counters,
			struct events_reading *out)
{
	memset(out, 0, sizeof(*out));
	read_own(c, state, out);
	read_usage(out);
	read_counters(counters, out);
}

void events_read_after(const struct bench_case *c, void *state, const struct events_counters *counters,
		       struct events_reading *out)
{
	memset(out, 0, sizeof(*out));
	read_counters(counters, out);
	read_usage(out);
	read_own(c, state, out);
}
