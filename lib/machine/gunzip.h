/* Unpacks gzip, for /proc/config.gz: there need be no gzip program in a guest. */
#ifndef MACHINE_GUNZIP_H
#define MACHINE_GUNZIP_H

#include <stddef.h>

/*
 * Unpacks one gzip member (RFC 1952, deflate of RFC 1951) into fresh memory that the caller frees,
 * with a NUL byte behind the last. The length is checked, the CRC is not: a wrong byte in a
 * configuration only makes an option unknown. 0, -EINVAL for anything that is not whole gzip data,
 * -EFBIG above 16 MiB, -ENOMEM.
 */
int machine_gunzip(const void *data, size_t size, char **text, size_t *text_size);

#endif
