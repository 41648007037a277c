/*
 * Cells of painted text. wcwidth alone decides: it is what ncurses lays out with, and text/safe has
 * let nothing through on which the terminals' tables differ.
 */
#include "themewall/text/grapheme.h"

#include <wchar.h>

#include "themewall/text/utf8.h"
#include "themewall/base/banned.h"

int code_point_width(uint32_t code_point)
{
	if (code_point < 0x7f)
		return code_point >= 0x20;
	int ncells = wcwidth((wchar_t)code_point);
	/* Unpaintable is what the terminal shows as one replacement; line ends take nothing. */
	return ncells < 0 ? code_point >= 0xa0 : ncells;
}

static bool is_ascii_cell(char c)
{
	return c >= 0x20 && c < 0x7f;
}

int text_width(struct str painted)
{
	int ncells = 0;
	for (size_t i = 0; i < painted.n;) {
		uint32_t code_point;
		if (is_ascii_cell(painted.p[i])) {
			ncells++;
			i++;
			continue;
		}
		i += utf8_decode(painted, i, &code_point);
		ncells += code_point_width(code_point);
	}
	return ncells;
}

int grapheme_width(const char *p, size_t n)
{
	return text_width((struct str){p, n});
}

size_t cell_next(struct str painted, size_t at)
{
	uint32_t code_point;
	at += utf8_decode(painted, at, &code_point);
	while (at < painted.n && (painted.p[at] & 0x80)) {
		size_t n = utf8_decode(painted, at, &code_point);
		if (code_point_width(code_point) > 0)
			break;
		at += n;
	}
	return at;
}

size_t text_fit(struct str painted, int ncells)
{
	size_t at = 0;
	while (at < painted.n) {
		bool alone = at + 1 == painted.n || !(painted.p[at + 1] & 0x80);
		bool plain = alone && is_ascii_cell(painted.p[at]);
		size_t next = plain ? at + 1 : grapheme_next(painted, at);
		ncells -= plain ? 1 : grapheme_width(painted.p + at, next - at);
		if (ncells < 0)
			break;
		at = next;
	}
	return at;
}
