/*
 * The short way past the scanner: a caption as nearly every tool writes it, taken whole. Perhaps a
 * number on a line, two padded times, lines of text, a blank line; whatever differs by a single
 * character, or would be worth a word to the person, is left to the long way (cue-scan.c), which
 * finds the same in all of these.
 */
#include "import-internal.h"

#include "themewall/base/banned.h"

enum { SHORTEST_CUE = 2 * 12 + 5 + 1 + 2, NUMBER_BYTES = 9 };

static inline unsigned digit(const char *p)
{
	return (unsigned)(unsigned char)*p - '0';
}

/* 1 unless it is a digit up to the largest. All of a stamp is looked at without a branch. */
static inline unsigned over(const char *p, unsigned largest)
{
	return digit(p) > largest;
}

static inline unsigned differs(const char *p, char c)
{
	return *p != c;
}

/* "00:14:22.500" or with a comma, hours of two digits or three, minutes and seconds below 60:
 * returns its bytes, 0 for anything else. There are 12 to read at p, or more. */
static inline size_t read_stamp(const char *p, int64_t *ms)
{
	size_t nhours = 2 + (p[2] != ':');
	unsigned hours = digit(p) * 10 + digit(p + 1), wrong = over(p, 9) | over(p + 1, 9);
	if (nhours > 2) {
		hours = hours * 10 + digit(p + 2);
		wrong |= over(p + 2, 9);
	}
	p += nhours;
	wrong |= differs(p, ':') | over(p + 1, 5) | over(p + 2, 9) | differs(p + 3, ':') |
		 over(p + 4, 5) | over(p + 5, 9) | (differs(p + 6, '.') & differs(p + 6, ',')) |
		 over(p + 7, 9) | over(p + 8, 9) | over(p + 9, 9);
	unsigned minutes = hours * 60 + digit(p + 1) * 10 + digit(p + 2);
	unsigned seconds = minutes * 60 + digit(p + 4) * 10 + digit(p + 5);
	*ms = (int64_t)seconds * 1000 + digit(p + 7) * 100 + digit(p + 8) * 10 + digit(p + 9);
	return wrong ? 0 : nhours + 10;
}

/* A line that can be nothing but text. */
static bool begins_text(char c)
{
	return c != '\n' && c != '-' && c != '[' && !is_blank(c) && !is_digit(c);
}

/* Steps over a number on a line of its own. */
static size_t number_length(struct str s)
{
	size_t n = 0;
	while (n < s.n && n < NUMBER_BYTES && is_digit(s.p[n]))
		n++;
	return n && n < s.n && s.p[n] == '\n' ? n + 1 : 0;
}

bool plain_cue_take(struct str s, struct plain_cue *cue)
{
	size_t at = number_length(s), n;
	cue->numbered = at > 0;
	if (s.n - at < SHORTEST_CUE + 2)
		return false;
	const char *p = s.p + at, *end = s.p + s.n;
	if (!(n = read_stamp(p, &cue->start_ms)) || memcmp(p + n, " --> ", 5) != 0)
		return false;
	p += n + 5;
	if (!(n = read_stamp(p, &cue->end_ms)) || p[n] != '\n' || cue->end_ms < cue->start_ms)
		return false;
	p += n + 1;
	cue->text.p = p;
	cue->nlines = 0;
	while (p < end && *p != '\n') {
		if (!begins_text(*p) || !(p = memchr(p, '\n', (size_t)(end - p))))
			return false;
		cue->nlines++;
		p++;
	}
	if (p >= end || !cue->nlines)
		return false;
	cue->text.n = (size_t)(p - 1 - cue->text.p);
	cue->nbytes = (size_t)(p + 1 - s.p);
	return true;
}
