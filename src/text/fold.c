/*
 * Search keys. ASCII is folded byte by byte, the letters of western Europe by a table, curly quotes
 * and dashes by a switch; what remains (a run between those) goes through libunistring. The cut is
 * safe because case folding and decomposition work on single characters, and the marks that would
 * reorder are either in the same run or dropped.
 */
#include "themewall/text/fold.h"

#include <stdlib.h>
#include <string.h>

#include <unicase.h>
#include <unictype.h>
#include <unistr.h>
#include <uninorm.h>

#include "themewall/text/utf8.h"
#include "themewall/base/banned.h"

enum { LATIN_FIRST = 0xc0, LATIN_END = 0x180 };

/* U+00C0 to U+017F to the letter they rest on; a blank where that takes more than one letter. */
static const char latin[LATIN_END - LATIN_FIRST + 1] =
	"aaaaaa ceeeeiiii nooooo  uuuuy  aaaaaa ceeeeiiii nooooo  uuuuy y"
	"aaaaaaccccccccdd  eeeeeeeeeegggggggghh  iiiiiiiii   jjkk llllll "
	"   nnnnnn   oooooo  rrrrrrsssssssstttt  uuuuuuuuuuuuwwyyyzzzzzzs";

/* The key begins at out->buf[start]; what stands before it is the caller's. */
static void add_blank(struct strbuf *out, size_t start)
{
	if (out->len == start || out->buf[out->len - 1] != ' ')
		strbuf_add_char(out, ' ');
}

/* The key of each ASCII byte: small letters, one kind of blank. */
static const char plain_keys[] =
	"\0\1\2\3\4\5\6\7\10     \16\17\20\21\22\23\24\25\26\27\30\31\32\33\34\35\36\37"
	" !\"#$%&'()*+,-./0123456789:;<=>?@abcdefghijklmnopqrstuvwxyz[\\]^_"
	"`abcdefghijklmnopqrstuvwxyz{|}~\177";
_Static_assert(sizeof plain_keys == 128 + 1, "one for each");

enum { EIGHT = sizeof(uint64_t) };
#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte)) /* it in all eight */

/* Folds eight bytes at once where each of them is a byte of the key; false: one is not ASCII, or
 * there is another blank than ' ', or one behind a blank. Sums of two seven-bit numbers stay in
 * their byte, so the top bit of each tells of that byte alone. */
static bool fold_eight(char *to, const char *from, char last)
{
	uint64_t text, top = EACH(0x80);
	memcpy(&text, from, EIGHT);
	uint64_t not_blank = (text ^ EACH(' ')) + EACH(0x7f);
	uint64_t blank = ~not_blank & top, low = ~(text + EACH(0x80 - ' ')) & top;
	if ((text & top) || low || (blank & blank << 8) || (last == ' ' && *from == ' '))
		return false;
	uint64_t from_a = text + EACH(0x80 - 'A'), past_z = text + EACH(0x7f - 'Z');
	text |= ((from_a ^ past_z) & top) >> 2; /* 0x20 makes a capital small */
	memcpy(to, &text, EIGHT);
	return true;
}

/* ASCII from text.p[at] on, for which there is room; returns where it ends. A large wall is folded
 * through here, so it goes by eight bytes where it can, and by a table without a branch else. */
static size_t fold_ascii(struct strbuf *out, size_t start, struct str text, size_t at)
{
	char *to = out->buf + out->len, last = out->len > start ? to[-1] : '\0';
	while (at < text.n && !(text.p[at] & 0x80)) {
		size_t end = text.n - at < EIGHT ? text.n : at + EIGHT;
		if (end - at == EIGHT && fold_eight(to, text.p + at, last)) {
			to += EIGHT;
			at = end;
			last = to[-1];
			continue;
		}
		for (; at < end && !(text.p[at] & 0x80); at++) {
			char key = plain_keys[(unsigned char)text.p[at]];
			*to = key;
			to += key != ' ' || last != ' ';
			last = key;
		}
	}
	*to = '\0';
	out->len = (size_t)(to - out->buf);
	return at;
}

/* The ASCII a character stands for on a keyboard, 0 when none. */
static char plain_of(uint32_t c)
{
	if (c >= LATIN_FIRST && c < LATIN_END)
		return latin[c - LATIN_FIRST] == ' ' ? '\0' : latin[c - LATIN_FIRST];
	switch (c) {
	case 0xa0:
		return ' ';
	case 0x2bc:
	case 0x2018:
	case 0x2019:
	case 0x201b:
		return '\'';
	case 0x201c:
	case 0x201d:
	case 0x201f:
		return '"';
	case 0x2010:
	case 0x2011:
	case 0x2012:
	case 0x2013:
	case 0x2014:
	case 0x2015:
	case 0x2212:
		return '-';
	default:
		return '\0';
	}
}

/* Accents of Latin, Greek and Cyrillic, points of Hebrew and Arabic: what people leave out when
 * they type. By combining class: 1 overlays, 10-36 points, from 200 up marks placed around a
 * letter. */
static bool is_optional_mark(uint32_t c)
{
	int order = uc_combining_class(c);
	return order == 1 || (order >= 10 && order <= 36) || order >= 200;
}

static void add_plain(struct strbuf *out, size_t start, char plain)
{
	if (plain == ' ')
		add_blank(out, start);
	else
		strbuf_add_char(out, plain);
}

static void add_folded(struct strbuf *out, size_t start, struct str run)
{
	for (size_t i = 0; i < run.n;) {
		uint32_t c;
		i += utf8_decode(run, i, &c);
		/* decomposing brings back capitals ("℃" is a degree sign and a C) and dashes */
		if (c >= 'A' && c <= 'Z')
			c |= 0x20;
		if (plain_of(c))
			add_plain(out, start, plain_of(c));
		else if (uc_is_property_white_space(c))
			add_blank(out, start);
		else if (!is_optional_mark(c) && !uc_is_property_default_ignorable_code_point(c))
			utf8_add(out, c);
	}
}

static void fold_run(struct strbuf *out, size_t start, struct str run)
{
	uint8_t small[256];
	size_t n = sizeof small;
	uint8_t *folded = u8_casefold((const uint8_t *)run.p, run.n, NULL, UNINORM_NFKD, small, &n);
	add_folded(out, start, folded ? (struct str){(char *)folded, n} : run);
	if (folded != small)
		free(folded);
}

/* Where the run of characters without a short way ends. */
static size_t run_end(struct str text, size_t at)
{
	while (at < text.n && (text.p[at] & 0x80)) {
		uint32_t c;
		size_t n = utf8_decode(text, at, &c);
		if (plain_of(c))
			break;
		at += n;
	}
	return at;
}

void fold_text(struct strbuf *out, struct str text)
{
	size_t start = out->len;
	for (size_t at = 0; at < text.n;) {
		uint32_t c;
		strbuf_reserve(out, text.n - at);
		at = fold_ascii(out, start, text, at);
		if (at == text.n)
			break;
		size_t next = at + utf8_decode(text, at, &c);
		char plain = plain_of(c);
		if (plain) {
			add_plain(out, start, plain);
		} else {
			next = run_end(text, at);
			fold_run(out, start, str_part(text, at, next));
		}
		at = next;
	}
}

void fold_add_shown(struct strbuf *out, struct str key)
{
	uint8_t small[256];
	size_t n = sizeof small;
	uint8_t *shown = u8_normalize(UNINORM_NFC, (const uint8_t *)key.p, key.n, small, &n);
	strbuf_add(out, shown ? (char *)shown : key.p, shown ? n : key.n);
	if (shown != small)
		free(shown);
}

bool text_begins_small(struct str s)
{
	ucs4_t c;
	return s.n && u8_mbtouc(&c, (const uint8_t *)s.p, s.n) > 0 && uc_is_property_lowercase(c);
}
