#ifndef THEMEWALL_TEXT_WRAP_H
#define THEMEWALL_TEXT_WRAP_H

#include <stdbool.h>
#include <stddef.h>

#include "themewall/base/str.h"

/* One line of a wrapped text: bytes [from, to) of it, trailing blanks left out, its width in cells.
 */
struct wrap_line {
	size_t from, to;
	int ncells;
};

/*
 * Breaks painted text (text/safe's output) into lines of at most ncells cells by Unicode's line
 * breaking rules (UAX #14); LF always breaks; a word longer than a line is broken between graphemes
 * (and a grapheme wider than a line between its cells). Only U+0020 at line ends and LF fall
 * between lines. Writes at most max lines and returns how many the text needs altogether (so a
 * result > max means "there is more"). ncells >= 2 (less is taken as 2). Empty text: 1 empty line.
 * lines may be NULL when max is 0.
 */
size_t wrap_text(struct str painted, int ncells, struct wrap_line *lines, size_t max);

#endif
