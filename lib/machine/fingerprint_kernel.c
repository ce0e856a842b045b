/* Fingerprint: the kernel, how it ticks and preempts, and what it does against speculation. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>

#include "files.h"
#include "fingerprint_parts.h"

static void say_answer(const struct machine_print *print, const char *key,
		       const struct machine_answer *answer)
{
	machine_say_because(print, key, answer->text, answer->why);
}

static void say_thp(const struct machine_print *print)
{
	char text[128], value[32];

	if (machine_read(print->root, "/sys/kernel/mm/transparent_hugepage/enabled", text,
			 sizeof(text)) ||
	    machine_bracketed(text, value, sizeof(value)))
		machine_say_unknown(print, "kernel.thp",
				    "no /sys/kernel/mm/transparent_hugepage/enabled");
	else
		machine_say(print, "kernel.thp", value);
}

static void say_timer_slack(const struct machine_print *print)
{
	long slack_ns = prctl(PR_GET_TIMERSLACK, 0UL, 0UL, 0UL, 0UL);

	if (slack_ns < 0)
		machine_say_unknown(print, "kernel.timer_slack_ns", strerror(errno));
	else
		machine_sayf(print, "kernel.timer_slack_ns", "%ld", slack_ns);
}

static void say_text(const struct machine_print *print, const char *key, const char *value,
		     const char *why_empty)
{
	if (value[0])
		machine_say(print, key, value);
	else
		machine_say_unknown(print, key, why_empty);
}

/* What follows "--" is for init, not for the kernel. */
static void say_cmdline(const struct machine_print *print)
{
	const char *text = print->kernel.cmdline, *init = strstr(text, " -- ");

	if (text[0])
		machine_sayf(print, "kernel.cmdline", "%.*s",
			     init ? (int)(init - text) : (int)strlen(text), text);
	else
		machine_say_unknown(print, "kernel.cmdline", "/proc/cmdline cannot be read");
}

void machine_print_kernel(const struct machine_print *print)
{
	const struct machine_kernel *kernel = &print->kernel;
	struct machine_answer answer;
	long hz = machine_kernel_hz();

	say_text(print, "kernel.release", kernel->release, "the kernel does not say");
	say_text(print, "kernel.version", kernel->version, "the kernel does not say");
	machine_say_file(print, "kernel.boot_id", "/proc/sys/kernel/random/boot_id");
	say_cmdline(print);
	if (hz > 0)
		machine_sayf(print, "kernel.hz", "%ld", hz);
	else
		machine_say_unknown(print, "kernel.hz",
				    "clock_getres(CLOCK_MONOTONIC_COARSE) fails");
	machine_kernel_tick(kernel, print->cpu, &answer);
	say_answer(print, "kernel.tick", &answer);
	machine_kernel_preempt(kernel, &answer);
	say_answer(print, "kernel.preempt", &answer);
	machine_say_file(print, "kernel.clocksource",
			 "/sys/devices/system/clocksource/clocksource0/current_clocksource");
	say_timer_slack(print);
	say_thp(print);
}

/* As long as a key of machine.tsv may become with it, and of visible ASCII like that. */
enum { NAME_MOST = 100 };

static int is_name(const struct dirent *entry)
{
	size_t n = 0;

	while (n <= NAME_MOST && entry->d_name[n] > ' ' && entry->d_name[n] <= '~')
		n++;
	return entry->d_name[0] != '.' && n <= NAME_MOST && !entry->d_name[n];
}

/* One key per file: the kernel decides what there is to be known about. */
void machine_print_mitigations(const struct machine_print *print)
{
	const char *folder = "/sys/devices/system/cpu/vulnerabilities";
	struct dirent **names = NULL;
	char path[512], key[300];
	int count;

	machine_print(path, sizeof(path), "%s%s", print->root, folder);
	count = scandir(path, &names, is_name, alphasort);
	if (count < 0) {
		machine_say_why(print, "mitigation", "no /sys/devices/system/cpu/vulnerabilities");
		return;
	}
	for (int i = 0; i < count; i++) {
		machine_print(path, sizeof(path), "%s/%s", folder, names[i]->d_name);
		machine_print(key, sizeof(key), "mitigation.%s", names[i]->d_name);
		machine_say_file(print, key, path);
		free(names[i]);
	}
	free(names);
}
