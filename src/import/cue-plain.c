/*
 * The short way past the scanner: a caption as nearly every tool writes it, taken whole. Perhaps a
 * number on a line, two padded times, lines of text, a blank line; whatever differs by a single
 * character, or would be worth a word to the person, is left to the long way (cue-scan.c), which
 * finds the same in all of these.
 */
#include "cues-internal.h"
#include "import-internal.h"

#include "bytes-internal.h"
#include "themewall/base/banned.h"

/* Times, a letter, two LF; and room to look at a stamp with three digits of hours in one go. */
enum { SHORTEST_CUE = TIMES_BYTES + 4, NUMBER_BYTES = 9, ARROW = 0x3e2d2d20 /* " -->" */ };
_Static_assert((int)SHORTEST_CUE >= TIMES_ROOM, "two times can be read at once");

static inline unsigned digit(const char *p)
{
	return (unsigned)(unsigned char)*p - '0';
}

/* Bytes at p as a number, the first the lowest, whatever the machine's order. */
static inline uint64_t eight_bytes(const char *p)
{
	const uint8_t *u = (const uint8_t *)p;
	return (uint64_t)u[0] | (uint64_t)u[1] << 8 | (uint64_t)u[2] << 16 | (uint64_t)u[3] << 24 |
	       (uint64_t)u[4] << 32 | (uint64_t)u[5] << 40 | (uint64_t)u[6] << 48 |
	       (uint64_t)u[7] << 56;
}

static inline uint32_t four_bytes(const char *p)
{
	const uint8_t *u = (const uint8_t *)p;
	return (uint32_t)u[0] | (uint32_t)u[1] << 8 | (uint32_t)u[2] << 16 | (uint32_t)u[3] << 24;
}

/* All bytes of a stamp are looked at together. "00:00:00" is taken off "hh:mm:ss" by exclusive or:
 * what is left of a digit is its value, of a colon nothing. A byte is too large when it, or it and
 * the room above its largest, reaches the highest bit; no byte reaches into the next, as each is
 * below 128 where the first of the two says nothing. */
static inline uint64_t too_large(uint64_t left)
{
	const uint64_t room = 0x767a7f767a7f7676, high = 0x8080808080808080; /* 9 5 0 9 5 0 9 9 */
	return (left | ((left & ~high) + room)) & high;
}

/* ".500" or ",500": what is left is 0 or, for the comma, 2, and three digits. */
static inline uint32_t fraction_too_large(uint32_t left)
{
	return ((left & 0xfd) | ((left | ((left & 0x7f7f7f00) + 0x76767600)) & 0x80808000));
}

/* "00:14:22.500" or with a comma, hours of two digits or three, minutes and seconds below 60:
 * returns its bytes, 0 for anything else. There are 12 to read at p, or more. */
static size_t read_stamp(const char *p, int64_t *ms)
{
	unsigned hundreds = 0, over = 0;
	size_t long_hours = p[2] != ':';
	if (long_hours) {
		hundreds = digit(p) * 100;
		over = digit(p) > 9;
		p++;
	}
	uint64_t clock = eight_bytes(p) ^ 0x30303a30303a3030;
	uint32_t fraction = four_bytes(p + 8) ^ 0x3030302e;
	uint64_t pairs = (clock & 0x0f0f0f0f0f0f0f0f) * 10 + (clock >> 8);
	unsigned hours = hundreds + (uint8_t)pairs, minutes = (uint8_t)(pairs >> 24);
	unsigned seconds = (hours * 60 + minutes) * 60 + (uint8_t)(pairs >> 48);
	unsigned thousandths = (uint8_t)(fraction >> 8) * 100 + (uint8_t)(fraction >> 16) * 10 +
			       (uint8_t)(fraction >> 24);
	*ms = (int64_t)seconds * 1000 + thousandths;
	return over || too_large(clock) || fraction_too_large(fraction) ? 0 : long_hours + 12;
}

/* A line of two stamps, with its LF: its bytes, 0 for anything else. */
static size_t read_times(const char *p, struct plain_cue *cue)
{
	size_t start = read_stamp(p, &cue->start_ms), end;
	if (!start || four_bytes(p + start) != ARROW || p[start + 4] != ' ')
		return 0;
	p += start + 5;
	end = read_stamp(p, &cue->end_ms);
	return end && p[end] == '\n' ? start + 5 + end + 1 : 0;
}

/* A line that can be nothing but text. */
static bool begins_text(char c)
{
	return c != '-' && c != '[' && !is_blank(c) && !is_digit(c);
}

/* Steps over a number on a line of its own; there are NUMBER_BYTES to read. */
static inline size_t number_length(const char *p)
{
	const uint64_t high = 0x8080808080808080;
	uint64_t left = eight_bytes(p) ^ 0x3030303030303030;
	uint64_t other = (left | ((left & ~high) + 0x7676767676767676)) & high;
	size_t n = other ? (size_t)__builtin_ctzll(other) / 8 : 8;
	n += n == 8 && is_digit(p[8]);
	return n && p[n] == '\n' ? n + 1 : 0;
}

bool plain_cue_take(const struct byte_ways *ways, struct str s, struct plain_cue *cue)
{
	size_t at = s.n > NUMBER_BYTES ? number_length(s.p) : 0, n;
	cue->numbered = at > 0;
	if (s.n - at < SHORTEST_CUE)
		return false;
	const char *p = s.p + at, *end = s.p + s.n;
	n = ways->times(str_part(s, at, s.n), &cue->start_ms, &cue->end_ms);
	if (!n)
		n = read_times(p, cue);
	if (!n || cue->end_ms < cue->start_ms)
		return false;
	p += n;
	cue->text.p = p;
	cue->nlines = 0;
	cue->ntags = 0;
	for (size_t ntags; p < end && *p != '\n'; p++) {
		if (!begins_text(*p))
			return false;
		p += ways->line((struct str){p, (size_t)(end - p)}, &ntags);
		if (p == end)
			return false;
		cue->nlines++;
		cue->ntags += ntags;
	}
	if (p >= end || !cue->nlines)
		return false;
	cue->text.n = (size_t)(p - 1 - cue->text.p);
	cue->nbytes = (size_t)(p + 1 - s.p);
	return true;
}
