/*
 * Bytes and code points. Text is mostly ASCII, so everything that walks takes eight bytes at a time
 * where none of them has its high bit set; lengths count the bytes that do not continue a
 * character.
 */
#include "themewall/text/utf8.h"

#include "themewall/base/banned.h"

#define HIGH_BITS UINT64_C(0x8080808080808080)
#define LOW_BITS  UINT64_C(0x0101010101010101)

enum { REPLACEMENT = 0xfffd };

static uint64_t load_word(const char *p)
{
	uint64_t word;
	memcpy(&word, p, sizeof word);
	return word;
}

size_t utf8_ascii_head(struct str s)
{
	size_t i = 0;
	while (i + 8 <= s.n && !(load_word(s.p + i) & HIGH_BITS))
		i += 8;
	while (i < s.n && !(s.p[i] & 0x80))
		i++;
	return i;
}

static bool is_tail(unsigned char byte)
{
	return (byte & 0xc0) == 0x80;
}

/* Three bytes: E0 must not be overlong, ED must not be a surrogate. */
static size_t decode_three(const unsigned char *p, uint32_t *code_point)
{
	if (!is_tail(p[1]) || !is_tail(p[2]))
		return 0;
	*code_point = (p[0] & 0x0fu) << 12 | (p[1] & 0x3fu) << 6 | (p[2] & 0x3fu);
	return *code_point < 0x800 || (*code_point >= 0xd800 && *code_point < 0xe000) ? 0 : 3;
}

static size_t decode_four(const unsigned char *p, uint32_t *code_point)
{
	if (!is_tail(p[1]) || !is_tail(p[2]) || !is_tail(p[3]))
		return 0;
	*code_point =
		(p[0] & 0x07u) << 18 | (p[1] & 0x3fu) << 12 | (p[2] & 0x3fu) << 6 | (p[3] & 0x3fu);
	return *code_point < 0x10000 || *code_point > 0x10ffff ? 0 : 4;
}

/* The length of a well-formed character at p, 0 when it is damaged or cut by the end. */
static size_t decode_strict(const unsigned char *p, size_t nbytes, uint32_t *code_point)
{
	if (p[0] < 0x80) {
		*code_point = p[0];
		return 1;
	}
	if (p[0] >= 0xc2 && p[0] < 0xe0 && nbytes >= 2 && is_tail(p[1])) {
		*code_point = (p[0] & 0x1fu) << 6 | (p[1] & 0x3fu);
		return 2;
	}
	if ((p[0] & 0xf0) == 0xe0 && nbytes >= 3)
		return decode_three(p, code_point);
	if (p[0] >= 0xf0 && p[0] < 0xf5 && nbytes >= 4)
		return decode_four(p, code_point);
	return 0;
}

size_t utf8_decode(struct str s, size_t at, uint32_t *code_point)
{
	size_t n = decode_strict((const unsigned char *)s.p + at, s.n - at, code_point);
	if (n > 0)
		return n;
	*code_point = REPLACEMENT;
	return 1;
}

size_t utf8_previous(struct str s, size_t at)
{
	size_t start = at - 1;
	while (start > 0 && at - start < 4 && is_tail((unsigned char)s.p[start]))
		start--;
	return start;
}

size_t utf8_valid_head(struct str s)
{
	size_t i = 0;
	uint32_t code_point;
	while (i < s.n) {
		if (!(s.p[i] & 0x80)) {
			i += utf8_ascii_head(str_part(s, i, s.n));
			continue;
		}
		size_t n = decode_strict((const unsigned char *)s.p + i, s.n - i, &code_point);
		if (n == 0)
			return i;
		i += n;
	}
	return s.n;
}

bool utf8_is_valid(struct str s)
{
	return utf8_valid_head(s) == s.n;
}

size_t utf8_encode(uint32_t code_point, char out[4])
{
	if (code_point > 0x10ffff || (code_point >= 0xd800 && code_point < 0xe000))
		code_point = REPLACEMENT;
	if (code_point < 0x80) {
		out[0] = (char)code_point;
		return 1;
	}
	if (code_point < 0x800) {
		out[0] = (char)(0xc0 | code_point >> 6);
		out[1] = (char)(0x80 | (code_point & 0x3f));
		return 2;
	}
	if (code_point < 0x10000) {
		out[0] = (char)(0xe0 | code_point >> 12);
		out[1] = (char)(0x80 | (code_point >> 6 & 0x3f));
		out[2] = (char)(0x80 | (code_point & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | code_point >> 18);
	out[1] = (char)(0x80 | (code_point >> 12 & 0x3f));
	out[2] = (char)(0x80 | (code_point >> 6 & 0x3f));
	out[3] = (char)(0x80 | (code_point & 0x3f));
	return 4;
}

void utf8_add(struct strbuf *out, uint32_t code_point)
{
	char bytes[4];
	strbuf_add(out, bytes, utf8_encode(code_point, bytes));
}

/* How many of eight bytes begin a character: all but those of the form 10xxxxxx. */
static unsigned count_heads(uint64_t word)
{
	uint64_t tails = (word >> 7) & ~(word >> 6) & LOW_BITS;
	return 8 - (unsigned)((tails * LOW_BITS) >> 56);
}

size_t utf8_length(struct str s)
{
	size_t count = 0, i = 0;
	for (; i + 8 <= s.n; i += 8)
		count += count_heads(load_word(s.p + i));
	for (; i < s.n; i++)
		count += !is_tail((unsigned char)s.p[i]);
	return count;
}

size_t utf8_offset(struct str s, size_t code_point)
{
	size_t i = 0;
	while (i + 8 <= s.n) {
		unsigned heads = count_heads(load_word(s.p + i));
		if (heads > code_point)
			break;
		code_point -= heads;
		i += 8;
	}
	/* i may stand inside a character whose head was counted; its tail belongs to it. */
	for (; i < s.n; i++)
		if (!is_tail((unsigned char)s.p[i]) && code_point-- == 0)
			break;
	return i;
}

struct str utf8_slice(struct str s, size_t from, size_t to)
{
	size_t start = utf8_offset(s, from);
	if (start == s.n || to <= from)
		return STR("");
	struct str rest = str_part(s, start, s.n);
	return str_part(rest, 0, utf8_offset(rest, to - from));
}
