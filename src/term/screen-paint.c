/*
 * A surface's cells in the form ncurses takes. Terminals that reorder right-to-left text treat the
 * blank and the frame between two such runs as part of them and swap the words of neighbouring
 * cards: a left-to-right mark inside the frame's own cell keeps them apart.
 */
#include "term-internal.h"

#include <string.h>

#include "themewall/term/ascii.h"
#include "themewall/text/safe.h"
#include "themewall/text/utf8.h"

#include "themewall/base/banned.h"

enum { LEFT_TO_RIGHT_MARK = 0x200e, FIRST_RTL = 0x0590 };

static bool is_frame(uint32_t code_point)
{
	return code_point >= 0x2500 && code_point < 0x25a0;
}

static bool cell_has_rtl(const struct cell *cell)
{
	char bytes[4 * CELL_CODE_POINTS];
	size_t nbytes = 0;
	for (int i = 0; i < cell->ncp; i++)
		nbytes += utf8_encode(cell->cp[i], bytes + nbytes);
	return safe_has_rtl((struct str){bytes, nbytes});
}

bool paint_row_has_rtl(const struct cell *row, int w)
{
	for (const struct cell *cell = row; cell < row + w; cell++)
		if (cell->cp[0] >= FIRST_RTL && !(cell->ncp == 1 && is_frame(cell->cp[0])) &&
		    cell_has_rtl(cell))
			return true;
	return false;
}

void paint_wchars(const struct cell *cell, struct paint_rules rules, wchar_t out[PAINT_WCHARS])
{
	int n = 0;
	if (!cell->ncp) {
		out[n++] = L' ';
	} else if (rules.ascii) {
		out[n++] = ascii_of(cell->cp[0]);
	} else {
		for (; n < cell->ncp; n++)
			out[n] = (wchar_t)cell->cp[n];
		if (rules.rtl && n < CELL_CODE_POINTS && is_frame(cell->cp[0]))
			out[n++] = LEFT_TO_RIGHT_MARK;
	}
	out[n] = L'\0';
}

static bool is_plain_blank(const struct cell *cell, const bool shows_on_blank[STYLE_COUNT])
{
	return !cell->ncp && !cell->wide_tail && !shows_on_blank[cell->style];
}

/* Longer gaps are cheaper to jump over or to clear. */
enum { LONGEST_GAP = 12 };

void paint_settle(struct cell *row, int w, const bool shows_on_blank[STYLE_COUNT])
{
	int left = -1; /* the last cell that is no plain blank */
	for (int x = 0; x < w; x++) {
		if (is_plain_blank(&row[x], shows_on_blank)) {
			row[x].style = STYLE_TEXT;
			continue;
		}
		style_id style = row[x].style;
		bool same = left >= 0 && row[left].style == style && !shows_on_blank[style];
		if (same && x - left - 1 <= LONGEST_GAP)
			for (int gap = left + 1; gap < x; gap++)
				row[gap].style = style;
		left = x;
	}
}
