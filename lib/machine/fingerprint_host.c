/* Fingerprint: when and where, what is below and around us, the build, the load. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysinfo.h>
#include <sys/utsname.h>
#include <time.h>
#ifdef __GLIBC__
#include <gnu/libc-version.h>
#endif

#include "files.h"
#include "fingerprint_parts.h"
#include "load.h"
#include "virtual.h"

#ifndef OSCOST_COMPILER
#ifdef __clang__
#define OSCOST_COMPILER "clang " __clang_version__
#elif defined(__GNUC__)
#define OSCOST_COMPILER "gcc " __VERSION__
#else
#define OSCOST_COMPILER __VERSION__
#endif
#endif

#ifndef OSCOST_CFLAGS
#define OSCOST_CFLAGS ""
#endif

static void say_date(const struct machine_print *print)
{
	time_t now = time(NULL);
	char text[32];
	struct tm utc;

	if (gmtime_r(&now, &utc) && strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &utc) > 0)
		machine_say(print, "date", text);
	else
		machine_say_unknown(print, "date", "the clock's time is no date");
}

/* Cuts the quotes that os-release allows around a value. */
static void unquote(char *text)
{
	size_t length = strlen(text);

	if (length < 2 || (text[0] != '"' && text[0] != '\'') || text[length - 1] != text[0])
		return;
	memmove(text, text + 1, length - 2);
	text[length - 2] = '\0';
}

static void say_os(const struct machine_print *print)
{
	char *text, name[128] = "";

	if (machine_slurp(print->root, "/etc/os-release", &text, NULL) &&
	    machine_slurp(print->root, "/usr/lib/os-release", &text, NULL)) {
		machine_say_unknown(print, "os", "no /etc/os-release");
		return;
	}
	if (machine_field(text, "PRETTY_NAME", '=', name, sizeof(name)))
		machine_field(text, "NAME", '=', name, sizeof(name));
	free(text);
	unquote(name);
	if (name[0])
		machine_say(print, "os", name);
	else
		machine_say_unknown(print, "os", "/etc/os-release has no PRETTY_NAME");
}

void machine_print_host(const struct machine_print *print)
{
	char name[200], why[160];
	struct utsname uts;

	say_date(print);
	if (uname(&uts) == 0) {
		machine_say(print, "host", uts.nodename);
		machine_say(print, "cpu.architecture", uts.machine);
	} else {
		machine_say_unknown(print, "host", "uname fails");
	}
	say_os(print);
	machine_hypervisor(print->root, name, sizeof(name), why, sizeof(why));
	machine_say_because(print, "hypervisor", name, why);
	machine_container(print->root, name, sizeof(name), why, sizeof(why));
	machine_say_because(print, "container", name, why);
}

void machine_print_build(const struct machine_print *print)
{
#ifdef __GLIBC__
	machine_sayf(print, "libc", "glibc %s", gnu_get_libc_version());
#else
	machine_say_unknown(print, "libc", "not glibc; others do not say what they are");
#endif
	machine_say(print, "compiler", OSCOST_COMPILER);
	if (OSCOST_CFLAGS[0])
		machine_say(print, "cflags", OSCOST_CFLAGS);
	else
		machine_say_unknown(print, "cflags", "not passed to the compiler by the build");
}

static void say_steal(const struct machine_print *print)
{
	uint64_t steal = 0, total = 0;
	struct machine_load load;

	if (machine_load_read(print->root, &load) == 0)
		for (size_t i = 0; i < load.cpus; i++) {
			steal += load.cpu[i].steal_ticks;
			total += load.cpu[i].total_ticks;
		}
	machine_load_free(&load);
	if (total > 0)
		machine_sayf(print, "steal_share", "%.6f", (double)steal / (double)total);
	else
		machine_say_unknown(print, "steal_share", "/proc/stat has no PU's line");
}

void machine_print_load(const struct machine_print *print)
{
	char text[128], one[16], five[16], fifteen[16];
	struct sysinfo info;

	if (sysinfo(&info) == 0)
		machine_sayf(print, "memory.total_bytes", "%llu",
			     (unsigned long long)info.totalram * info.mem_unit);
	else
		machine_say_unknown(print, "memory.total_bytes", "sysinfo fails");
	if (machine_read(print->root, "/proc/loadavg", text, sizeof(text)) == 0 &&
	    sscanf(text, "%15s %15s %15s", one, five, fifteen) == 3)
		machine_sayf(print, "load", "%s %s %s", one, five, fifteen);
	else
		machine_say_unknown(print, "load", "no /proc/loadavg");
	say_steal(print);
}
