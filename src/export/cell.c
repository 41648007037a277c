/*
 * One cell of a table that a spreadsheet will open. Spreadsheets run what begins like a formula,
 * blanks before it or not, in wide forms too; an apostrophe in front makes it text.
 */
#include "rows-internal.h"

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
	       (rest.n && strchr("=+-@", rest.p[0]));
}

static bool needs_quotes(struct str text)
{
	static const bool special[256] = {[','] = true, ['"'] = true, ['\n'] = true, ['\r'] = true};

	for (size_t i = 0; i < text.n; i++)
		if (special[(unsigned char)text.p[i]])
			return true;
	return text.n && (text.p[0] == ' ' || text.p[text.n - 1] == ' ');
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
	for (size_t from = 0, at; from < text.n; from = at + 1) {
		at = from;
		while (at < text.n && text.p[at] != '"')
			at++;
		strbuf_add(out, text.p + from, at - from);
		if (at < text.n)
			strbuf_add(out, "\"\"", 2);
	}
	strbuf_add_char(out, '"');
}
