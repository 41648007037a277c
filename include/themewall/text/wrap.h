#ifndef THEMEWALL_TEXT_WRAP_H
#define THEMEWALL_TEXT_WRAP_H

#include <stdbool.h>
#include <stddef.h>

#include "themewall/base/str.h"

/* One line of a wrapped text: bytes [from, to) of it, trailing blanks left out, and its width in cells. */
struct wrap_line {
	size_t from, to;
	int ncells;
};

/*
 * Breaks painted text (text/safe's output) into lines of at most ncells cells by Unicode's line breaking rules; LF always
 * breaks; a word longer than a line is broken between graphemes. Writes at most max lines and returns
 * how many the text needs altogether (so a result > max means "there is more"). ncells >= 2. Empty text: 1 empty line.
 */
size_t wrap_text(struct str painted, int ncells, struct wrap_line *lines, size_t max);

#endif
