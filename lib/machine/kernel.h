/* What kind of kernel this is: tick and preemption, from whatever source can be read. */
#ifndef MACHINE_KERNEL_H
#define MACHINE_KERNEL_H

#include <stdbool.h>
#include <stddef.h>

/* Sources that several questions need, read once. */
struct machine_kernel {
	const char *root;
	char release[128]; /* uname -r and -v: of the running kernel, or of the tree's /proc/version
			    */
	char version[512];
	char cmdline[4096];    /* "" if unknown */
	char *config;	       /* text of the configuration, NULL if none can be read */
	char config_from[200]; /* the file */
};

/* An answer: `text` is "" when it is not known; `why` says what it rests on or why it is not known.
 */
struct machine_answer {
	char text[64];
	char why[160];
};

void machine_kernel_read(const char *root, struct machine_kernel *kernel);
void machine_kernel_free(struct machine_kernel *kernel);

/* Does the configuration say CONFIG_NAME=y? false also if there is none. */
bool machine_kernel_has(const struct machine_kernel *kernel, const char *name);

/* "periodic", "nohz idle", "nohz_full" (this PU's tick stops), or unknown. */
void machine_kernel_tick(const struct machine_kernel *kernel, unsigned cpu,
			 struct machine_answer *answer);

/* "none", "voluntary", "full", "lazy", "rt"; with " (dynamic)" where the boot can choose; or
 * unknown. */
void machine_kernel_preempt(const struct machine_kernel *kernel, struct machine_answer *answer);

/* Ticks per second, rounded, or a negative errno. */
long machine_kernel_hz(void);

#endif
