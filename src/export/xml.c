/* Escaping for XML and HTML. Line feeds and TABs are written as references: inside an attribute
 * they would become blanks. */
#include "xml-internal.h"

#include "themewall/base/sixteen.h"

#include "themewall/base/banned.h"

static const char *reference(struct str text, size_t at)
{
	switch (text.p[at]) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	case '\n':
		return "&#10;";
	case '\t':
		return "&#9;";
	default:
		return NULL;
	}
}

static bool is_no_character(struct str text, size_t at)
{
	return at + 2 < text.n && memcmp(text.p + at, "\xef\xbf", 2) == 0 &&
	       (unsigned char)text.p[at + 2] >= 0xbe;
}

/* Sixteen bytes of which each may stand for itself. */
static bool is_plain(const char *p)
{
	sixteen bytes = sixteen_at(p);

	return !sixteen_any(sixteen_of(bytes, '&') | sixteen_of(bytes, '<') |
			    sixteen_of(bytes, '>') | sixteen_of(bytes, '"') |
			    sixteen_of(bytes, '\'') | sixteen_of(bytes, '\n') |
			    sixteen_of(bytes, '\t') | sixteen_of(bytes, 0xef));
}

void xml_add(struct strbuf *out, struct str text)
{
	size_t from = 0;

	for (size_t at = 0; at < text.n; at++) {
		while (at + SIXTEEN <= text.n && is_plain(text.p + at))
			at += SIXTEEN;
		if (at == text.n)
			break;
		const char *instead = reference(text, at);
		size_t length = 1;
		if (!instead && is_no_character(text, at)) {
			instead = "\xef\xbf\xbd";
			length = 3;
		}
		if (!instead)
			continue;
		strbuf_add(out, text.p + from, at - from);
		strbuf_add_z(out, instead);
		at += length - 1;
		from = at + 1;
	}
	if (from < text.n)
		strbuf_add(out, text.p + from, text.n - from);
}
