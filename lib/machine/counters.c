/* Which counters of a list does this kernel open? And opening them for a run. */
#include "counters.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "counters_pfm.h"
#include "counters_state.h"
#include "files.h"

/* What to count unless told otherwise, and what to take where counting the kernel is refused. */
static const struct {
	const char *name;
	const char *user_only; /* NULL: would count nothing */
} defaults[] = {
	{ "cycles:u", NULL },
	{ "cycles:k", NULL },
	{ "instructions:u", NULL },
	{ "instructions:k", NULL },
	{ "dTLB-load-misses", "dTLB-load-misses:u" },
	{ "LLC-load-misses", "LLC-load-misses:u" },
	{ "context-switches", NULL },
	{ "page-faults", "page-faults:u" },
	{ "cpu-migrations", NULL },
};

enum { DEFAULTS = sizeof(defaults) / sizeof(defaults[0]) };

/* What the trials have shown so far. */
struct trial {
	struct machine_left_out left[MACHINE_COUNTERS_MAX];
	size_t left_count, hardware_opened;
};

static bool is_hardware(const struct perf_event_attr *attr)
{
	return attr->type != PERF_TYPE_SOFTWARE && attr->type != PERF_TYPE_TRACEPOINT &&
	       attr->type != PERF_TYPE_BREAKPOINT;
}

/* A descriptor for the calling thread and its children, or -errno. No glibc wrapper exists. */
static int event_open(const struct perf_event_attr *attr)
{
	long fd = syscall(SYS_perf_event_open, attr, 0, -1, -1, 0UL);

	return fd < 0 ? -errno : (int)fd;
}

static int trial_open(const struct perf_event_attr *attr)
{
	int fd = event_open(attr);

	if (fd < 0)
		return fd;
	close(fd);
	return 0;
}

static int encode(const char *name, struct machine_counter *counter, char *err, size_t err_size)
{
	const char *why;

	memset(counter, 0, sizeof(*counter));
	machine_print(counter->name, sizeof(counter->name), "%s", name);
	why = machine_pfm_encode(name, &counter->attr);
	if (why) {
		machine_print(err, err_size,
			      "counter '%s': %s; libpfm4's showevtinfo and `perf list` show names "
			      "such as cycles:u, instructions:k, LLC-load-misses",
			      name, why);
		return -EINVAL;
	}
	counter->attr.size = sizeof(counter->attr);
	counter->attr.inherit = 1;
	counter->attr.disabled = 0;
	counter->attr.read_format = PERF_FORMAT_TOTAL_TIME_ENABLED | PERF_FORMAT_TOTAL_TIME_RUNNING;
	return 0;
}

static void note_left_out(struct trial *trial, const struct machine_counter *counter, int opened)
{
	struct machine_left_out *left = &trial->left[trial->left_count++];

	machine_print(left->name, sizeof(left->name), "%s", counter->name);
	left->errno_value = -opened;
	left->hardware = is_hardware(&counter->attr);
}

static bool have(const struct machine_counters *out, const struct trial *trial, const char *name)
{
	for (size_t i = 0; i < out->count; i++)
		if (strcmp(out->item[i].name, name) == 0)
			return true;
	for (size_t i = 0; i < trial->left_count; i++)
		if (strcmp(trial->left[i].name, name) == 0)
			return true;
	return false;
}

/* Keeps the counter if it opens, else its user_only form, else notes why not. */
static int add(struct machine_counters *out, const char *name, const char *user_only,
	       struct trial *trial, char *err, size_t err_size)
{
	struct machine_counter counter;
	int opened, result = encode(name, &counter, err, err_size);

	if (result || have(out, trial, name))
		return result;
	opened = trial_open(&counter.attr);
	if (user_only && machine_counters_state_of(-opened) == MACHINE_COUNTERS_NO_PERMISSION) {
		result = encode(user_only, &counter, err, err_size);
		if (result)
			return result;
		opened = trial_open(&counter.attr);
	}
	if (opened < 0) {
		note_left_out(trial, &counter, opened);
		return 0;
	}
	trial->hardware_opened += is_hardware(&counter.attr);
	out->item[out->count++] = counter;
	machine_append(out->list, sizeof(out->list), "%s%s", out->list[0] ? "," : "", counter.name);
	return 0;
}

static int add_defaults(struct machine_counters *out, struct trial *trial, char *err,
			size_t err_size)
{
	int result = 0;

	for (size_t i = 0; i < DEFAULTS && !result; i++)
		result = add(out, defaults[i].name, defaults[i].user_only, trial, err, err_size);
	return result;
}

static int add_list(const char *list, struct machine_counters *out, struct trial *trial, char *err,
		    size_t err_size)
{
	char name[sizeof(out->item->name)];
	int result = 0;

	for (const char *p = list; !result; p++) {
		size_t length = strcspn(p, ",");

		if (length == 0 || length >= sizeof(name)) {
			machine_print(err, err_size,
				      length
					  ? "counter '%.40s...': the name is too long"
					  : "the list of counters has an empty name in it: '%.80s'",
				      length ? p : list);
			return -EINVAL;
		}
		if (out->count + trial->left_count == MACHINE_COUNTERS_MAX) {
			machine_print(err, err_size, "more than %d counters", MACHINE_COUNTERS_MAX);
			return -E2BIG;
		}
		machine_print(name, sizeof(name), "%.*s", (int)length, p);
		result = add(out, name, NULL, trial, err, err_size);
		p += length;
		if (*p == '\0')
			break;
	}
	return result;
}

/* No names, so no counters; whether the kernel would give any is still worth knowing. */
static void without_names(struct machine_counters *out, const char *why)
{
	struct perf_event_attr attr = { .type = PERF_TYPE_SOFTWARE,
					.size = sizeof(attr),
					.config = PERF_COUNT_SW_CPU_CLOCK,
					.exclude_kernel = 1 };
	int opened = trial_open(&attr);

	out->state = opened ? machine_counters_state_of(-opened) : MACHINE_COUNTERS_NO_PMU;
	/* libpfm4 looks for a file that such a kernel does not have. */
	if (opened == -ENOSYS)
		why = "";
	machine_print(out->why, sizeof(out->why), "%s%s%s", why, *why && opened ? "; " : "",
		      opened ? machine_counters_errno_words(-opened) : "");
}

int machine_counters_encode(const char *list, struct machine_counters *out, char *err,
			    size_t err_size)
{
	struct trial trial = { 0 };
	const char *why;
	int result;

	memset(out, 0, sizeof(*out));
	out->item = calloc(MACHINE_COUNTERS_MAX, sizeof(*out->item));
	if (!out->item) {
		machine_print(err, err_size, "out of memory");
		return -ENOMEM;
	}
	why = machine_pfm_begin();
	if (why) {
		without_names(out, why);
		machine_pfm_end();
		return 0;
	}
	bool more = list && *list == '+';

	result = !list || more ? add_defaults(out, &trial, err, err_size) : 0;
	if (!result && list)
		result = add_list(list + more, out, &trial, err, err_size);
	machine_pfm_end();
	if (result) {
		machine_counters_free(out);
		return result;
	}
	machine_counters_explain(trial.left, trial.left_count, out->why, sizeof(out->why));
	out->state =
	    machine_counters_judge(trial.left, trial.left_count, out->count, trial.hardware_opened);
	return 0;
}

void machine_counters_free(struct machine_counters *counters)
{
	free(counters->item);
	memset(counters, 0, sizeof(*counters));
}

int machine_counters_open(const struct machine_counters *counters, int *fds)
{
	int first = 0;

	for (size_t i = 0; i < counters->count; i++) {
		int fd = event_open(&counters->item[i].attr);

		fds[i] = fd < 0 ? -1 : fd;
		if (fd < 0 && !first)
			first = fd;
	}
	return first;
}

int machine_counters_open_cpu(const struct machine_counters *counters, unsigned cpu, int *fds)
{
	for (size_t i = 0; i < counters->count; i++) {
		struct perf_event_attr attr = counters->item[i].attr;

		attr.inherit = 0; /* means nothing for a PU, and some kernels refuse it */
		fds[i] = (int)syscall(SYS_perf_event_open, &attr, -1, (int)cpu, -1, 0UL);
		if (fds[i] < 0) {
			int err = -errno;

			while (i--)
				close(fds[i]);
			return err;
		}
	}
	return 0;
}
