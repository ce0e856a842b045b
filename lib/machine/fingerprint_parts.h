/* The parts of the fingerprint, and how they put a key. */
#ifndef MACHINE_FINGERPRINT_PARTS_H
#define MACHINE_FINGERPRINT_PARTS_H

#include "kernel.h"

struct machine_print {
	const char *root;
	unsigned cpu;
	void (*put)(void *ctx, const char *key, const char *value);
	void *ctx;
	struct machine_kernel kernel;
};

/* A value; "-" with its reason if it is "" or "-". */
void machine_say(const struct machine_print *print, const char *key, const char *value);
void machine_sayf(const struct machine_print *print, const char *key, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* KEY.why */
void machine_say_why(const struct machine_print *print, const char *key, const char *why);
/* A value, "-" if it is "", and KEY.why in any case. */
void machine_say_because(const struct machine_print *print, const char *key, const char *value, const char *why);
/* "-" and its reason. */
void machine_say_unknown(const struct machine_print *print, const char *key, const char *why);
/* The contents of a file, or "-" with the reason. */
void machine_say_file(const struct machine_print *print, const char *key, const char *path);

void machine_print_cpu(const struct machine_print *print);
void machine_print_frequency(const struct machine_print *print);
void machine_print_kernel(const struct machine_print *print);
void machine_print_mitigations(const struct machine_print *print);
void machine_print_host(const struct machine_print *print);
void machine_print_build(const struct machine_print *print);
void machine_print_load(const struct machine_print *print);

#endif
