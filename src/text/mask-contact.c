/*
 * E-mail addresses and telephone numbers struck out of texts, lengths kept. An address is what
 * stands around an @ with a dot behind it. A number is a run of digits with blanks, dots, dashes,
 * slashes and brackets between them that begins like a telephone number: with + or 0 or (, or as
 * ten digits in three groups. Dates and amounts are none.
 */
#include <string.h>

#include "themewall/base/sixteen.h"
#include "themewall/text/mask.h"

#include "themewall/base/banned.h"

enum { FEWEST_DIGITS = 8, GROUPED_DIGITS = 10, MOST_DIGITS = 15 };

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Letters of other scripts count: bytes above ASCII. */
static bool is_word(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80);
}

static bool is_local(char c)
{
	return is_word(c) || (c && strchr("._%+-", c));
}

/* Bytes of the address around the @ at `at`; a full stop behind it ends the sentence, not it. */
static bool find_address(struct str text, size_t at, size_t *start, size_t *end)
{
	size_t dot = 0;
	for (*start = at; *start > 0 && is_local(text.p[*start - 1]);)
		(*start)--;
	*end = at + 1;
	while (*end < text.n &&
	       (is_word(text.p[*end]) || text.p[*end] == '.' || text.p[*end] == '-'))
		(*end)++;
	while (*end > at + 1 && !is_word(text.p[*end - 1]))
		(*end)--;
	for (size_t i = at + 1; i < *end; i++)
		if (text.p[i] == '.')
			dot = i;
	return *start < at && dot > at + 1 && *end > dot + 2;
}

static bool is_between(char c)
{
	return c && strchr(" .-/()", c) != NULL;
}

static bool is_date(struct str run)
{
	return run.n == 10 && run.p[4] == run.p[7] && (run.p[4] == '-' || run.p[4] == '/');
}

/* A telephone number that begins here; its end. */
static bool find_number(struct str text, size_t start, size_t *end)
{
	size_t digits = 0, groups = 0, at = start + (text.p[start] == '+');
	char first = text.p[start];
	bool in_digits = false;
	*end = start;
	for (; at < text.n && (is_digit(text.p[at]) || is_between(text.p[at])); at++) {
		bool digit = is_digit(text.p[at]);
		if (!digit && at > start + 1 && is_between(text.p[at - 1]) &&
		    is_between(text.p[at - 2]))
			break;
		groups += digit && !in_digits;
		digits += digit;
		in_digits = digit;
		if (digit)
			*end = at + 1;
	}
	if (digits < FEWEST_DIGITS || digits > MOST_DIGITS || is_date(str_part(text, start, *end)))
		return false;
	return first == '+' || first == '0' || first == '(' ||
	       (digits == GROUPED_DIGITS && groups == 3);
}

/* One block for each character, signs and blanks kept. */
static void strike(struct strbuf *out, struct str text)
{
	for (size_t i = 0; i < text.n; i++) {
		if ((text.p[i] & 0xc0) == 0x80 && i > 0)
			continue;
		if (is_word(text.p[i]))
			strbuf_add_z(out, "\u2588");
		else
			strbuf_add_char(out, text.p[i]);
	}
}

/* The next thing to strike at or behind `from`. */
static bool find_next(struct str text, size_t from, size_t *start, size_t *end)
{
	for (size_t at = from; at < text.n; at++) {
		if (text.p[at] == '@' && find_address(text, at, start, end) && *start >= from)
			return true;
		bool begins = is_digit(text.p[at]) || text.p[at] == '+' || text.p[at] == '(';
		bool fresh = at == from || !is_local(text.p[at - 1]);
		*start = at;
		if (begins && fresh && find_number(text, at, end))
			return true;
	}
	return false;
}

/* Most texts hold neither an @ nor as many digits. */
static bool may_hold_any(struct str text)
{
	size_t digits = 0, i = 0;
	bool at = false;
	for (; i + SIXTEEN <= text.n; i += SIXTEEN) {
		sixteen bytes = sixteen_at(text.p + i);
		sixteen rare = sixteen_below(bytes, '9' + 1) & ~sixteen_below(bytes, '0');
		if (!sixteen_any(rare | sixteen_of(bytes, '@')))
			continue;
		at = at || sixteen_any(sixteen_of(bytes, '@'));
		for (size_t k = 0; k < SIXTEEN; k++)
			digits += is_digit(text.p[i + k]);
	}
	for (; i < text.n; i++) {
		digits += is_digit(text.p[i]);
		at = at || text.p[i] == '@';
	}
	return at || digits >= FEWEST_DIGITS;
}

bool mask_is_contact_in(struct str text)
{
	size_t start, end;
	return may_hold_any(text) && find_next(text, 0, &start, &end);
}

bool mask_contacts(struct strbuf *out, struct str text)
{
	size_t from = 0, start, end;
	bool any = false;
	while (find_next(text, from, &start, &end)) {
		strbuf_add_str(out, str_part(text, from, start));
		strike(out, str_part(text, start, end));
		from = end;
		any = true;
	}
	strbuf_add_str(out, str_part(text, from, text.n));
	return any;
}
