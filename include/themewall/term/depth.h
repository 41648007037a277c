#ifndef THEMEWALL_TERM_DEPTH_H
#define THEMEWALL_TERM_DEPTH_H

#include <stdbool.h>

#include "themewall/ui/style.h"

/*
 * A role's look on a terminal of 256, 8 or no colours: what the painter hands to ncurses, and what
 * the pictures in tests/script/golden/depth hold. Pure.
 */
struct depth_look {
	int fg, bg; /* index into the terminal's colours; -1: its default */
	bool bold, dim, reverse, underline;
	bool on_blank; /* shows where nothing is written, too */
};

/* colors: 256, 8 or 0 (theme is then THEME_MONO, whatever was asked for); has_dim: the terminal can
 * paint dim. */
struct depth_look depth_look(enum style style, enum theme theme, int colors, bool has_dim);

#endif
