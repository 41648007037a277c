/*
 * The one scanner of times. Milliseconds into a recording; hours optional, one digit allowed
 * anywhere, a minus sign at any field (Teams of 2022 writes 0:0:-6.-820). A fraction is read both
 * ways at once, padded to milliseconds and as their count, because only the whole file tells which
 * was meant.
 */
#include "import-internal.h"
#include "stamp-internal.h"

#include "themewall/base/banned.h"

enum { FIELD_DIGITS = 9 };

/* A number of at most FIELD_DIGITS digits at *at; false when there is none or it is longer. */
static bool scan_number(struct str s, size_t *at, bool *negative, int64_t *value, size_t *ndigits)
{
	size_t i = *at;
	if (i < s.n && s.p[i] == '-') {
		*negative = true;
		i++;
	}
	size_t from = i;
	*value = 0;
	while (i < s.n && is_digit(s.p[i]) && i - from < FIELD_DIGITS)
		*value = *value * 10 + (s.p[i++] - '0');
	*ndigits = i - from;
	*at = i;
	return *ndigits > 0 && (i == s.n || !is_digit(s.p[i]));
}

static int64_t padded_ms(int64_t value, size_t ndigits)
{
	for (; ndigits < 3; ndigits++)
		value *= 10;
	for (; ndigits > 3; ndigits--)
		value /= 10;
	return value;
}

/* ".820", ",820", ".-820"; a dot without digits is left to the text. */
static void scan_fraction(struct str s, size_t *at, struct stamp *stamp)
{
	size_t i = *at + 1, ndigits;
	int64_t value;
	bool negative = false;
	if (*at >= s.n || (s.p[*at] != '.' && s.p[*at] != ','))
		return;
	if (!scan_number(s, &i, &negative, &value, &ndigits))
		return;
	stamp->negative |= negative;
	stamp->short_fraction = ndigits != 3;
	stamp->ms += padded_ms(value, ndigits);
	stamp->count_ms += ndigits > 3 ? padded_ms(value, ndigits) : value;
	*at = i;
}

static int two_digits(const char *p)
{
	return (p[0] - '0') * 10 + (p[1] - '0');
}

static unsigned not_digit(char c)
{
	return (unsigned)(c - '0') > 9;
}

/* "00:14:22.500" with nothing but digits in it, as nearly every tool writes it: read in one go. */
static bool scan_padded(struct str s, struct stamp *stamp)
{
	const char *p = s.p;
	if (s.n < 12 || p[2] != ':' || p[5] != ':' || (p[8] != '.' && p[8] != ','))
		return false;
	if (not_digit(p[0]) | not_digit(p[1]) | not_digit(p[3]) | not_digit(p[4]) |
	    not_digit(p[6]) | not_digit(p[7]) | not_digit(p[9]) | not_digit(p[10]) |
	    not_digit(p[11]))
		return false;
	if (s.n > 12 && is_digit(p[12]))
		return false;
	int minutes = two_digits(p + 3), seconds = two_digits(p + 6);
	int64_t total = (int64_t)(two_digits(p) * 60 + minutes) * 60 + seconds;
	*stamp = (struct stamp){.nbytes = 12, .fields = 3};
	stamp->ms = stamp->count_ms = total * 1000 + two_digits(p + 9) * 10 + (p[11] - '0');
	stamp->over_sixty = minutes >= 60 || seconds >= 60;
	return true;
}

bool stamp_scan(struct str s, struct stamp *stamp)
{
	if (scan_padded(s, stamp))
		return true;
	int64_t field[3];
	size_t at = 0, ndigits;
	*stamp = (struct stamp){0};
	while (stamp->fields < 3) {
		size_t i = stamp->fields ? at + 1 : 0;
		if (stamp->fields && (at >= s.n || s.p[at] != ':'))
			break;
		if (!scan_number(s, &i, &stamp->negative, &field[stamp->fields], &ndigits)) {
			if (stamp->fields < 2)
				return false;
			break;
		}
		if (stamp->fields++) {
			stamp->unpadded |= ndigits == 1;
			stamp->over_sixty |= field[stamp->fields - 1] >= 60;
		}
		at = i;
	}
	if (stamp->fields < 2)
		return false;
	int64_t seconds = field[0] * 60 + field[1];
	if (stamp->fields == 3)
		seconds = seconds * 60 + field[2];
	stamp->ms = stamp->count_ms = seconds * 1000;
	scan_fraction(s, &at, stamp);
	if (stamp->negative) {
		stamp->ms = -stamp->ms;
		stamp->count_ms = -stamp->count_ms;
	}
	stamp->nbytes = at;
	return true;
}

/* The bracket that closes one that opens at s.p[at], with its Markdown escape: bytes, 0 when there
 * is none. */
static size_t bracket_opens(struct str s, char *closing)
{
	size_t escaped = s.n > 1 && s.p[0] == '\\';
	char c = s.n > escaped ? s.p[escaped] : '\0';
	if (c != '[' && c != '(')
		return 0;
	*closing = c == '[' ? ']' : ')';
	return escaped + 1;
}

/* In running text a time has seconds of two digits and no sign: "3:1" and "-0:14" are something
 * else. */
static bool stamp_scan_plain(struct str s, struct stamp *stamp)
{
	if (!s.n || !is_digit(s.p[0]) || !stamp_scan(s, stamp) || stamp->negative)
		return false;
	if (stamp->unpadded || stamp->over_sixty)
		return false;
	return stamp->nbytes == s.n ||
	       !(is_letter(s.p[stamp->nbytes]) || s.p[stamp->nbytes] == ':');
}

bool stamp_scan_mark(struct str s, struct stamp *stamp, bool *bracketed)
{
	char closing = '\0';
	size_t open = bracket_opens(s, &closing);
	*bracketed = open > 0;
	if (!stamp_scan_plain(str_part(s, open, s.n), stamp))
		return false;
	size_t at = open + stamp->nbytes;
	if (open) {
		at += at < s.n && s.p[at] == '\\';
		if (at >= s.n || s.p[at] != closing)
			return false;
		at++;
	}
	stamp->nbytes = at;
	return true;
}

static bool take_word(struct str *s, struct str *word)
{
	*s = str_trim(*s);
	size_t n = 0;
	while (n < s->n && !is_blank(s->p[n]))
		n++;
	*word = str_part(*s, 0, n);
	*s = str_part(*s, n, s->n);
	return n > 0;
}

static int64_t unit_ms(struct str unit)
{
	static const struct {
		const char *word;
		int64_t ms;
	} units[] = {
		{"hour", 3600000},  {"hours", 3600000}, {"minute", 60000},
		{"minutes", 60000}, {"second", 1000},   {"seconds", 1000},
	};
	for (size_t i = 0; i < TW_COUNT(units); i++)
		if (str_equal_ascii(unit, str_of(units[i].word)))
			return units[i].ms;
	return 0;
}

bool stamp_scan_words(struct str s, int64_t *ms)
{
	struct str number, unit;
	int64_t value;
	*ms = 0;
	if (s.n > 60 || !take_word(&s, &number))
		return false;
	do {
		if (number.n > 4 || !str_to_int(number, &value) || value < 0 ||
		    !take_word(&s, &unit) || !unit_ms(unit))
			return false;
		*ms += value * unit_ms(unit);
	} while (take_word(&s, &number));
	return true;
}

bool stamp_scan_seconds(struct str s, int64_t *thousandths)
{
	size_t at = 0;
	int64_t whole = 0, part = 0, unit = 100;
	if (s.n && (s.p[s.n - 1] == 's'))
		s.n--;
	while (at < s.n && at < 12 && is_digit(s.p[at]))
		whole = whole * 10 + (s.p[at++] - '0');
	if (!at)
		return false;
	if (at < s.n && (s.p[at] == '.' || s.p[at] == ','))
		for (at++; at < s.n && is_digit(s.p[at]); at++, unit /= 10)
			part += (s.p[at] - '0') * unit;
	*thousandths = whole * 1000 + part;
	return at == s.n;
}
