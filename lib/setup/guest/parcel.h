/*
 * A folder as one stream of bytes: the line "oscost-parcel 1 STATUS SIZE CKSUM\n", then SIZE bytes of a tar archive
 * (ustar) with the folder's plain files, whose checksum, by POSIX cksum, is CKSUM. A missing folder is an archive of
 * SIZE 0.
 */
#ifndef GUEST_PARCEL_H
#define GUEST_PARCEL_H

/* Packs the folder and writes it to fd. status: told in the line. 0, or -1 with errno set. */
int parcel_send(int fd, const char *dir, int status);

#endif
