/* Packs a folder into a tar archive in memory, and sends it. */
#include "parcel.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BLOCK = 512, NAME_MOST = 99 };

struct archive {
	unsigned char *data;
	size_t n, size;
};

/* count bytes more, all zero; NULL: out of memory. */
static unsigned char *extend(struct archive *a, size_t count)
{
	if (a->n + count > a->size) {
		size_t size = 2 * a->size + count + 65536;
		unsigned char *more = realloc(a->data, size);

		if (!more)
			return NULL;
		a->data = more;
		a->size = size;
	}
	memset(a->data + a->n, 0, count);
	a->n += count;
	return a->data + a->n - count;
}

/* POSIX.1-2017, pax, "ustar Interchange Format". */
static int add_header(struct archive *a, const char *name, unsigned long long size)
{
	unsigned char *h = extend(a, BLOCK);
	unsigned sum = 0;

	if (!h)
		return -1;
	snprintf((char *)h, NAME_MOST + 1, "%s", name);
	memcpy(h + 100, "0000644", 8);
	memcpy(h + 108, "0000000", 8);
	memcpy(h + 116, "0000000", 8);
	snprintf((char *)h + 124, 12, "%011llo", size);
	memcpy(h + 136, "00000000000", 12);
	memset(h + 148, ' ', 8); /* of the checksum, for the checksum */
	h[156] = '0';
	memcpy(h + 257, "ustar", 6);
	memcpy(h + 263, "00", 2);
	for (size_t i = 0; i < BLOCK; i++)
		sum += h[i];
	snprintf((char *)h + 148, 7, "%06o", sum);
	return 0;
}

static int add_contents(struct archive *a, int fd, size_t size)
{
	unsigned char *at = extend(a, (size + BLOCK - 1) / BLOCK * BLOCK);
	size_t done = 0;

	while (at && done < size) {
		ssize_t n = read(fd, at + done, size - done);

		if (n <= 0)
			return -1;
		done += (size_t)n;
	}
	return at ? 0 : -1;
}

static int add_file(struct archive *a, int dir, const char *name)
{
	int fd = openat(dir, name, O_RDONLY | O_NOFOLLOW);
	struct stat st;
	int bad = 0;

	if (fd < 0)
		return -1;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && strlen(name) <= NAME_MOST) {
		bad = add_header(a, name, (unsigned long long)st.st_size);
		if (!bad)
			bad = add_contents(a, fd, (size_t)st.st_size);
	}
	close(fd);
	return bad;
}

static int add_folder(struct archive *a, const char *path)
{
	DIR *d = opendir(path);
	struct dirent *e;
	int bad = 0;

	if (!d)
		return errno == ENOENT ? 0 : -1;
	while (!bad && (e = readdir(d)) != NULL)
		if (e->d_name[0] != '.')
			bad = add_file(a, dirfd(d), e->d_name);
	closedir(d);
	return bad || extend(a, 2 * BLOCK) ? bad : -1;
}

/* POSIX.1-2017, cksum: the CRC of Ethernet, most significant bit first, over the bytes and then their number. */
static uint32_t crc_byte(uint32_t crc, unsigned byte)
{
	crc ^= (uint32_t)byte << 24;
	for (int bit = 0; bit < 8; bit++)
		crc = crc & 0x80000000u ? crc << 1 ^ 0x04c11db7u : crc << 1;
	return crc;
}

static uint32_t checksum(const unsigned char *data, size_t n)
{
	uint32_t crc = 0;

	for (size_t i = 0; i < n; i++)
		crc = crc_byte(crc, data[i]);
	for (size_t rest = n; rest; rest >>= 8)
		crc = crc_byte(crc, rest & 0xff);
	return ~crc;
}

int parcel_send(const struct parcel_line *to, const char *dir, int status)
{
	struct archive a = { NULL, 0, 0 };
	char line[100];
	int bad = add_folder(&a, dir);

	if (!bad) {
		int n = snprintf(line, sizeof(line), "oscost-parcel 1 %d %zu %lu\n", status, a.n,
				 (unsigned long)checksum(a.data, a.n));

		bad = to->put(to, line, (size_t)n);
	}
	if (!bad)
		bad = to->put(to, a.data, a.n);
	free(a.data);
	return bad;
}
