/* Unpacks gzip: RFC 1952 for the wrapping, RFC 1951 (section numbers below) for deflate. */
#include "gunzip.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { OUT_MAX_BYTES = 16 << 20, CODE_BITS_MAX = 15, LITERALS = 288, DISTANCES = 32 };

struct stream {
	const unsigned char *in;
	size_t in_size, in_at;
	uint32_t bits; /* not yet used, least significant first */
	unsigned bit_count;
	char *out;
	size_t out_size, out_at;
	int err; /* the first failure; every later step is then void */
};

/* A canonical Huffman code: how many codes have each length, and the symbols in code order. */
struct huffman {
	uint16_t count[CODE_BITS_MAX + 1];
	uint16_t symbol[LITERALS];
};

static unsigned take(struct stream *s, unsigned count)
{
	unsigned value;

	while (s->bit_count < count) {
		if (s->in_at == s->in_size) {
			s->err = -EINVAL;
			return 0;
		}
		s->bits |= (uint32_t)s->in[s->in_at++] << s->bit_count;
		s->bit_count += 8;
	}
	value = s->bits & ((1U << count) - 1);
	s->bits >>= count;
	s->bit_count -= count;
	return value;
}

static void put(struct stream *s, char byte)
{
	if (s->out_at == s->out_size) {
		size_t size = s->out_size ? s->out_size * 2 : 65536;
		char *bigger = size <= OUT_MAX_BYTES ? realloc(s->out, size) : NULL;

		if (!bigger) {
			s->err = size <= OUT_MAX_BYTES ? -ENOMEM : -EFBIG;
			return;
		}
		s->out = bigger;
		s->out_size = size;
	}
	s->out[s->out_at++] = byte;
}

/* 3.2.2: codes of one length are consecutive, in the order of their symbols. */
static void huffman_make(struct huffman *h, const uint8_t *length, size_t symbols)
{
	uint16_t at[CODE_BITS_MAX + 2] = { 0 };

	memset(h, 0, sizeof(*h));
	for (size_t i = 0; i < symbols; i++)
		h->count[length[i]]++;
	h->count[0] = 0;
	for (size_t bits = 1; bits <= CODE_BITS_MAX; bits++)
		at[bits + 1] = (uint16_t)(at[bits] + h->count[bits]);
	for (size_t i = 0; i < symbols; i++)
		if (length[i])
			h->symbol[at[length[i]]++] = (uint16_t)i;
}

static unsigned huffman_take(struct stream *s, const struct huffman *h)
{
	int code = 0, first = 0, index = 0;

	for (size_t bits = 1; bits <= CODE_BITS_MAX && !s->err; bits++) {
		int count = h->count[bits];

		code |= (int)take(s, 1);
		if (code - first < count)
			return h->symbol[index + code - first];
		index += count;
		first = (first + count) << 1;
		code <<= 1;
	}
	s->err = -EINVAL;
	return 0;
}

/* 3.2.5: a length symbol or a distance symbol stands for a base and some extra bits. */
static const uint16_t length_base[] = { 3,  4,	5,  6,	 7,   8,   9,	10,  11, 13,
					15, 17, 19, 23,	 27,  31,  35,	43,  51, 59,
					67, 83, 99, 115, 131, 163, 195, 227, 258 };
static const uint8_t length_extra[] = { 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2,
					2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0 };
static const uint16_t distance_base[] = { 1,	2,    3,    4,	   5,	  7,	9,    13,
					  17,	25,   33,   49,	   65,	  97,	129,  193,
					  257,	385,  513,  769,   1025,  1537, 2049, 3073,
					  4097, 6145, 8193, 12289, 16385, 24577 };

static void copy_back(struct stream *s, unsigned symbol, const struct huffman *distances)
{
	unsigned length, code, distance;

	if (symbol >= sizeof(length_extra)) {
		s->err = -EINVAL;
		return;
	}
	length = length_base[symbol] + take(s, length_extra[symbol]);
	code = huffman_take(s, distances);
	if (s->err || code >= sizeof(distance_base) / sizeof(distance_base[0])) {
		s->err = -EINVAL;
		return;
	}
	distance = distance_base[code] + take(s, code < 2 ? 0 : code / 2 - 1);
	if (distance > s->out_at) {
		s->err = -EINVAL;
		return;
	}
	while (length-- > 0 && !s->err)
		put(s, s->out[s->out_at - distance]);
}

static void inflate_codes(struct stream *s, const struct huffman *literals,
			  const struct huffman *distances)
{
	while (!s->err) {
		unsigned symbol = huffman_take(s, literals);

		if (s->err || symbol == 256)
			return;
		if (symbol < 256)
			put(s, (char)symbol);
		else
			copy_back(s, symbol - 257, distances);
	}
}

/* 3.2.6 */
static void inflate_fixed(struct stream *s)
{
	struct huffman literals, distances;
	uint8_t length[LITERALS];

	memset(length, 8, 144);
	memset(length + 144, 9, 112);
	memset(length + 256, 7, 24);
	memset(length + 280, 8, 8);
	huffman_make(&literals, length, LITERALS);
	memset(length, 5, DISTANCES);
	huffman_make(&distances, length, DISTANCES);
	inflate_codes(s, &literals, &distances);
}

/* 3.2.7: symbol 16 repeats the length before it, 17 and 18 are runs of zero. */
static void take_lengths(struct stream *s, const struct huffman *codes, uint8_t *length,
			 size_t count)
{
	for (size_t i = 0; i < count && !s->err;) {
		unsigned symbol = huffman_take(s, codes);
		uint8_t value = 0;
		unsigned repeat;

		if (symbol < 16) {
			length[i++] = (uint8_t)symbol;
			continue;
		}
		if (symbol == 16 && i > 0)
			value = length[i - 1];
		repeat = symbol == 16	? 3 + take(s, 2)
			 : symbol == 17 ? 3 + take(s, 3)
					: 11 + take(s, 7);
		if ((symbol == 16 && i == 0) || repeat > count - i) {
			s->err = -EINVAL;
			return;
		}
		memset(length + i, value, repeat);
		i += repeat;
	}
}

static void inflate_dynamic(struct stream *s)
{
	static const uint8_t order[19] = { 16, 17, 18, 0, 8,  7, 9,  6, 10, 5,
					   11, 4,  12, 3, 13, 2, 14, 1, 15 };
	struct huffman literals, distances;
	uint8_t length[LITERALS + DISTANCES] = { 0 };
	size_t literal_count = 257 + take(s, 5), distance_count = 1 + take(s, 5);
	size_t code_count = 4 + take(s, 4);

	for (size_t i = 0; i < code_count; i++)
		length[order[i]] = (uint8_t)take(s, 3);
	huffman_make(&literals, length, sizeof(order));
	memset(length, 0, sizeof(length));
	if (literal_count > 286)
		s->err = -EINVAL;
	else
		take_lengths(s, &literals, length, literal_count + distance_count);
	if (s->err)
		return;
	huffman_make(&literals, length, literal_count);
	huffman_make(&distances, length + literal_count, distance_count);
	inflate_codes(s, &literals, &distances);
}

/* 3.2.4 */
static void inflate_stored(struct stream *s)
{
	unsigned size, check;

	s->bits = 0;
	s->bit_count = 0;
	size = take(s, 16);
	check = take(s, 16);
	if (!s->err && size != (check ^ 0xffff))
		s->err = -EINVAL;
	while (size-- > 0 && !s->err)
		put(s, (char)take(s, 8));
}

static void inflate(struct stream *s)
{
	unsigned last = 0;

	while (!last && !s->err) {
		unsigned type;

		last = take(s, 1);
		type = take(s, 2);
		if (s->err)
			return;
		if (type == 0)
			inflate_stored(s);
		else if (type == 1)
			inflate_fixed(s);
		else if (type == 2)
			inflate_dynamic(s);
		else
			s->err = -EINVAL;
	}
}

/* Steps over the gzip header: fixed part, then what its flags announce. */
static void skip_header(struct stream *s)
{
	enum { CRC16 = 2, EXTRA = 4, NAME = 8, COMMENT = 16 };
	unsigned flags;

	if (take(s, 8) != 0x1f || take(s, 8) != 0x8b || take(s, 8) != 8)
		s->err = -EINVAL;
	flags = take(s, 8);
	for (int i = 0; i < 6; i++)
		take(s, 8);
	if (flags & EXTRA)
		for (unsigned left = take(s, 16); left > 0 && !s->err; left--)
			take(s, 8);
	for (unsigned text = NAME; text <= COMMENT; text *= 2)
		while ((flags & text) && !s->err && take(s, 8) != 0)
			;
	if (flags & CRC16)
		take(s, 16);
}

int machine_gunzip(const void *data, size_t size, char **text, size_t *text_size)
{
	struct stream s = { .in = data, .in_size = size };
	size_t length;

	skip_header(&s);
	inflate(&s);
	length = s.out_at;
	/* Whatever is left of the last byte is padding; the trailer is the CRC and the length. */
	s.bits = 0;
	s.bit_count = 0;
	if (!s.err) {
		for (int i = 0; i < 4; i++)
			take(&s, 8);
		if (take(&s, 16) != (length & 0xffff) || take(&s, 16) != (length >> 16))
			s.err = -EINVAL;
	}
	if (!s.err)
		put(&s, '\0');
	if (s.err) {
		free(s.out);
		*text = NULL;
		return s.err;
	}
	*text = s.out;
	*text_size = length;
	return 0;
}
