/*
 * How much someone said and how often they asked: the figures from which roles are guessed and talk
 * ratios made. ASCII, most of what is imported, is counted by blocks; the rest by code points.
 */
#include "counts-internal.h"
#include "import-internal.h"

#include "bytes-internal.h"
#include "themewall/text/utf8.h"
#include "themewall/base/banned.h"

/* Words as Unicode breaks them, for ASCII: letters and digits, with ' and . inside a word; beyond
 * ASCII an ideograph is a word, any other letter belongs to the word around it. */
enum byte_class { BYTE_OTHER, BYTE_WORD, BYTE_INNER, BYTE_BEYOND };

#define FOUR(c) [c] = BYTE_WORD, [(c) + 1] = BYTE_WORD, [(c) + 2] = BYTE_WORD, [(c) + 3] = BYTE_WORD
#define LETTERS(c)                                                                                 \
	FOUR(c), FOUR((c) + 4), FOUR((c) + 8), FOUR((c) + 12), FOUR((c) + 16), FOUR((c) + 20),     \
		[(c) + 24] = BYTE_WORD, [(c) + 25] = BYTE_WORD
static const uint8_t ascii_classes[128] = {
	LETTERS('a'),      LETTERS('A'),        FOUR('0'),
	FOUR('4'),         ['8'] = BYTE_WORD,   ['9'] = BYTE_WORD,
	['_'] = BYTE_WORD, ['\''] = BYTE_INNER, ['.'] = BYTE_INNER,
};
#undef FOUR
#undef LETTERS

static inline enum byte_class byte_class(char c)
{
	return (uint8_t)c < 0x80 ? (enum byte_class)ascii_classes[(uint8_t)c] : BYTE_BEYOND;
}

/* A word character beyond ASCII at s.p[*at]? Steps over it; ideographs and kana stand alone. */
static bool beyond_is_word(struct str s, size_t *at, bool *alone)
{
	uint32_t c;
	*at += utf8_decode(s, *at, &c);
	*alone = (c >= 0x3040 && c <= 0x30ff) || (c >= 0x3400 && c <= 0x9fff) ||
		 (c >= 0xf900 && c <= 0xfaff) || (c >= 0x20000 && c <= 0x3ffff);
	if (c < 0xc0)
		return c == 0xaa || c == 0xb5 || c == 0xba;
	if (c >= 0xff00 && c <= 0xff65)
		return (c >= 0xff10 && c <= 0xff19) || (c >= 0xff21 && c <= 0xff3a) ||
		       (c >= 0xff41 && c <= 0xff5a);
	return c != 0xd7 && c != 0xf7 && !(c >= 0x2000 && c <= 0x2bff) &&
	       !(c >= 0x3000 && c <= 0x303f) && !(c >= 0xfe00 && c <= 0xfe6f) &&
	       (c < 0x1f000 || *alone) && c != 0xfffd;
}

static bool is_word_start(char c)
{
	return byte_class(c) == BYTE_WORD || byte_class(c) == BYTE_BEYOND;
}

static size_t count_any_words(struct str s)
{
	size_t n = 0, at = 0;
	bool inside = false;
	while (at < s.n) {
		enum byte_class class = byte_class(s.p[at]);
		if (class == BYTE_WORD) {
			n += !inside;
			inside = true;
			at++;
		} else if (class == BYTE_BEYOND) {
			bool alone, word = beyond_is_word(s, &at, &alone);
			n += word && (alone || !inside);
			inside = word && !alone;
		} else {
			inside = inside && class == BYTE_INNER && at + 1 < s.n &&
				 is_word_start(s.p[at + 1]);
			at++;
		}
	}
	return n;
}

static size_t count_any_questions(struct str s)
{
	size_t n = 0;
	for (const char *p = s.p, *end = s.p + s.n; (p = memchr(p, '?', (size_t)(end - p))); p++)
		n += p + 1 == end || p[1] != '?';
	if (memchr(s.p, 0xef, s.n))
		for (size_t at = 0;
		     (at += str_find(str_part(s, at, s.n), STR("\xef\xbc\x9f"))) < s.n; at += 3)
			n++;
	return n;
}

struct talk count_talk(struct str s, bool ascii)
{
	struct talk talk = {0};
	if (ascii)
		bytes_ways()->talk(s, &talk);
	else
		talk = (struct talk){count_any_words(s), count_any_questions(s)};
	return talk;
}
