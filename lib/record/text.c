/* Checks of text that comes out of files which somebody else may have written. */
#include "text.h"

#include <stdint.h>
#include <string.h>

static bool is_shown(uint32_t c)
{
	if (c < 0x20 || (c >= 0x7f && c <= 0x9f))
		return false;
	if (c >= 0x2028 && c <= 0x202e)
		return false;
	return !(c >= 0x2066 && c <= 0x2069);
}

/* Unicode 15, table 3-7: the lead byte fixes the length; the least code point of that length rules
 * out overlong forms. */
size_t record_text_character(const char *text, size_t n)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	const unsigned char *s = (const unsigned char *)text;
	size_t length, i;
	uint32_t c;

	if (n == 0)
		return 0;
	if (s[0] < 0x80)
		return is_shown(s[0]);
	length = s[0] >= 0xf0 ? 4 : s[0] >= 0xe0 ? 3 : 2;
	if (s[0] < 0xc2 || s[0] > 0xf4 || length > n)
		return 0;
	c = s[0] & (0xffU >> (length + 1));
	for (i = 1; i < length; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (s[i] & 0x3fU);
	}
	if (c < least[length] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff) || !is_shown(c))
		return 0;
	return length;
}

bool record_text_clean(const char *text, size_t n)
{
	while (n > 0) {
		size_t length = record_text_character(text, n);

		if (length == 0)
			return false;
		text += length;
		n -= length;
	}
	return true;
}

static bool consists_of(const char *text, const char *set, size_t longest)
{
	size_t n = strspn(text, set);

	return n > 0 && n <= longest && text[n] == '\0';
}

bool record_text_is_case(const char *text)
{
	return text[0] >= 'a' && text[0] <= 'z' &&
	       consists_of(text, "abcdefghijklmnopqrstuvwxyz0123456789_.", 64);
}

bool record_text_is_param(const char *text)
{
	return consists_of(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.",
			   32);
}

bool record_text_is_word(const char *text)
{
	size_t n;

	for (n = 0; text[n]; n++) {
		if (n == 128 || text[n] <= ' ' || text[n] > '~')
			return false;
	}
	return n > 0;
}
