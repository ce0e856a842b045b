/* Numbers as they stand in files: plain decimals with a '.', whatever the locale. */
#ifndef RECORD_NUMBER_H
#define RECORD_NUMBER_H

#include <stddef.h>
#include <stdint.h>

enum {
	RECORD_NUMBER_LENGTH = 64, /* bytes of the longest number that is read */
	RECORD_NUMBER_SIZE = 32,   /* bytes that hold every number that is written */
};

/* [-]digits[.digits][e[+-]digits], nothing else: no NaN, infinity, hexadecimal, leading '+' or
 * blank. -EINVAL: not such a number; -ERANGE: greater than a double holds. */
int record_parse_real(const char *text, double *value);

/* Digits only. -EINVAL: not a whole number; -ERANGE: greater than max. */
int record_parse_uint(const char *text, uint64_t max, uint64_t *value);

/* Shortest that reads well: whole numbers below 1e15 in full, others with ten significant digits;
 * "-" for NaN and infinity. Returns buf, which holds RECORD_NUMBER_SIZE bytes. */
char *record_format_real(char *buf, double value);
/* The same with as many of 15 to 17 significant digits as it takes to read back as the same double. */
char *record_format_exact(char *buf, double value);

#endif
