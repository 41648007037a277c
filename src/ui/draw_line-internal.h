#ifndef DRAW_LINE_INTERNAL_H
#define DRAW_LINE_INTERNAL_H

/*
 * One line of a list on its way to the screen: where it stands and whether it is the focused one.
 * Lists of insights and of sorted cards are laid out line by line with it.
 */
#include "ui-internal.h"

struct line {
	struct ui *ui;
	struct app *app;
	struct surface *s;
	int x, y, right; /* cells; right: one past the last */
	bool focused;
};

/* The style of its words: they stay readable on the ground of focus. */
static inline style_id line_style(const struct line *line)
{
	return line->focused ? STYLE_FOCUS_TEXT : STYLE_TEXT;
}

/* Paints text from cell x on, cut before `right`; nothing where there is no room. */
static inline void line_put(const struct line *line, int x, struct str text, int right,
			    style_id style)
{
	if (right > x)
		paint_safe(line->ui, line->s, x, line->y, text, right - x, style);
}

#endif
