/*
 * Lines of 80 cells. Most texts look on a terminal as they are stored; text/wrap then breaks them.
 * A text that is shown otherwise (emoji sequences, direction marks, TABs) is filled word by word
 * instead, each measured as shown.
 */
#include "page-internal.h"

#include <stdlib.h>

#include "themewall/base/sixteen.h"
#include "themewall/text/grapheme.h"
#include "themewall/text/safe.h"

#include "themewall/base/banned.h"

void page_init(struct page *page, struct strbuf *out)
{
	*page = (struct page){.out = out, .painted = STRBUF_INIT};
	ALLOC_GROW(page->lines, 16, page->caplines);
}

void page_release(struct page *page)
{
	strbuf_release(&page->painted);
	free(page->lines);
}

static bool is_plain_sixteen(const char *p)
{
	sixteen bytes = sixteen_at(p);
	sixteen controls = sixteen_below(bytes, ' ') & ~sixteen_of(bytes, '\n');

	return !sixteen_any(controls | ~sixteen_below(bytes, 0x7f));
}

/* Printable ASCII or LF all through: as many cells as bytes. */
static bool is_plain_ascii(struct str s)
{
	unsigned odd = 0;
	size_t i = 0;

	for (; i + SIXTEEN <= s.n; i += SIXTEEN)
		if (!is_plain_sixteen(s.p + i))
			return false;
	if (i)
		return i == s.n || is_plain_sixteen(s.p + s.n - SIXTEEN);
	for (; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		odd |= (unsigned)((unsigned char)(c - ' ') > '~' - ' ') & (unsigned)(c != '\n');
	}
	return odd == 0;
}

static bool shows_as_stored(struct page *page, struct str s)
{
	strbuf_reset(&page->painted);
	safe_text(&page->painted, s, true);
	return str_equal(strbuf_str(&page->painted), s);
}

int page_width(struct page *page, struct str text)
{
	if (is_plain_ascii(text))
		return (int)text.n;
	strbuf_reset(&page->painted);
	safe_text(&page->painted, text, false);
	return text_width(strbuf_str(&page->painted));
}

void page_blank(struct page *page, int ncells)
{
	static const char blanks[] = "                ";
	int run = (int)sizeof blanks - 1;

	for (; ncells > 0; ncells -= run)
		strbuf_add(page->out, blanks, (size_t)(ncells < run ? ncells : run));
}

void page_rule(struct page *page, char c)
{
	char rule[PAGE_WIDTH + 1];

	memset(rule, c, PAGE_WIDTH);
	rule[PAGE_WIDTH] = '\n';
	strbuf_add(page->out, rule, sizeof rule);
}

/* Lines of at most ncells; the caller sees in lines[0 … n). */
static size_t break_lines(struct page *page, struct str text, int ncells)
{
	size_t n = wrap_text(text, ncells, page->lines, page->caplines);

	if (n > page->caplines) {
		ALLOC_GROW(page->lines, n, page->caplines);
		n = wrap_text(text, ncells, page->lines, page->caplines);
	}
	return n;
}

/* standing: the caller has already come to the column where the first line begins. */
static int put_lines(struct page *page, struct str text, int hang, int ncells, bool standing)
{
	size_t n = break_lines(page, text, ncells);

	for (size_t i = 0; i < n; i++) {
		const struct wrap_line *line = &page->lines[i];
		if (i)
			strbuf_add_char(page->out, '\n');
		if (line->to > line->from && (i || !standing))
			page_blank(page, hang);
		strbuf_add(page->out, text.p + line->from, line->to - line->from);
	}
	return hang + page->lines[n - 1].ncells;
}

/* The first line may begin further right than the others: it is broken by its own width, the rest
 * by theirs. */
static int fill_lines(struct page *page, struct str text, int column, int hang, int right)
{
	if (column == hang)
		return put_lines(page, text, hang, right - hang, true);
	size_t n = break_lines(page, text, right - column);
	struct wrap_line first = page->lines[0];
	strbuf_add(page->out, text.p + first.from, first.to - first.from);
	if (n == 1)
		return column + first.ncells;
	strbuf_add_char(page->out, '\n');
	struct str rest = str_part(text, page->lines[1].from, text.n);
	return put_lines(page, rest, hang, right - hang, false);
}

/*
 * One paragraph of ASCII, the common case: a line ends at the last blank that fits. Returns false,
 * having written nothing, when a word is too long for that.
 */
static bool fill_ascii(struct page *page, struct str text, int *column, int hang, int right)
{
	size_t before = page->out->len, at = 0;
	int now = *column;

	while (text.n - at > (size_t)(right - now)) {
		size_t end =
			at + (size_t)(right - now) + 1; /* a blank may stand just beyond the edge */
		while (end > at && text.p[end - 1] != ' ')
			end--;
		size_t next = end;
		while (end > at && text.p[end - 1] == ' ')
			end--;
		if (end == at) {
			strbuf_remove(page->out, before, page->out->len - before);
			return false;
		}
		while (next < text.n && text.p[next] == ' ')
			next++;
		strbuf_add(page->out, text.p + at, end - at);
		at = next;
		now = hang;
		if (at == text.n)
			break;
		strbuf_add_char(page->out, '\n');
		page_blank(page, hang);
	}
	strbuf_add(page->out, text.p + at, text.n - at);
	*column = now + (int)(text.n - at);
	return true;
}

/* A word wider than a line is broken between graphemes. */
static int put_long_word(struct page *page, struct str word, int column, int hang, int right)
{
	for (size_t at = 0, next; at < word.n; at = next) {
		next = grapheme_next(word, at);
		int ncells = page_width(page, str_part(word, at, next));
		if (column + ncells > right) {
			strbuf_add_char(page->out, '\n');
			page_blank(page, hang);
			column = hang;
		}
		strbuf_add(page->out, word.p + at, next - at);
		column += ncells;
	}
	return column;
}

static int fill_words(struct page *page, struct str text, int column, int hang, int right)
{
	bool fresh = true; /* nothing on this line yet */

	for (size_t at = 0, end; at < text.n; at = end) {
		end = at;
		while (end < text.n && text.p[end] != ' ' && text.p[end] != '\t' &&
		       text.p[end] != '\n')
			end++;
		struct str word = str_part(text, at, end);
		int ncells = page_width(page, word);
		if (word.n && !fresh && column + 1 + ncells > right) {
			strbuf_add_char(page->out, '\n');
			page_blank(page, hang);
			column = hang;
		} else if (word.n && !fresh) {
			strbuf_add_char(page->out, ' ');
			column++;
		}
		if (word.n)
			column = put_long_word(page, word, column, hang, right);
		fresh = fresh && word.n == 0;
		if (end < text.n && text.p[end++] == '\n') {
			strbuf_add_char(page->out, '\n');
			page_blank(page, hang);
			column = hang;
			fresh = true;
		}
	}
	return column;
}

int page_wrap(struct page *page, struct str text, int column, int hang, int right, bool open)
{
	bool ascii = is_plain_ascii(text);

	if (!ascii || str_find_char(text, '\n') < text.n ||
	    !fill_ascii(page, text, &column, hang, right)) {
		if (ascii || shows_as_stored(page, text))
			column = fill_lines(page, text, column, hang, right);
		else
			column = fill_words(page, text, column, hang, right);
	}
	if (!open)
		strbuf_add_char(page->out, '\n');
	return column;
}

void page_right(struct page *page, int column, struct str text)
{
	int ncells = page_width(page, text);

	if (column + 2 + ncells > PAGE_WIDTH && column > 0) {
		strbuf_add_char(page->out, '\n');
		column = 0;
	}
	page_blank(page, PAGE_WIDTH - ncells - column);
	strbuf_add_str(page->out, text);
	strbuf_add_char(page->out, '\n');
}
