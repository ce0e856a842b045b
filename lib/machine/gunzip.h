/* Unpacks /proc/config.gz by the system's gzip. */
#ifndef MACHINE_GUNZIP_H
#define MACHINE_GUNZIP_H

/*
 * `gzip -dc` of root and path into fresh memory that the caller frees. 0; -ENOENT: no such file;
 * -EINVAL: no gzip here, or not whole gzip data; -EFBIG above 16 MiB; -ENOMEM; *text is NULL then.
 */
int machine_gunzip(const char *root, const char *path, char **text);

#endif
