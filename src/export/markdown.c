/* Text from outside as Markdown that shows exactly the text: it can become no markup and break no
 * table. */
#include "markdown-internal.h"

#include "themewall/base/sixteen.h"

#include "themewall/base/banned.h"

/* What only a line's beginning makes markup: headings, lists, rules, the line under a table's head;
 * "1." and "1)" too. Returns bytes written. */
static size_t add_line_start(struct strbuf *out, struct str line)
{
	size_t n = 0;

	if (line.n && strchr("#+=-:", line.p[0])) {
		strbuf_add_char(out, '\\');
		return 0;
	}
	while (n < line.n && n < 9 && line.p[n] >= '0' && line.p[n] <= '9')
		n++;
	if (n == 0 || n == line.n || (line.p[n] != '.' && line.p[n] != ')'))
		return 0;
	strbuf_add(out, line.p, n);
	strbuf_add_char(out, '\\');
	strbuf_add_char(out, line.p[n]);
	return n + 1;
}

/* Sixteen bytes of which none may be such a byte; one more follows them. */
static bool is_plain(const char *p)
{
	sixteen bytes = sixteen_at(p);
	sixteen blanks = sixteen_of(bytes, ' ') & sixteen_of(sixteen_at(p + 1), ' ');
	sixteen pairs = sixteen_of(bytes, '[') | sixteen_of(bytes, ']') | sixteen_of(bytes, '<') |
			sixteen_of(bytes, '>');
	sixteen marks = sixteen_of(bytes, '\\') | sixteen_of(bytes, '`') | sixteen_of(bytes, '*') |
			sixteen_of(bytes, '_') | sixteen_of(bytes, '&') | sixteen_of(bytes, '~') |
			sixteen_of(bytes, '|') | sixteen_of(bytes, '\t') | sixteen_of(bytes, '#');

	return !sixteen_any(blanks | pairs | marks);
}

/* The next byte from i on that may not stand for itself: markup, a '#', a tab, the first of several
 * blanks. */
static size_t next_special(struct str line, size_t i)
{
	static const char stops[256] = {
		['\\'] = 1, ['`'] = 1, ['*'] = 1, ['_'] = 1, ['['] = 1,  [']'] = 1, ['<'] = 1,
		['>'] = 1,  ['&'] = 1, ['~'] = 1, ['|'] = 1, ['\t'] = 1, ['#'] = 1, [' '] = 2,
	};

	while (i + SIXTEEN < line.n && is_plain(line.p + i))
		i += SIXTEEN;
	for (; i < line.n; i++) {
		char stop = stops[(unsigned char)line.p[i]];
		if (stop == 1 || (stop && i + 1 < line.n && line.p[i + 1] == ' '))
			break;
	}
	return i;
}

/* Runs of blanks are one: at a line's end two of them would break it, before it four make code.
 * Signs at a heading's end would close it. */
static void add_line(struct strbuf *out, struct str line)
{
	size_t from = add_line_start(out, line);

	for (size_t i = from; (i = next_special(line, i)) < line.n; i++) {
		bool run = line.p[i] == ' ' || line.p[i] == '\t';
		if (line.p[i] == '#' && (i == 0 || i + 1 < line.n))
			continue;
		strbuf_add(out, line.p + from, i - from);
		from = i;
		if (!run) {
			strbuf_add_char(out, '\\');
			continue;
		}
		while (from < line.n && (line.p[from] == ' ' || line.p[from] == '\t'))
			from++;
		strbuf_add_z(out, from < line.n ? " " : "");
		i = from - 1;
	}
	strbuf_add(out, line.p + from, line.n - from);
}

void markdown_add(struct strbuf *out, struct str text, const char *next)
{
	struct str line;
	bool first = true;

	while (str_next_line(&text, &line)) {
		line = str_trim(line);
		if (line.n == 0)
			continue;
		if (!first) {
			strbuf_add_z(out, "\\\n");
			strbuf_add_z(out, next);
		}
		add_line(out, line);
		first = false;
	}
}

void markdown_add_inline(struct strbuf *out, struct str text)
{
	struct str line;
	bool first = true;

	while (str_next_line(&text, &line)) {
		line = str_trim(line);
		if (line.n && !first)
			strbuf_add_char(out, ' ');
		first = first && line.n == 0;
		add_line(out, line);
	}
}
