/*
 * The bytes of JSON. One flag says whether a comma is due, so that the callers read like the
 * document. Hot: a wall of 100,000 cards has two million members, so each piece is written where it
 * belongs once room for its longest form is made, and the text is closed by a NUL only there.
 */
#include "themewall/export/json.h"

#include "themewall/base/sixteen.h"

#include "themewall/base/banned.h"

enum { ESCAPED_MAX = 6 /* \u001f */ };

void json_open(struct json *json, char bracket)
{
	char *p = json_room(json, 1);

	*p = bracket;
	json_done(json, p + 1, false);
}

void json_close(struct json *json, char bracket)
{
	json->comma = false;
	char *p = json_room(json, 1);

	*p = bracket;
	json_done(json, p + 1, true);
}

void json_line(struct json *json)
{
	char *p = json_room(json, 1);

	*p = '\n';
	json_done(json, p + 1, false);
}

static char *add_escaped(char *p, unsigned char c)
{
	static const char hex[] = "0123456789abcdef";

	*p++ = '\\';
	if (c == '"' || c == '\\') {
		*p++ = (char)c;
	} else if (c == '\n' || c == '\t') {
		*p++ = c == '\n' ? 'n' : 't';
	} else {
		memcpy(p, "u00", 3);
		p[3] = hex[c >> 4];
		p[4] = hex[c & 15];
		p += 5;
	}
	return p;
}

static bool is_special(unsigned char c)
{
	return c < 0x20 || c == '"' || c == '\\';
}

static bool holds_special(sixteen bytes)
{
	return sixteen_any(sixteen_below(bytes, 0x20) | sixteen_of(bytes, '"') |
			   sixteen_of(bytes, '\\'));
}

/* Copies the beginning of s that needs no escape; returns its length. Where s is long enough, its
 * last sixteen bytes are looked at together, some of them again. */
static size_t copy_plain(char *to, const char *s, size_t n)
{
	size_t i = 0;

	for (; i < n && n >= SIXTEEN; i += SIXTEEN) {
		if (i + SIXTEEN > n)
			i = n - SIXTEEN;
		sixteen bytes = sixteen_at(s + i);
		if (holds_special(bytes))
			break;
		memcpy(to + i, &bytes, sizeof bytes);
	}
	for (; i < n && !is_special((unsigned char)s[i]); i++)
		to[i] = s[i];
	return i < n ? i : n;
}

void json_str(struct json *json, struct str s)
{
	char *p = json_room(json, s.n + 2);
	size_t at = 0;

	*p++ = '"';
	at = copy_plain(p, s.p, s.n);
	if (at < s.n) {
		json_done(json, p + at, false);
		p = json_room(json, (s.n - at) * ESCAPED_MAX + 2);
	} else {
		p += at;
	}
	while (at < s.n) {
		p = add_escaped(p, (unsigned char)s.p[at++]);
		size_t n = copy_plain(p, s.p + at, s.n - at);
		p += n;
		at += n;
	}
	*p++ = '"';
	json_done(json, p, true);
}

void json_int(struct json *json, int64_t i)
{
	char digits[STR_DIGITS], *p = json_room(json, STR_DIGITS);

	if (i >= 0 && i < 10) {
		*p = (char)('0' + i);
		json_done(json, p + 1, true);
		return;
	}
	char *first = str_digits(digits, i);
	size_t n = (size_t)(digits + sizeof digits - first);
	memcpy(p, first, n);
	json_done(json, p + n, true);
}

void json_word(struct json *json, struct str word)
{
	char *p = json_room(json, word.n + 2);

	*p++ = '"';
	memcpy(p, word.p, word.n);
	p[word.n] = '"';
	json_done(json, p + word.n + 1, true);
}

static void add_bare(struct json *json, struct str word)
{
	char *p = json_room(json, word.n);

	memcpy(p, word.p, word.n);
	json_done(json, p + word.n, true);
}

void json_bool(struct json *json, bool on)
{
	add_bare(json, on ? STR("true") : STR("false"));
}

void json_null(struct json *json)
{
	add_bare(json, STR("null"));
}
