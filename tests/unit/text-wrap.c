/* wrap: known lines, the ASCII rules against the library's, and the promises on random text. */
#include <ctype.h>
#include <stdlib.h>

#include <unilbrk.h>

#include "../../src/text/wrap-internal.h"

#include "tap.h"
#include "themewall/base/mem.h"
#include "themewall/text/grapheme.h"
#include "themewall/text/locale.h"
#include "themewall/text/safe.h"
#include "themewall/text/utf8.h"
#include "themewall/text/wrap.h"

enum { MAX_LINES = 400 };

/* The lines joined by "|", for reading. */
static const char *wrapped(struct strbuf *out, struct str text, int ncells)
{
	struct wrap_line lines[MAX_LINES];
	size_t n = wrap_text(text, ncells, lines, MAX_LINES);
	strbuf_reset(out);
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			strbuf_add_char(out, '|');
		strbuf_add_str(out, str_part(text, lines[i].from, lines[i].to));
	}
	return out->buf;
}

static void test_lines(void)
{
	const struct {
		struct str text;
		int ncells;
		const char *lines, *what;
	} cases[] = {
		{STR(""), 10, "", "nothing is one empty line"},
		{STR("short"), 10, "short", "what fits"},
		{STR("exactly ten"), 11, "exactly ten", "what just fits"},
		{STR("the quick brown fox"), 10, "the quick|brown fox", "between words"},
		{STR("the quick  brown"), 10, "the quick|brown", "blanks fall between lines"},
		{STR("end   "), 4, "end", "blanks hang"},
		{STR("a\n\nb\n"), 10, "a||b|", "LF always breaks"},
		{STR("antidisestablishment"), 8, "antidise|stablish|ment", "a long word"},
		{STR("an antidisestablishment"), 8, "an|antidise|stablish|ment",
		 "after a short one"},
		{STR("a well-known fact"), 8, "a well-|known|fact", "after a hyphen"},
		{STR("wait: really ?"), 13, "wait:|really ?", "no question mark alone"},
		{STR("see example.com now"), 12, "see|example.com|now", "no break at a dot"},
		{STR("costs $1,234.50 each"), 11, "costs|$1,234.50|each", "money stays whole"},
		{STR("f(x) ( see below )"), 7, "f(x)|( see|below )", "brackets keep to theirs"},
		{STR("                deep indent"), 6, "deep|indent", "blanks wider than a line"},
		{STR("\xe4\xbd\xa0\xe5\xa5\xbd\xe4\xb8\x96\xe7\x95\x8c"), 5,
		 "\xe4\xbd\xa0\xe5\xa5\xbd|\xe4\xb8\x96\xe7\x95\x8c", "between ideographs"},
		{STR("\xe4\xbd\xa0\xe5\xa5\xbd\xe3\x80\x82"), 4,
		 "\xe4\xbd\xa0|\xe5\xa5\xbd\xe3\x80\x82", "a full stop does not begin a line"},
		{STR("d\xc3\xa9j\xc3\xa0 vu \xe2\x80\x94 encore"), 8,
		 "d\xc3\xa9j\xc3\xa0 vu|\xe2\x80\x94 encore", "accents and dashes"},
	};
	struct strbuf out = STRBUF_INIT;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		is_str(wrapped(&out, cases[i].text, cases[i].ncells), cases[i].lines, "%s",
		       cases[i].what);
	strbuf_release(&out);
}

static void test_counts(void)
{
	struct wrap_line lines[2];
	is_int(wrap_text(STR("one two three four"), 5, lines, 2), 4, "all lines are counted");
	is_int(lines[1].from, 4, "the second line begins at its word");
	is_int(lines[1].to, 7, "and ends with it");
	is_int(lines[1].ncells, 3, "its cells");
	is_int(wrap_text(STR("one two three four"), 5, NULL, 0), 4, "counting alone");
	is_int(wrap_text((struct str){NULL, 0}, 5, lines, 2), 1, "nothing at all is one line");
	is_int(wrap_text(STR("one"), 0, lines, 2), 2, "no width is taken as two");
}

/* The library breaks "example.com" behind the dot, which Unicode's rule LB29 forbids: leave those
 * out. */
static bool is_lb29(const char *s, size_t at)
{
	return strchr(".,:;", s[at - 1]) &&
	       (isalpha((unsigned char)s[at]) || strchr("#&*<=>@^_`~", s[at]));
}

/* Whether the last of n characters may begin a line: the line is one cell too short, and there is
 * an earlier place to break at, so that the wrapper need not break hard. */
static bool breaks_before_last(const char *s, size_t n)
{
	struct wrap_line lines[3];
	return wrap_text((struct str){s, n}, (int)n - 1, lines, 3) == 2 && lines[1].from == n - 1;
}

static bool library_breaks_before_last(const char *s, size_t n)
{
	char p[8];
	u8_possible_linebreaks((const uint8_t *)s, n, "UTF-8", p);
	return p[n - 1] == UC_BREAK_POSSIBLE && !is_lb29(s, n - 1);
}

static void test_ascii_against_library(void)
{
	int faults = 0;
	for (int a = 0x21; a < 0x7f; a++) {
		for (int b = 0x21; b < 0x7f; b++) {
			char close[] = {'x', ' ', 'x', (char)a, (char)b};
			char apart[] = {'x', ' ', 'x', (char)a, ' ', (char)b};
			bool good = breaks_before_last(close, 5) ==
				    library_breaks_before_last(close, 5);
			good &= breaks_before_last(apart, 6) ==
				library_breaks_before_last(apart, 6);
			if (!good && ++faults < 10)
				printf("# differs: %c%c\n", a, b);
		}
	}
	is_int(faults, 0, "all pairs of ASCII break where the library breaks them");
}

/* Prose, marks, wide letters, emoji, long words, blanks and lines, in any order. */
static void add_piece(struct strbuf *text)
{
	static const char *const pieces[] = {
		" ",
		" ",
		" ",
		"  ",
		"\n",
		"a",
		"word",
		"longer-word",
		"(x)",
		"\"",
		"1,000",
		"?",
		"\xc3\xa9t\xc3\xa9",
		"e\xcc\xa9\xcc\xaa",
		"\xe4\xbd\xa0",
		"\xe5\xa5\xbd\xe3\x80\x82",
		"\xe0\xa4\x95\xe0\xa4\xbf\xe0\xa4\xa8\xe0\xa5\x80",
		"\xf0\x9f\x98\x80",
		"\xe2\x80\x94",
		"\xe0\xb8\xa0\xe0\xb8\xb2\xe0\xb8\xa9\xe0\xb8\xb2",
		"\xe3\x80\x80",
		"\xed\x95\x9c",
		"\xe1\x84\x92\xe1\x84\x92\xe1\x84\x92",
		"antidisestablishmentarianism",
		"\xc2\xa0",
	};
	size_t i = (size_t)rand() % (sizeof pieces / sizeof pieces[0]);
	strbuf_add_z(text, pieces[i]);
}

static bool only_blanks(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != ' ' && s.p[i] != '\n')
			return false;
	return true;
}

/* A boundary of graphemes, or inside of one that no line of this width can hold. */
static bool is_fair_cut(struct str text, size_t at, int ncells)
{
	if (grapheme_is_boundary(text, at))
		return true;
	size_t start = grapheme_previous(text, at), end = grapheme_next(text, start);
	return grapheme_width(text.p + start, end - start) > ncells;
}

static bool keeps_promises(struct str text, int ncells)
{
	struct wrap_line lines[MAX_LINES];
	size_t n = wrap_text(text, ncells, lines, MAX_LINES), at = 0;
	for (size_t i = 0; i < n; i++) {
		struct str line = str_part(text, lines[i].from, lines[i].to);
		if (lines[i].from < at || !only_blanks(str_part(text, at, lines[i].from)))
			return false;
		if (text_width(line) != lines[i].ncells || lines[i].ncells > ncells)
			return false;
		if (str_find_char(line, '\n') < line.n || (line.n > 0 && str_ends(line, STR(" "))))
			return false;
		if (!is_fair_cut(text, lines[i].from, ncells) ||
		    !is_fair_cut(text, lines[i].to, ncells))
			return false;
		at = lines[i].to;
	}
	return only_blanks(str_part(text, at, text.n));
}

/* Whether a line may end before `at`, by asking the library about all of the paragraph. */
static bool is_allowed(struct str s, const char *breaks, size_t at)
{
	size_t before = at;
	while (before > 0 && s.p[before - 1] == ' ')
		before--;
	bool ascii = !(s.p[at] & 0x80) && (before == 0 || !(s.p[before - 1] & 0x80));
	return grapheme_is_boundary(s, at) && s.p[at] != ' ' &&
	       (ascii ? wrap_ascii_allows(s, at) : breaks[at] == UC_BREAK_POSSIBLE);
}

/* Each line of a paragraph ends at the last place that is allowed and fits. */
static bool ends_late(struct str s, int ncells)
{
	struct wrap_line lines[MAX_LINES];
	size_t n = wrap_text(s, ncells, lines, MAX_LINES);
	char *breaks = xmalloc(s.n + 1);
	bool good = true;
	u8_possible_linebreaks((const uint8_t *)s.p, s.n, "UTF-8", breaks);
	for (size_t i = 0; i + 1 < n; i++)
		for (size_t at = lines[i].from + 1; at < s.n; at++) {
			size_t end = at;
			while (end > lines[i].from && s.p[end - 1] == ' ')
				end--;
			if (text_width(str_part(s, lines[i].from, end)) > ncells)
				break;
			good &= at <= lines[i + 1].from || !is_allowed(s, breaks, at);
		}
	free(breaks);
	return good;
}

static void test_late_ends(void)
{
	struct strbuf raw = STRBUF_INIT, text = STRBUF_INIT;
	int faults = 0;
	srand(3);
	for (int round = 0; round < 4000; round++) {
		strbuf_reset(&raw);
		strbuf_reset(&text);
		for (int n = rand() % 40; n >= 0; n--)
			add_piece(&raw);
		for (size_t i = 0; i < raw.len; i++)
			raw.buf[i] = raw.buf[i] == '\n' ? ' ' : raw.buf[i];
		safe_text(&text, strbuf_str(&raw), true);
		faults += !ends_late(strbuf_str(&text), 6 + rand() % 30);
	}
	is_int(faults, 0, "a line ends at the last place that is allowed and fits");
	strbuf_release(&raw);
	strbuf_release(&text);
}

static void test_random(void)
{
	struct strbuf raw = STRBUF_INIT, text = STRBUF_INIT;
	int faults = 0;
	srand(2);
	for (int round = 0; round < 20000; round++) {
		strbuf_reset(&raw);
		strbuf_reset(&text);
		for (int n = rand() % 30; n >= 0; n--)
			add_piece(&raw);
		safe_text(&text, strbuf_str(&raw), true);
		if (!keeps_promises(strbuf_str(&text), 2 + rand() % 30) && ++faults < 5)
			printf("# on: %s\n", text.buf);
	}
	is_int(faults, 0,
	       "random text: no line too wide, no grapheme cut, nothing but blanks lost");
	strbuf_release(&raw);
	strbuf_release(&text);
}

int main(void)
{
	text_init();
	test_lines();
	test_counts();
	test_ascii_against_library();
	test_random();
	test_late_ends();
	return done();
}
