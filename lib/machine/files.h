/* Reads small /proc, /sys and /etc files under a root, which tests point at a tree. */
#ifndef MACHINE_FILES_H
#define MACHINE_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Everywhere in this module `root` is put before the path: "" is the real machine. */

/*
 * Reads the beginning of a file (at most size-1 bytes) into text: control characters (a NUL byte, a
 * newline) become blanks, blanks at the end are cut. Bytes above 127 stay. 0, or -errno with text
 * "".
 */
int machine_read(const char *root, const char *path, char *text, size_t size);

/* The same, with a path made by printf. */
int machine_readf(const char *root, char *text, size_t size, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* A file that holds one whole decimal number. 0, -EINVAL if it holds something else, or -errno. */
int machine_read_number(const char *root, const char *path, int64_t *value);

/*
 * Reads a whole file (up to 32 MiB, else -EFBIG) into fresh memory that the caller frees; a NUL
 * byte is put behind the last byte. size may be NULL. 0 or -errno with *text NULL.
 */
int machine_slurp(const char *root, const char *path, char **text, size_t *size);

bool machine_exists(const char *root, const char *path);

/* Is `word` one of the blank-separated words of text? */
bool machine_has_word(const char *text, const char *word);

/* The value of the last KEY=VALUE word of text (a kernel command line). 0, or -ENOENT. */
int machine_option(const char *text, const char *key, char *value, size_t size);

/* The word in brackets of "always [madvise] never". 0, or -ENOENT if there is none. */
int machine_bracketed(const char *text, char *value, size_t size);

/*
 * The value of the first line "KEY<sep>VALUE" of text, blanks around key and value cut; it works
 * for /proc/cpuinfo and /proc/meminfo (sep ':') and os-release (sep '='). 0, or -ENOENT.
 */
int machine_field(const char *text, const char *key, char sep, char *value, size_t size);

/* Like snprintf, but quiet about a text that does not fit: it is cut at size-1 bytes. */
void machine_print(char *text, size_t size, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Appends to a string in a buffer of size bytes; what does not fit is cut. */
void machine_append(char *text, size_t size, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
