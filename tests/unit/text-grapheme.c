/* grapheme: boundaries against Unicode's own test file, both ways; cells of painted text. */
#include <stdlib.h>

#include "tap.h"
#include "themewall/text/grapheme.h"
#include "themewall/text/locale.h"
#include "themewall/text/utf8.h"
#include "ucd.h"

static size_t graphemes_forward(struct str s, size_t *at, size_t max)
{
	size_t n = 0;
	for (size_t i = 0; i < s.n && n < max; at[n++] = i)
		i = grapheme_next(s, i);
	return n;
}

static bool agrees(const struct ucd_case *c)
{
	size_t at[UCD_MAX_BREAKS];
	size_t n = graphemes_forward(strbuf_str(&c->text), at, UCD_MAX_BREAKS);
	if (n != c->nbreaks || memcmp(at, c->breaks, n * sizeof at[0]) != 0)
		return false;
	for (size_t i = n; i-- > 0;)
		if (grapheme_previous(strbuf_str(&c->text), at[i]) != (i ? at[i - 1] : 0))
			return false;
	for (size_t i = 0, k = 0; i <= c->text.len; i++) {
		bool boundary = i == 0 || (k < n && at[k] == i);
		k += i > 0 && boundary;
		if (grapheme_is_boundary(strbuf_str(&c->text), i) != boundary)
			return false;
	}
	return true;
}

static void test_plain(void)
{
	struct str s = STR("a\r\nb\n");
	is_int(grapheme_next(s, 0), 1, "a letter");
	is_int(grapheme_next(s, 1), 3, "CR LF is one");
	is_int(grapheme_previous(s, 3), 1, "also backward");
	is_int(grapheme_next(s, 4), 5, "LF is one");
	is_int(grapheme_next(s, 5), 5, "the end stays the end");
	is_int(grapheme_previous(s, 0), 0, "the start stays the start");
}

static void test_flags_backward(void)
{
	/* five regional indicators: two flags and a half; only counting from the front can tell */
	struct str s =
		STR("\xf0\x9f\x87\xa9\xf0\x9f\x87\xaa\xf0\x9f\x87\xab\xf0\x9f\x87\xb7\xf0\x9f"
		    "\x87\xae");
	is_int(grapheme_previous(s, 20), 16, "the odd one stands alone");
	is_int(grapheme_previous(s, 16), 8, "the second flag");
	is_int(grapheme_previous(s, 8), 0, "the first flag");
}

static void test_cells(void)
{
	is_int(text_width(STR("abc")), 3, "ASCII is one cell each");
	is_int(text_width(STR("a\nb")), 2, "LF takes no cell");
	is_int(text_width(STR("e\xcc\x81")), 1, "a mark takes no cell");
	is_int(text_width(STR("\xe4\xbd\xa0\xe5\xa5\xbd")), 4, "ideographs take two");
	is_int(text_width(STR("\xef\xbf\xbd")), 1, "the replacement character takes one");
	is_int(grapheme_width("e\xcc\x81", 3), 1, "a letter with its mark");
	is_int(text_fit(STR("ab\xe4\xbd\xa0z"), 3), 2, "half a wide character does not fit");
	is_int(text_fit(STR("ab\xe4\xbd\xa0z"), 4), 5, "a whole one does");
	is_int(text_fit(STR("e\xcc\x81x"), 1), 3, "the mark comes with its letter");
	is_int(text_fit(STR("abc"), 0), 0, "nothing fits into nothing");
	is_int(text_fit(STR("abc"), 9), 3, "all fits into more");
	is_int(cell_next(STR("e\xcc\x81x"), 0), 3, "a cell is a letter and its marks");
	is_int(cell_next(STR("\xe0\xa4\xa8\xe0\xa5\x80"), 0), 3,
	       "a spacing vowel sign has a cell of its own");
}

int main(void)
{
	text_init();
	test_plain();
	test_flags_backward();
	test_cells();
	ucd_run("GraphemeBreakTest.txt", agrees, 0);
	return done();
}
