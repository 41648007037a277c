/*
 * Where ASCII text may be broken: UAX #14 worked out for the few classes that ASCII has, so that
 * English never waits for tables of all the world's scripts. Two questions for each place: what
 * stands before it and after it, and are there blanks between.
 */
#include "wrap-internal.h"

#include "themewall/base/banned.h"

enum sign {
	SIGN_LETTER,
	SIGN_DIGIT,
	SIGN_QUOTE,
	SIGN_OPEN,
	SIGN_PAREN, /* closes like SIGN_CLOSE, but a letter may follow at once: f(x)s */
	SIGN_CLOSE,
	SIGN_EXCLAIM,
	SIGN_MONEY, /* $ + \ %: belong to the number beside them */
	SIGN_STOP,
	SIGN_SLASH,
	SIGN_HYPHEN,
	SIGN_BAR,
};

static enum sign sign_of(char c)
{
	if (c >= '0' && c <= '9')
		return SIGN_DIGIT;
	switch (c) {
	case '"':
	case '\'':
		return SIGN_QUOTE;
	case '(':
	case '[':
	case '{':
		return SIGN_OPEN;
	case ')':
	case ']':
		return SIGN_PAREN;
	case '}':
		return SIGN_CLOSE;
	case '!':
	case '?':
		return SIGN_EXCLAIM;
	case '$':
	case '%':
	case '+':
	case '\\':
		return SIGN_MONEY;
	case ',':
	case '.':
	case ':':
	case ';':
		return SIGN_STOP;
	case '/':
		return SIGN_SLASH;
	case '-':
		return SIGN_HYPHEN;
	case '|':
		return SIGN_BAR;
	default:
		return SIGN_LETTER;
	}
}

/* Never at the start of a line, not even after blanks. */
static bool never_starts(enum sign c)
{
	return c == SIGN_PAREN || c == SIGN_CLOSE || c == SIGN_EXCLAIM || c == SIGN_STOP ||
	       c == SIGN_SLASH;
}

static bool allows_after_blanks(enum sign before, enum sign after)
{
	if (never_starts(after) || before == SIGN_OPEN)
		return false;
	return before != SIGN_QUOTE || after != SIGN_OPEN;
}

/* A break inside what has no blanks: behind the signs that end a part of it. */
static bool allows_within(enum sign before, enum sign after)
{
	bool word = after == SIGN_LETTER;
	bool start = after == SIGN_OPEN || after == SIGN_MONEY;
	if (never_starts(after) || after == SIGN_QUOTE || after == SIGN_HYPHEN || after == SIGN_BAR)
		return false;
	switch (before) {
	case SIGN_LETTER:
	case SIGN_DIGIT:
	case SIGN_QUOTE:
	case SIGN_OPEN:
		return false;
	case SIGN_PAREN:
		return after == SIGN_OPEN;
	case SIGN_CLOSE:
		return after != SIGN_MONEY;
	case SIGN_MONEY:
		return after == SIGN_MONEY;
	case SIGN_EXCLAIM:
	case SIGN_BAR:
		return true;
	case SIGN_STOP: /* "e.g.", "example.com" stay whole */
		return start;
	case SIGN_SLASH:
	case SIGN_HYPHEN:
		return word || start;
	}
	return false;
}

bool wrap_ascii_allows(struct str s, size_t at)
{
	size_t before = at;
	if (s.p[at] == ' ')
		return false;
	while (before > 0 && s.p[before - 1] == ' ')
		before--;
	if (before == 0)
		return true;
	enum sign a = sign_of(s.p[before - 1]), b = sign_of(s.p[at]);
	return before < at ? allows_after_blanks(a, b) : allows_within(a, b);
}
