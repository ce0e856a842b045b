/*
 * A folder as one stream of bytes: the line "oscost-parcel 1 STATUS SIZE CKSUM\n", then SIZE bytes of a tar archive
 * (ustar) with the folder's plain files, whose checksum, by POSIX cksum, is CKSUM. A missing folder is an archive of
 * SIZE 0.
 */
#ifndef GUEST_PARCEL_H
#define GUEST_PARCEL_H

#include <stddef.h>

/* Where the bytes go. put: 0, or -1 with errno set. */
struct parcel_line {
	int (*put)(const struct parcel_line *to, const void *data, size_t size);
	int fd; /* for put */
};

/* Packs the folder and sends it. status: told in the line. 0, or -1 with errno set. */
int parcel_send(const struct parcel_line *to, const char *dir, int status);

#endif
