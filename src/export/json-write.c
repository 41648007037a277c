/*
 * The bytes of JSON. One flag says whether a comma is due, so that the callers read like the
 * document. Hot: a wall of 100,000 cards has two million members, so each piece is written where it
 * belongs once room for its longest form is made, and the text is closed by a NUL only there.
 */
#include "themewall/export/json.h"

#include "themewall/base/banned.h"

enum { ESCAPED_MAX = 6 /* \u001f */, INT_MAX_CHARS = 20 };

/* Room for nbytes and a comma, the comma written; the caller writes on and calls done. */
static char *begin(struct json *json, size_t nbytes)
{
	struct strbuf *out = json->out;

	if (out->len + nbytes + 2 > out->cap)
		strbuf_reserve(out, nbytes + 1);
	char *p = out->buf + out->len;
	if (json->comma)
		*p++ = ',';
	return p;
}

static void done(struct json *json, char *end, bool comma)
{
	*end = '\0';
	json->out->len = (size_t)(end - json->out->buf);
	json->comma = comma;
}

void json_open(struct json *json, char bracket)
{
	char *p = begin(json, 1);

	*p++ = bracket;
	done(json, p, false);
}

void json_close(struct json *json, char bracket)
{
	json->comma = false;
	char *p = begin(json, 1);

	*p++ = bracket;
	done(json, p, true);
}

void json_line(struct json *json)
{
	char *p = begin(json, 1);

	*p++ = '\n';
	done(json, p, false);
}

void json_add_key(struct json *json, struct str name)
{
	char *p = begin(json, name.n + 3);

	*p++ = '"';
	memcpy(p, name.p, name.n);
	p += name.n;
	*p++ = '"';
	*p++ = ':';
	done(json, p, false);
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

/* Bytes that need no escape at the beginning of s, eight at a time: a word has a special byte where
 * a subtraction borrows. */
static size_t plain_head(const char *s, size_t n)
{
	const uint64_t ones = 0x0101010101010101u, highs = 0x8080808080808080u;
	size_t i = 0;

	for (; i + 8 <= n; i += 8) {
		uint64_t word;
		memcpy(&word, s + i, 8);
		uint64_t quote = word ^ (ones * '"'), slash = word ^ (ones * '\\');
		uint64_t special = ((word - ones * 0x20) & ~word) | ((quote - ones) & ~quote) |
				   ((slash - ones) & ~slash);
		if (special & highs)
			break;
	}
	while (i < n && !is_special((unsigned char)s[i]))
		i++;
	return i;
}

void json_str(struct json *json, struct str s)
{
	size_t at = s.n ? plain_head(s.p, s.n) : 0;
	char *p = begin(json, at == s.n ? s.n + 2 : s.n * ESCAPED_MAX + 2);

	*p++ = '"';
	for (size_t from = 0;;) {
		if (at > from)
			memcpy(p, s.p + from, at - from);
		p += at - from;
		if (at == s.n)
			break;
		p = add_escaped(p, (unsigned char)s.p[at]);
		from = ++at;
		at += plain_head(s.p + at, s.n - at);
	}
	*p++ = '"';
	done(json, p, true);
}

void json_int(struct json *json, int64_t i)
{
	char digits[INT_MAX_CHARS], *p = begin(json, INT_MAX_CHARS);
	size_t at = sizeof digits;
	uint64_t rest = i < 0 ? 0 - (uint64_t)i : (uint64_t)i;

	if (i < 0)
		*p++ = '-';
	do {
		digits[--at] = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest);
	memcpy(p, digits + at, sizeof digits - at);
	done(json, p + (sizeof digits - at), true);
}

static void add_word(struct json *json, struct str word)
{
	char *p = begin(json, word.n);

	memcpy(p, word.p, word.n);
	done(json, p + word.n, true);
}

void json_bool(struct json *json, bool on)
{
	add_word(json, on ? STR("true") : STR("false"));
}

void json_null(struct json *json)
{
	add_word(json, STR("null"));
}
