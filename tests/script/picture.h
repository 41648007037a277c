#ifndef TESTS_PICTURE_H
#define TESTS_PICTURE_H

#include "themewall/base/str.h"
#include "themewall/ui/surface.h"

/* The screen as a terminal of 256, 8 or no colours gets it: words with SGR sequences, a line a row;
 * `cat` of it shows it. ascii: one ASCII sign a cell. */
void picture_add(struct strbuf *out, const struct surface *surface, int colors, bool ascii);

#endif
