/* What kind of kernel this is: its tick and its preemption model. */
#include "kernel.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>

#include "cpuset.h"
#include "files.h"
#include "gunzip.h"

static void answer_is(struct machine_answer *answer, const char *text, const char *why)
{
	machine_print(answer->text, sizeof(answer->text), "%s", text);
	machine_print(answer->why, sizeof(answer->why), "%s", why);
}

/* "Linux version RELEASE (who) (compiler) #1 SMP PREEMPT …": a tree's uname. */
static void from_proc_version(struct machine_kernel *kernel)
{
	char text[512];
	const char *hash;

	machine_read(kernel->root, "/proc/version", text, sizeof(text));
	if (strncmp(text, "Linux version ", 14) != 0)
		return;
	machine_print(kernel->release, sizeof(kernel->release), "%.*s",
		      (int)strcspn(text + 14, " "), text + 14);
	hash = strrchr(text, '#');
	machine_print(kernel->version, sizeof(kernel->version), "%s", hash ? hash : "");
}

static void from_uname(struct machine_kernel *kernel)
{
	struct utsname uts;

	if (uname(&uts))
		return;
	machine_print(kernel->release, sizeof(kernel->release), "%s", uts.release);
	machine_print(kernel->version, sizeof(kernel->version), "%s", uts.version);
}

static bool config_gz(struct machine_kernel *kernel)
{
	int err = machine_gunzip(kernel->root, "/proc/config.gz", &kernel->config);

	machine_print(kernel->config_from, sizeof(kernel->config_from), "/proc/config.gz");
	return err == 0;
}

static void read_config(struct machine_kernel *kernel)
{
	static const char *const paths[] = { "/boot/config-%s", "/lib/modules/%s/config",
					     "/usr/lib/modules/%s/config" };

	if (config_gz(kernel))
		return;
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		const char *mark = strchr(paths[i], '%');

		machine_print(kernel->config_from, sizeof(kernel->config_from), "%.*s%s%s",
			      (int)(mark - paths[i]), paths[i], kernel->release, mark + 2);
		if (machine_slurp(kernel->root, kernel->config_from, &kernel->config, NULL) == 0)
			return;
	}
	kernel->config_from[0] = '\0';
}

void machine_kernel_read(const char *root, struct machine_kernel *kernel)
{
	memset(kernel, 0, sizeof(*kernel));
	kernel->root = root;
	if (root[0])
		from_proc_version(kernel);
	else
		from_uname(kernel);
	machine_read(root, "/proc/cmdline", kernel->cmdline, sizeof(kernel->cmdline));
	/* A release comes from the kernel, but in a tree it is anybody's. */
	if (!strchr(kernel->release, '/'))
		read_config(kernel);
}

void machine_kernel_free(struct machine_kernel *kernel)
{
	free(kernel->config);
	kernel->config = NULL;
}

bool machine_kernel_has(const struct machine_kernel *kernel, const char *name)
{
	size_t length = strlen(name);

	for (const char *p = kernel->config; p && (p = strstr(p, name)) != NULL; p += length)
		if ((p == kernel->config || p[-1] == '\n') && strncmp(p + length, "=y", 2) == 0)
			return true;
	return false;
}

void machine_kernel_tick(const struct machine_kernel *kernel, unsigned cpu,
			 struct machine_answer *answer)
{
	char list[4096], value[64];
	struct machine_cpuset full;

	if (machine_read(kernel->root, "/sys/devices/system/cpu/nohz_full", list, sizeof(list)) ==
		0 &&
	    machine_cpuset_parse(list, &full) == 0 && machine_cpuset_has(&full, cpu))
		answer_is(answer, "nohz_full", "/sys/devices/system/cpu/nohz_full");
	else if (machine_option(kernel->cmdline, "nohz", value, sizeof(value)) == 0 &&
		 (strcmp(value, "off") == 0 || strcmp(value, "n") == 0))
		answer_is(answer, "periodic", "nohz=off on the command line");
	else if (machine_kernel_has(kernel, "CONFIG_HZ_PERIODIC"))
		answer_is(answer, "periodic", kernel->config_from);
	else if (machine_kernel_has(kernel, "CONFIG_NO_HZ_COMMON") ||
		 machine_kernel_has(kernel, "CONFIG_NO_HZ"))
		answer_is(answer, "nohz idle", kernel->config_from);
	else
		answer_is(answer, "",
			  kernel->config ? "the configuration does not say"
					 : "no kernel configuration can be read");
}

/* Which model the configuration was built with; NULL if it does not say. */
static const char *config_preempt(const struct machine_kernel *kernel)
{
	static const struct {
		const char *option, *model;
	} models[] = {
		{ "CONFIG_PREEMPT_RT", "rt" },
		{ "CONFIG_PREEMPT_NONE", "none" },
		{ "CONFIG_PREEMPT_VOLUNTARY", "voluntary" },
		{ "CONFIG_PREEMPT_LAZY", "lazy" },
		{ "CONFIG_PREEMPT", "full" },
		{ "CONFIG_PREEMPT_NONE_BUILD", "none" },
		{ "CONFIG_PREEMPT_VOLUNTARY_BUILD", "voluntary" },
	};

	for (size_t i = 0; i < sizeof(models) / sizeof(models[0]); i++)
		if (machine_kernel_has(kernel, models[i].option))
			return models[i].model;
	return NULL;
}

static void preempt_dynamic(const struct machine_kernel *kernel, struct machine_answer *answer)
{
	const char *built = config_preempt(kernel);
	char value[32];

	if (machine_option(kernel->cmdline, "preempt", value, sizeof(value)) == 0) {
		answer_is(answer, value, "preempt= on the command line");
		machine_append(answer->text, sizeof(answer->text), " (dynamic)");
	} else if (built) {
		answer_is(answer, built, kernel->config_from);
		machine_append(answer->text, sizeof(answer->text), " (dynamic)");
	} else {
		answer_is(answer, "dynamic",
			  "which model the boot chose cannot be read: no "
			  "/sys/kernel/debug/sched/preempt and no kernel configuration");
	}
}

void machine_kernel_preempt(const struct machine_kernel *kernel, struct machine_answer *answer)
{
	const char *debug = "/sys/kernel/debug/sched/preempt";
	char text[128], value[32];

	if (machine_read(kernel->root, debug, text, sizeof(text)) == 0 &&
	    machine_bracketed(text, value, sizeof(value)) == 0) {
		answer_is(answer, value, debug);
		machine_append(answer->text, sizeof(answer->text), " (dynamic)");
	} else if ((machine_read(kernel->root, "/sys/kernel/realtime", text, sizeof(text)) == 0 &&
		    strcmp(text, "1") == 0) ||
		   machine_has_word(kernel->version, "PREEMPT_RT")) {
		answer_is(answer, "rt", "kernel version or /sys/kernel/realtime");
	} else if (machine_has_word(kernel->version, "PREEMPT_DYNAMIC")) {
		preempt_dynamic(kernel, answer);
	} else if (machine_has_word(kernel->version, "PREEMPT")) {
		answer_is(answer, "full", "kernel version");
	} else if (config_preempt(kernel)) {
		answer_is(answer, config_preempt(kernel), kernel->config_from);
	} else {
		answer_is(answer, "",
			  "the kernel version names none, so none or voluntary; no "
			  "kernel configuration can be read");
	}
}

long machine_kernel_hz(void)
{
	struct timespec resolution;

	/* The coarse clocks move once a tick, and their resolution is a tick's length. */
	if (clock_getres(CLOCK_MONOTONIC_COARSE, &resolution))
		return -errno;
	if (resolution.tv_sec || resolution.tv_nsec <= 0)
		return -ERANGE;
	return (1000000000L + resolution.tv_nsec / 2) / resolution.tv_nsec;
}
