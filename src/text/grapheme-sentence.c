/*
 * Sentences by Unicode's rules (UAX #29, SB3-SB998), which libunistring does not have. One pass
 * forward: after a terminator come closing marks, then blanks; where these end the sentence ends,
 * unless what follows shows that it goes on (a number or a small letter after a full stop, a
 * comma).
 */
#include "themewall/text/grapheme.h"

#include <unictype.h>
#include <uniwbrk.h>

#include "themewall/text/utf8.h"
#include "themewall/base/banned.h"

enum part {
	PART_OTHER,
	PART_PARAGRAPH, /* LF and its kin */
	PART_IGNORED,	/* marks and format characters: as if they were not there */
	PART_BLANK,
	PART_LOWER,
	PART_UPPER,
	PART_LETTER, /* of scripts without capitals */
	PART_NUMBER,
	PART_STOP,  /* "." may also abbreviate */
	PART_FINAL, /* "!", "?" and their kin */
	PART_CLOSE, /* brackets and quotes */
	PART_CONTINUE,
};

static bool is_stop(uint32_t c)
{
	return c == '.' || c == 0x2024 || c == 0xfe52 || c == 0xff0e;
}

static bool is_continuer(uint32_t c)
{
	static const uint16_t continuers[] = {
		',',	'-',	':',	0x055d, 0x060c, 0x060d, 0x07f8, 0x1802, 0x1808,
		0x2013, 0x2014, 0x3001, 0xfe10, 0xfe11, 0xfe13, 0xfe31, 0xfe32, 0xfe50,
		0xfe51, 0xfe55, 0xfe58, 0xfe63, 0xff0c, 0xff0d, 0xff1a, 0xff64,
	};
	for (size_t i = 0; i < TW_COUNT(continuers); i++)
		if (continuers[i] == c)
			return true;
	return false;
}

static bool is_paragraph(uint32_t c)
{
	return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

static enum part letter_part(uint32_t c)
{
	if (uc_is_property_lowercase(c))
		return PART_LOWER;
	if (uc_is_property_uppercase(c) || uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Lt))
		return PART_UPPER;
	if (uc_is_property_alphabetic(c) || c == 0x05f3)
		return PART_LETTER;
	return PART_OTHER;
}

static enum part part_of_other(uint32_t c)
{
	if (uc_is_property_grapheme_extend(c) || c == 0x200d ||
	    uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Mc | UC_CATEGORY_MASK_Cf))
		return PART_IGNORED;
	if (uc_is_property_white_space(c))
		return PART_BLANK;
	if (uc_wordbreak_property(c) == WBP_NUMERIC)
		return PART_NUMBER;
	if (uc_is_property_sentence_terminal(c))
		return PART_FINAL;
	if (c == '"' || c == '\'' || uc_is_property_quotation_mark(c) ||
	    uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Ps | UC_CATEGORY_MASK_Pe |
							UC_CATEGORY_MASK_Pi | UC_CATEGORY_MASK_Pf))
		return PART_CLOSE;
	return letter_part(c);
}

static enum part part_of(uint32_t c)
{
	if (c >= 'a' && c <= 'z')
		return PART_LOWER;
	if (c == ' ')
		return PART_BLANK;
	if (is_paragraph(c))
		return PART_PARAGRAPH;
	if (is_stop(c))
		return PART_STOP;
	return is_continuer(c) ? PART_CONTINUE : part_of_other(c);
}

/* Where a walk through a sentence stands. */
struct walk {
	enum part last;	  /* the last part that counts */
	enum part before; /* what stood before the terminator */
	enum part end;	  /* PART_STOP or PART_FINAL once there was a terminator, else PART_OTHER */
	enum part tail;	  /* what has followed it: PART_OTHER, then PART_CLOSE, then PART_BLANK */
};

/* SB8: whether the first letter ahead, before another sentence could end, is a small one. */
static bool small_letter_ahead(struct str s, size_t at)
{
	while (at < s.n) {
		uint32_t c;
		at += utf8_decode(s, at, &c);
		enum part part = part_of(c);
		if (part == PART_LOWER)
			return true;
		if (part == PART_UPPER || part == PART_LETTER || part == PART_PARAGRAPH ||
		    part == PART_STOP || part == PART_FINAL)
			return false;
	}
	return false;
}

/* After a terminator: whether the part that begins at `at` still belongs to the sentence. */
static bool goes_on(const struct walk *walk, enum part part, struct str s, size_t at)
{
	bool cased = walk->before == PART_UPPER || walk->before == PART_LOWER;
	if (part == PART_STOP || part == PART_FINAL || part == PART_CONTINUE ||
	    part == PART_PARAGRAPH || part == PART_BLANK)
		return true;
	if (part == PART_CLOSE && walk->tail != PART_BLANK)
		return true;
	if (walk->end != PART_STOP)
		return false;
	if (walk->tail == PART_OTHER && (part == PART_NUMBER || (cased && part == PART_UPPER)))
		return true;
	return small_letter_ahead(s, at);
}

static void walk_on(struct walk *walk, enum part part)
{
	if (part == PART_STOP || part == PART_FINAL)
		*walk = (struct walk){part, walk->last, part, PART_OTHER};
	else if (walk->end != PART_OTHER && part == PART_CLOSE && walk->tail != PART_BLANK)
		walk->tail = PART_CLOSE;
	else if (walk->end != PART_OTHER && part == PART_BLANK)
		walk->tail = PART_BLANK;
	else
		walk->end = PART_OTHER;
	walk->last = part;
}

/* The first boundary after `at`, which must not stand behind a terminator of the same sentence. */
static size_t boundary_after(struct str s, size_t at)
{
	struct walk walk = {PART_OTHER, PART_OTHER, PART_OTHER, PART_OTHER};
	while (at < s.n) {
		uint32_t c;
		size_t next = at + utf8_decode(s, at, &c);
		enum part part = part_of(c);
		if (part == PART_PARAGRAPH)
			return c == '\r' && next < s.n && s.p[next] == '\n' ? next + 1 : next;
		if (part != PART_IGNORED) {
			if (walk.end != PART_OTHER && !goes_on(&walk, part, s, at))
				return at;
			walk_on(&walk, part);
		}
		at = next;
	}
	return s.n;
}

/* Back to where a walk that is to pass `at` may begin: over blanks, closing marks and terminators,
 * and the one character that tells what a full stop means. */
static size_t walk_start(struct str s, size_t at)
{
	bool ends = true;
	while (at > 0 && ends) {
		uint32_t c;
		size_t previous = utf8_previous(s, at);
		utf8_decode(s, previous, &c);
		enum part part = part_of(c);
		if (part == PART_PARAGRAPH)
			return at;
		ends = part == PART_BLANK || part == PART_CLOSE || part == PART_STOP ||
		       part == PART_FINAL || part == PART_IGNORED;
		at = previous;
	}
	return at;
}

size_t sentence_next(struct str s, size_t at)
{
	size_t boundary = walk_start(s, at);
	do
		boundary = boundary_after(s, boundary);
	while (boundary <= at && boundary < s.n);
	return boundary;
}

static size_t paragraph_start(struct str s, size_t at)
{
	while (at > 0 && s.p[at - 1] != '\n')
		at--;
	return at;
}

size_t sentence_previous(struct str s, size_t at)
{
	size_t start = at > 0 ? paragraph_start(s, at - 1) : 0;
	for (;;) {
		size_t next = boundary_after(s, start);
		if (next >= at || next >= s.n)
			return start;
		start = next;
	}
}
