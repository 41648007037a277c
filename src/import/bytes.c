/* Bytes looked at one by one, or in blocks whose loops have no branch, so that the compiler may
 * take many at once; and which way is taken here. */
#include "bytes-internal.h"
#include "decode-internal.h"

#include "themewall/base/banned.h"

enum { BLOCK = 64, KINDS_BLOCK = 256, BACK = 16 };

static inline uint8_t kinds_of_byte(uint8_t c)
{
	unsigned odd = (unsigned)((int8_t)c < 0x20) & (c != '\n') & (c != '\t');
	odd |= c == 0x7f;
	return (uint8_t)((c == '<' ? MARKS_TAG : 0) | (c == '&' ? MARKS_ENTITY : 0) |
			 (c == '{' ? MARKS_BRACE : 0) | (c == '\\' ? MARKS_ESCAPE : 0) |
			 (odd ? BYTES_ODD : 0));
}

static uint8_t kinds(struct str s)
{
	uint8_t block[KINDS_BLOCK], all = 0;
	memset(block, ' ', sizeof block);
	for (size_t at = 0; at < s.n; at += KINDS_BLOCK) {
		const uint8_t *from = (const uint8_t *)s.p + at;
		if (s.n - at < KINDS_BLOCK) {
			memcpy(block, from, s.n - at);
			from = block;
		}
		for (size_t i = 0; i < KINDS_BLOCK; i++)
			all |= kinds_of_byte(from[i]);
	}
	return all;
}

static inline uint8_t is_word_byte(uint8_t c)
{
	return (uint8_t)((uint8_t)((c | 32) - 'a') < 26) | (uint8_t)((uint8_t)(c - '0') < 10) |
	       (uint8_t)(c == '_');
}

/* How many words begin among BLOCK bytes after BACK bytes that are only looked back at. To ask
 * three times what a byte is costs less than to keep the answers. */
static size_t words_begun(const uint8_t p[BACK + BLOCK])
{
	uint8_t begun = 0;
	for (size_t i = BACK; i < BACK + BLOCK; i++) {
		uint8_t before = p[i - 1];
		uint8_t inner = (uint8_t)(before == '\'') | (uint8_t)(before == '.');
		uint8_t goes_on = is_word_byte(before) | (inner & is_word_byte(p[i - 2]));
		begun = (uint8_t)(begun + (is_word_byte(p[i]) & (goes_on ^ 1)));
	}
	return begun;
}

/* What lies before the text and behind it counts as NUL. */
static size_t count_words(struct str s)
{
	size_t n = 0;
	for (size_t at = 0; at < s.n; at += BLOCK) {
		uint8_t edge[BACK + BLOCK] = {0};
		size_t back = at ? BACK : 0, end = s.n - at < BLOCK ? s.n : at + BLOCK;
		memcpy(edge + BACK - back, s.p + at - back, end - at + back);
		n += words_begun(edge);
	}
	return n;
}

static void talk(struct str s, struct talk *talk)
{
	talk->words += count_words(s);
	for (size_t at = 0; (at += str_find_char(str_part(s, at, s.n), '?')) < s.n; at++)
		talk->questions += at + 1 == s.n || s.p[at + 1] != '?';
}

static size_t line(struct str s, size_t *ntags)
{
	size_t end = str_find_char(s, '\n');
	*ntags = 0;
	for (size_t at = 0; (at += str_find_char(str_part(s, at, end), '<')) < end; at++)
		(*ntags)++;
	return end;
}

/* Whoever asks has a way of their own that reads more than these. */
static size_t times(struct str s, int64_t *start_ms, int64_t *end_ms)
{
	return 0;
}

const struct byte_ways bytes_plain = {kinds, talk, line, times};

const struct byte_ways *bytes_ways(void)
{
	const struct byte_ways *wide = bytes_wide();
	return wide ? wide : &bytes_plain;
}
