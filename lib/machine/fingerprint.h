/* What identifies this machine, its kernel and this build: the keys of machine.tsv. */
#ifndef MACHINE_FINGERPRINT_H
#define MACHINE_FINGERPRINT_H

/*
 * Calls put once for each key, in a fixed order, for the PU that is measured on. A value that is
 * not known is "-" and followed by KEY.why with the reason; some known values have a KEY.why too
 * (what they rest on). The strings are put's only while it runs; they hold no control characters.
 *
 * date (UTC, ISO 8601), host, os, kernel.* (kernel.boot_id is another after every boot),
 * hypervisor, container, cpu.*, mitigation.*, libc,
 * compiler, cflags, memory.total_bytes, load (1, 5, 15 minutes), steal_share (of all PUs' time
 * since boot, 0..1).
 *
 * The compiler and its flags are those of the build: the macros OSCOST_COMPILER and OSCOST_CFLAGS
 * (strings) of fingerprint_host.c. 0 or -ENOMEM; a file that cannot be read is never an error.
 */
int machine_fingerprint(unsigned cpu, void (*put)(void *ctx, const char *key, const char *value),
			void *ctx);

/* The same from a tree in place of / (for tests); what comes from system calls is still this
 * machine's. */
int machine_fingerprint_under(const char *root, unsigned cpu,
			      void (*put)(void *ctx, const char *key, const char *value),
			      void *ctx);

#endif
