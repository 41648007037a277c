/*
 * One cell of a table that a spreadsheet will open. Spreadsheets run what begins like a formula,
 * blanks before it or not, in wide forms too; an apostrophe in front makes it text.
 */
#include "rows-internal.h"

#include "themewall/base/sixteen.h"

#include "themewall/base/banned.h"

bool cell_is_formula(struct str text)
{
	static const char *const wide[] = {"\xef\xbc\x9d", "\xef\xbc\x8b", "\xef\xbc\x8d",
					   "\xef\xbc\xa0"};
	size_t at = 0;

	while (at < text.n && (unsigned char)text.p[at] <= ' ')
		at++;
	struct str rest = str_part(text, at, text.n);
	for (size_t i = 0; i < TW_COUNT(wide) && rest.n && rest.p[0] == wide[0][0]; i++)
		if (str_starts(rest, str_of(wide[i])))
			return true;
	return (text.n && (text.p[0] == '\t' || text.p[0] == '\r')) ||
	       (rest.n && memchr("=+-@", rest.p[0], 4));
}

static bool holds_special(const char *p)
{
	sixteen bytes = sixteen_at(p);

	return sixteen_any(sixteen_of(bytes, ',') | sixteen_of(bytes, '"') |
			   sixteen_of(bytes, '\n') | sixteen_of(bytes, '\r'));
}

static bool needs_quotes(struct str text)
{
	size_t i = 0;

	if (text.n == 0)
		return false;
	for (; i + SIXTEEN <= text.n; i += SIXTEEN)
		if (holds_special(text.p + i))
			return true;
	if (i && holds_special(text.p + text.n - SIXTEEN))
		return true;
	for (; text.n < SIXTEEN && i < text.n; i++)
		if (memchr(",\"\n\r", text.p[i], 4))
			return true;
	return text.p[0] == ' ' || text.p[text.n - 1] == ' ';
}

void cell_add(struct strbuf *out, struct str text, bool guarded)
{
	bool quotes = needs_quotes(text);

	if (quotes)
		strbuf_add_char(out, '"');
	if (guarded && cell_is_formula(text))
		strbuf_add_char(out, '\'');
	if (!quotes) {
		strbuf_add_str(out, text);
		return;
	}
	for (size_t end; (end = str_find_char(text, '"')) < text.n;) {
		strbuf_add(out, text.p, end);
		strbuf_add(out, "\"\"", 2);
		text = str_part(text, end + 1, text.n);
	}
	strbuf_add_str(out, text);
	strbuf_add_char(out, '"');
}
