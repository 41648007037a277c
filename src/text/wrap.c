/*
 * Greedy line filling over painted text. A paragraph (between LFs) is walked grapheme by grapheme;
 * the last place where Unicode allows a break is remembered, and the line ends there when the next
 * grapheme would not fit. Blanks hang over the end of a line and are not part of it.
 *
 * Where both neighbours are ASCII the rules of wrap-ascii.c decide, elsewhere libunistring's. The
 * library is slow, so it is asked late: other places wait until a line is full, and mostly an ASCII
 * place behind them is a better one. A painted text never takes more cells than bytes, so that one
 * no longer than the line is a line.
 */
#include "themewall/text/wrap.h"

#include <stdint.h>
#include <stdlib.h>

#include <unilbrk.h>

#include "themewall/base/mem.h"
#include "themewall/text/grapheme.h"
#include "themewall/text/utf8.h"
#include "wrap-internal.h"
#include "themewall/base/banned.h"

struct lines {
	struct wrap_line *at; /* borrowed from the caller */
	size_t max, count;
};

/* A line being filled: [from, to) is what it shows so far, behind `to` hang blanks. */
struct line {
	size_t from, to;
	int ncells; /* up to `to` */
	int total;  /* with the hanging blanks */
};

enum { WAITING = 8, SMALL = 1024 };

/* One paragraph on its way into lines. */
struct fill {
	struct str text; /* no LF */
	size_t start;    /* where it begins in the whole text */
	char *breaks;    /* libunistring's word on each byte; NULL: not asked yet */
	char *small;     /* borrowed: room for SMALL of them */
	int ncells;      /* width of the lines */
	struct line line;
	struct line before;           /* the line up to the last allowed break … */
	size_t break_at;              /* … which is here; at line.from when there is none */
	struct line waiting[WAITING]; /* the same for places behind it that only the library … */
	size_t waiting_at[WAITING];   /* … can decide about */
	size_t nwaiting;
	struct lines *out;
};

static void put_line(struct fill *fill, const struct line *line)
{
	struct lines *out = fill->out;
	if (out->count < out->max)
		out->at[out->count] = (struct wrap_line){fill->start + line->from,
							 fill->start + line->to, line->ncells};
	out->count++;
}

/* Letters and digits: nearly every pair of neighbours is one of them, and never parts. */
static bool is_word_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* What stands before and after the place, blanks apart, is ASCII. */
static bool is_ascii_place(const struct fill *fill, size_t at)
{
	size_t before = at;
	while (before > 0 && fill->text.p[before - 1] == ' ')
		before--;
	return !(fill->text.p[at] & 0x80) && (before == 0 || !(fill->text.p[before - 1] & 0x80));
}

static void ask_library(struct fill *fill)
{
	struct str s = fill->text;
	if (fill->breaks)
		return;
	fill->breaks = s.n > SMALL ? xmalloc(s.n) : fill->small;
	u8_possible_linebreaks((const uint8_t *)s.p, s.n, "UTF-8", fill->breaks);
}

/* The last place that waits and is allowed is the break. */
static void decide(struct fill *fill)
{
	if (fill->nwaiting)
		ask_library(fill);
	for (size_t i = 0; i < fill->nwaiting; i++) {
		if (fill->breaks[fill->waiting_at[i]] != UC_BREAK_POSSIBLE)
			continue;
		fill->before = fill->waiting[i];
		fill->break_at = fill->waiting_at[i];
	}
	fill->nwaiting = 0;
}

/* Notes that the line may end before `at`, if it may. */
static void look_at(struct fill *fill, size_t at)
{
	if (is_word_byte(fill->text.p[at]) && is_word_byte(fill->text.p[at - 1]))
		return;
	if (!is_ascii_place(fill, at)) {
		if (fill->nwaiting == WAITING)
			decide(fill);
		fill->waiting[fill->nwaiting] = fill->line;
		fill->waiting_at[fill->nwaiting++] = at;
	} else if (wrap_ascii_allows(fill->text, at)) {
		fill->before = fill->line;
		fill->break_at = at;
		fill->nwaiting = 0;
	}
}

/* The next piece that must stay whole, and its cells: a grapheme, or a cell of one wider than a
 * line. */
static size_t next_piece(const struct fill *fill, size_t at, int *ncells)
{
	struct str s = fill->text;
	if (!(s.p[at] & 0x80) && (at + 1 == s.n || !(s.p[at + 1] & 0x80))) {
		*ncells = 1;
		return at + 1;
	}
	size_t next = grapheme_next(s, at);
	*ncells = grapheme_width(s.p + at, next - at);
	if (*ncells <= fill->ncells)
		return next;
	next = cell_next(s, at);
	*ncells = grapheme_width(s.p + at, next - at);
	return next;
}

/* Ends the line at the last allowed break; what stands behind it begins the next one. */
static void break_softly(struct fill *fill, size_t at)
{
	struct line *line = &fill->line;
	if (fill->before.to > line->from)
		put_line(fill, &fill->before);
	line->from = fill->break_at;
	line->total -= fill->before.total;
	line->ncells = fill->break_at == at ? 0 : line->ncells - fill->before.total;
	line->to = fill->break_at == at ? at : line->to;
}

static void break_hard(struct fill *fill, size_t at)
{
	if (fill->line.to > fill->line.from)
		put_line(fill, &fill->line);
	fill->line = (struct line){at, at, 0, 0};
	fill->break_at = at;
}

static void fill_lines(struct fill *fill)
{
	struct line *line = &fill->line;
	int ncells;
	for (size_t at = 0, next; at < fill->text.n; at = next) {
		next = next_piece(fill, at, &ncells);
		if (fill->text.p[at] == ' ' && next == at + 1) {
			line->total++;
			continue;
		}
		if (at > line->from)
			look_at(fill, at);
		while (line->total + ncells > fill->ncells && at > line->from) {
			decide(fill);
			if (fill->break_at > line->from)
				break_softly(fill, at);
			else
				break_hard(fill, at);
		}
		line->total += ncells;
		line->ncells = line->total;
		line->to = next;
	}
	put_line(fill, line);
}

static void put_whole(struct fill *fill)
{
	struct line line = {0, fill->text.n, 0, 0};
	while (line.to > 0 && fill->text.p[line.to - 1] == ' ')
		line.to--;
	line.ncells = text_width(str_part(fill->text, 0, line.to));
	put_line(fill, &line);
}

static void wrap_paragraph(struct fill *fill)
{
	char small[SMALL];
	if (fill->text.n <= (size_t)fill->ncells) {
		put_whole(fill);
		return;
	}
	fill->small = small;
	fill_lines(fill);
	if (fill->breaks != small)
		free(fill->breaks);
}

size_t wrap_text(struct str painted, int ncells, struct wrap_line *lines, size_t max)
{
	struct lines out = {lines, max, 0};
	size_t start = 0;
	if (painted.n == 0)
		painted = STR("");
	for (;;) {
		struct str rest = str_part(painted, start, painted.n);
		size_t end = str_find_char(rest, '\n');
		struct fill fill = {.text = str_part(rest, 0, end),
				    .start = start,
				    .ncells = ncells < 2 ? 2 : ncells,
				    .out = &out};
		wrap_paragraph(&fill);
		if (end == rest.n)
			return out.count;
		start += end + 1;
	}
}
