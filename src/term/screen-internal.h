#ifndef TERM_SCREEN_INTERNAL_H
#define TERM_SCREEN_INTERNAL_H

#define NCURSES_WIDECHAR 1
#define NCURSES_NOMACROS 1
#include <curses.h>
#include <stdint.h>
#include <stdio.h>

#include "term-internal.h"

/* The screen from inside, for the files it is made of. */

enum { SCREEN_MAX_PAIRS = 64 };

struct paint {
	attr_t attributes;
	short pair;
};

struct screen {
	struct screen_options options;
	FILE *in_file, *out_file; /* of our own duplicates: ncurses wants FILEs */
	SCREEN *curses;
	struct surface shown; /* what was handed over last … */
	struct cell *said;    /* … and its cells as they were said, blanks settled */
	struct cell *row;     /* room for a row as it is said */
	bool *shown_rtl;      /* per row: border cells were marked */
	cchar_t *run;         /* room for one row of changed cells */
	bool stale;           /* all of the next surface must be handed over */
	bool clear;           /* and the terminal be cleared before */
	bool away;            /* another program has the terminal */
	bool motion;          /* all motion is asked for */
	bool cursor_visible;
	int colors; /* 256, 8 or 0 */
	bool has_dim;
	struct paint paints[STYLE_COUNT];
	bool shows_on_blank[STYLE_COUNT];
	short pairs[SCREEN_MAX_PAIRS][2]; /* foreground and background of pair i + 1 */
	int npairs;
	int64_t asked_ms; /* when the background was asked for; -1: it was not */
};

/* Writes bytes past ncurses: only while it has nothing of its own to say, never in a present. */
void screen_say(const struct screen *screen, const char *bytes);

/* ---- screen-look.c ---- */

/* Once, when ncurses has started: how many colours there are, and the theme that was asked for. */
void screen_start_colors(struct screen *screen);
/* Asks the terminal for its background where that decides the theme. */
void screen_ask_background(struct screen *screen);

#endif
