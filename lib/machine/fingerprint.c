/* The fingerprint: how a key is put, and the order of the parts. */
#include "fingerprint.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "files.h"
#include "fingerprint_parts.h"

static void put_clean(const struct machine_print *print, const char *key, const char *value)
{
	char clean[4200];

	machine_print(clean, sizeof(clean), "%s", value[0] ? value : "-");
	for (char *p = clean; *p; p++)
		if ((unsigned char)*p < ' ' || *p == 127)
			*p = ' ';
	print->put(print->ctx, key, clean);
}

void machine_say(const struct machine_print *print, const char *key, const char *value)
{
	if (value[0] == '\0' || strcmp(value, "-") == 0)
		machine_say_unknown(print, key, "it is there, but empty");
	else
		put_clean(print, key, value);
}

void machine_sayf(const struct machine_print *print, const char *key, const char *format, ...)
{
	char value[4096];
	va_list args;

	va_start(args, format);
	if (vsnprintf(value, sizeof(value), format, args) < 0)
		value[0] = '\0';
	va_end(args);
	machine_say(print, key, value);
}

void machine_say_why(const struct machine_print *print, const char *key, const char *why)
{
	char full[300];

	machine_print(full, sizeof(full), "%s.why", key);
	put_clean(print, full, why);
}

void machine_say_because(const struct machine_print *print, const char *key, const char *value, const char *why)
{
	put_clean(print, key, value);
	machine_say_why(print, key, why);
}

void machine_say_unknown(const struct machine_print *print, const char *key, const char *why)
{
	machine_say_because(print, key, "-", why);
}

void machine_say_file(const struct machine_print *print, const char *key, const char *path)
{
	char value[4096], why[200];
	int err = machine_read(print->root, path, value, sizeof(value));

	if (err || value[0] == '\0') {
		machine_print(why, sizeof(why), "%s: %s", path, err ? strerror(-err) : "empty");
		machine_say_unknown(print, key, why);
	} else {
		machine_say(print, key, value);
	}
}

int machine_fingerprint_under(const char *root, unsigned cpu,
			      void (*put)(void *ctx, const char *key, const char *value), void *ctx)
{
	struct machine_print *print = calloc(1, sizeof(*print));

	if (!print)
		return -ENOMEM;
	print->root = root;
	print->cpu = cpu;
	print->put = put;
	print->ctx = ctx;
	machine_kernel_read(root, &print->kernel);
	machine_print_host(print);
	machine_print_kernel(print);
	machine_print_cpu(print);
	machine_print_frequency(print);
	machine_print_mitigations(print);
	machine_print_build(print);
	machine_print_load(print);
	machine_kernel_free(&print->kernel);
	free(print);
	return 0;
}

int machine_fingerprint(unsigned cpu, void (*put)(void *ctx, const char *key, const char *value),
			void *ctx)
{
	return machine_fingerprint_under("", cpu, put, ctx);
}
