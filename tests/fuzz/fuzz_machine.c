/* Texts of the kernel: lists of PUs, /proc/cpuinfo, options, fields, configuration, /proc/stat. */
#include <math.h>

#include "fuzz.h"
#include "machine/cpuinfo.h"
#include "machine/cpuset.h"
#include "machine/files.h"
#include "machine/kernel.h"
#include "oscost/disturb.h"

static void check_cpuset(const char *text)
{
	struct machine_cpuset set, again;
	char written[8192];

	if (machine_cpuset_parse(text, &set) != 0) {
		FUZZ_CHECK(machine_cpuset_first(&set) == -1);
		return;
	}
	machine_cpuset_format(&set, written, sizeof(written));
	if (machine_cpuset_first(&set) == -1 || strstr(written, "..."))
		return;
	FUZZ_CHECK(machine_cpuset_parse(written, &again) == 0 && memcmp(&set, &again, sizeof(set)) == 0);
	FUZZ_CHECK(machine_cpuset_within(&set, &again) && machine_cpuset_count(&set) > 0);
}

static void check_words(const char *text)
{
	struct machine_cpuinfo info;
	char value[16];

	machine_cpuinfo_parse(text, 1, &info);
	FUZZ_CHECK(memchr(info.model, '\0', sizeof(info.model)) && memchr(info.why, '\0', sizeof(info.why)));
	if (machine_option(text, "nohz_full", value, sizeof(value)) == 0)
		FUZZ_CHECK(strlen(value) < sizeof(value));
	if (machine_bracketed(text, value, sizeof(value)) == 0)
		FUZZ_CHECK(strlen(value) < sizeof(value));
	if (machine_field(text, "model name", ':', value, sizeof(value)) == 0)
		FUZZ_CHECK(strlen(value) < sizeof(value));
	machine_has_word(text, "quiet");
}

static void check_kernel(char *text)
{
	struct machine_kernel kernel = { .root = "/nowhere", .config = text };
	struct machine_answer answer;

	snprintf(kernel.cmdline, sizeof(kernel.cmdline), "%s", text);
	snprintf(kernel.version, sizeof(kernel.version), "%.500s", text);
	machine_kernel_has(&kernel, "PREEMPT_DYNAMIC");
	machine_kernel_tick(&kernel, 3, &answer);
	FUZZ_CHECK(memchr(answer.text, '\0', sizeof(answer.text)));
	machine_kernel_preempt(&kernel, &answer);
	FUZZ_CHECK(memchr(answer.why, '\0', sizeof(answer.why)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t which = size > 0 ? data[0] : 0;
	char *text = fuzz_text(data + (size > 0), size > 0 ? size - 1 : 0);
	struct disturb_core core = { .cpu = 1 };
	struct disturb_reading reading;

	switch (which % 4) {
	case 0: check_cpuset(text); break;
	case 1: check_words(text); break;
	case 2: check_kernel(text); break;
	default:
		machine_cpuset_add(&core.siblings, 0);
		disturb_parse(text, &core, 100, &reading);
		FUZZ_CHECK(isnan(reading.steal_ns) || reading.steal_ns >= 0);
	}
	free(text);
	return 0;
}
