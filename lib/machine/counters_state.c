/* What a failed perf_event_open means: the three states, and words for what was left out. */
#include "counters_state.h"

#include <errno.h>
#include <string.h>

#include "files.h"

static const struct {
	int errno_value;
	enum machine_counters_state state;
	const char *words;
} states[] = {
	{ ENOENT, MACHINE_COUNTERS_NO_PMU, "no such counter on this machine" },
	{ EOPNOTSUPP, MACHINE_COUNTERS_NO_PMU, "no such counter on this machine" },
	{ ENODEV, MACHINE_COUNTERS_NO_PMU, "no such counter on this machine" },
	{ EACCES, MACHINE_COUNTERS_NO_PERMISSION, "not permitted (kernel.perf_event_paranoid)" },
	{ EPERM, MACHINE_COUNTERS_NO_PERMISSION, "not permitted (a sandbox, or no capability)" },
	{ ENOSYS, MACHINE_COUNTERS_NO_SYSCALL, "no perf_event_open in this kernel" },
};

enum { STATES = sizeof(states) / sizeof(states[0]) };

enum machine_counters_state machine_counters_state_of(int errno_value)
{
	for (size_t i = 0; i < STATES; i++)
		if (states[i].errno_value == errno_value)
			return states[i].state;
	return MACHINE_COUNTERS_NO_PMU;
}

const char *machine_counters_errno_words(int errno_value)
{
	for (size_t i = 0; i < STATES; i++)
		if (states[i].errno_value == errno_value)
			return states[i].words;
	return strerror(errno_value);
}

const char *machine_counters_state_name(enum machine_counters_state state)
{
	static const char *const names[] = {
		[MACHINE_COUNTERS_OK] = "ok",
		[MACHINE_COUNTERS_NO_PMU] = "no-pmu",
		[MACHINE_COUNTERS_NO_PERMISSION] = "no-permission",
		[MACHINE_COUNTERS_NO_SYSCALL] = "no-syscall",
	};

	return names[state];
}

void machine_counters_explain(const struct machine_left_out *left, size_t count, char *why,
			      size_t size)
{
	const char *done = NULL;

	why[0] = '\0';
	for (size_t i = 0; i < count; i++) {
		const char *words = machine_counters_errno_words(left[i].errno_value);
		bool said = false;

		for (size_t j = 0; j < i && !said; j++)
			said =
			    strcmp(words, machine_counters_errno_words(left[j].errno_value)) == 0;
		if (said)
			continue;
		machine_append(why, size, "%s%s:", done ? "; " : "", words);
		done = words;
		for (size_t j = i; j < count; j++)
			if (strcmp(words, machine_counters_errno_words(left[j].errno_value)) == 0)
				machine_append(why, size, "%s %s", j > i ? "," : "", left[j].name);
	}
}

enum machine_counters_state machine_counters_judge(const struct machine_left_out *left,
						   size_t count, size_t opened,
						   size_t hardware_opened)
{
	enum machine_counters_state worst = MACHINE_COUNTERS_OK;
	bool hardware = hardware_opened > 0;

	for (size_t i = 0; i < count; i++)
		hardware = hardware || left[i].hardware;
	if (hardware_opened > 0 || (!hardware && opened > 0))
		return MACHINE_COUNTERS_OK;
	for (size_t i = 0; i < count; i++) {
		enum machine_counters_state state = machine_counters_state_of(left[i].errno_value);

		if (hardware && !left[i].hardware)
			continue;
		/* The kernel asks for permission before it looks for a PMU: no PMU is the surer
		 * answer. */
		if (worst == MACHINE_COUNTERS_OK || worst == MACHINE_COUNTERS_NO_PERMISSION)
			worst = state;
	}
	return worst;
}
