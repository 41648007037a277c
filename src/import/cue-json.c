/*
 * Captions that hold a JSON object each, as Teams hands them out: {"speakerName": …, "spokenText":
 * …}. Two strings are all we need of it, so they are looked up by name; what else is inside does
 * not matter.
 */
#include "cues-internal.h"
#include "import-internal.h"

#include "themewall/text/utf8.h"
#include "themewall/base/banned.h"

/* Four hexadecimal digits at s.p[at]; false when they are not. */
static bool scan_hex(struct str s, size_t at, uint32_t *value)
{
	*value = 0;
	if (at + 4 > s.n)
		return false;
	for (size_t i = at; i < at + 4; i++) {
		char c = s.p[i];
		bool letter = (c | 32) >= 'a' && (c | 32) <= 'f';
		if (!is_digit(c) && !letter)
			return false;
		*value = *value * 16 + (uint32_t)(is_digit(c) ? c - '0' : (c | 32) - 'a' + 10);
	}
	return true;
}

/* "\u00e9", also as a pair for what lies beyond; returns the bytes read from the u on. */
static size_t add_unicode(struct strbuf *out, struct str s, size_t at)
{
	uint32_t c, low;
	if (!scan_hex(s, at + 1, &c)) {
		utf8_add(out, 0xfffd);
		return 1;
	}
	bool high = c >= 0xd800 && c < 0xdc00 && at + 6 < s.n && s.p[at + 5] == '\\' &&
		    s.p[at + 6] == 'u';
	if (high && scan_hex(s, at + 7, &low) && low >= 0xdc00 && low < 0xe000) {
		utf8_add(out, 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00));
		return 11;
	}
	utf8_add(out, c < 0x20 ? ' ' : c >= 0x7f && c < 0xa0 ? 0xfffd : c);
	return 5;
}

/* What stands behind a backslash at s.p[at - 1]; line ends become blanks. */
static size_t add_escape(struct strbuf *out, struct str s, size_t at)
{
	char c = s.p[at];
	if (c == 'u')
		return add_unicode(out, s, at);
	strbuf_add_char(out, strchr("nrtbf", c) ? ' ' : c);
	return 1;
}

bool cue_json_string(struct str json, struct str name, struct strbuf *out)
{
	size_t at = str_find(json, name);
	strbuf_reset(out);
	if (at >= json.n)
		return false;
	at += name.n;
	while (at < json.n && (is_blank(json.p[at]) || json.p[at] == ':' || json.p[at] == '\n'))
		at++;
	if (at >= json.n || json.p[at] != '"')
		return false;
	at++;
	while (at < json.n && json.p[at] != '"') {
		if (json.p[at] == '\\' && at + 1 < json.n)
			at += 1 + add_escape(out, json, at + 1);
		else
			strbuf_add_char(out, json.p[at++]);
	}
	return true;
}
