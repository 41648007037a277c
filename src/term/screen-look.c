/*
 * How cells look: styles as attributes and colour pairs of ncurses, as many colours as the terminal
 * has, and its background, which may be asked for: an answer counts for a moment only, a late one
 * is swallowed.
 */
#include "screen-internal.h"

#include <stdlib.h>

#include "themewall/base/clock.h"
#include "themewall/term/depth.h"

#include "themewall/base/banned.h"

enum { ANSWER_MS = 150 };

#define ASK_BACKGROUND "\033]11;?\007"

static short pair_of(struct screen *screen, int fg, int bg)
{
	if (!screen->colors || (fg == -1 && bg == -1))
		return 0;
	for (int i = 0; i < screen->npairs; i++)
		if (screen->pairs[i][0] == fg && screen->pairs[i][1] == bg)
			return (short)(i + 1);
	if (screen->npairs + 1 >= SCREEN_MAX_PAIRS || screen->npairs + 1 >= COLOR_PAIRS)
		return 0;
	int i = screen->npairs++;
	screen->pairs[i][0] = (short)fg;
	screen->pairs[i][1] = (short)bg;
	init_pair((short)(i + 1), (short)fg, (short)bg);
	return (short)(i + 1);
}

static struct paint paint_of(struct screen *screen, const struct depth_look *look)
{
	attr_t attributes = (look->bold ? A_BOLD : 0) | (look->reverse ? A_REVERSE : 0) |
			    (look->underline ? A_UNDERLINE : 0) | (look->dim ? A_DIM : 0);
	return (struct paint){attributes, pair_of(screen, look->fg, look->bg)};
}

void screen_set_theme(struct screen *screen, enum theme theme)
{
	screen->options.theme = theme;
	screen->stale = true;
	for (int style = 0; style < STYLE_COUNT; style++) {
		struct depth_look look =
			depth_look((enum style)style, theme, screen->colors, screen->has_dim);
		screen->paints[style] = paint_of(screen, &look);
		screen->shows_on_blank[style] = look.on_blank;
	}
}

/* has_colors guards more than taste: alloc_pair crashes where there are none. */
void screen_start_colors(struct screen *screen)
{
	const char *no_color = getenv("NO_COLOR");
	bool wanted = screen->options.color && !(no_color && *no_color);
	if (wanted && has_colors() && start_color() == OK && use_default_colors() == OK)
		screen->colors = COLORS >= 256 ? 256 : COLORS >= 8 ? 8 : 0;
	screen_set_theme(screen, screen->options.theme);
}

void screen_ask_background(struct screen *screen)
{
	screen->asked_ms = -1;
	if (screen->options.theme != THEME_AUTO || screen->colors < 256)
		return;
	screen->asked_ms = clock_monotonic_ms();
	screen_say(screen, ASK_BACKGROUND);
}

void screen_choose_theme(struct screen *screen, enum theme theme)
{
	screen_set_theme(screen, theme);
	screen_ask_background(screen);
}

void screen_ascii(struct screen *screen, bool on)
{
	if (screen->options.ascii == on)
		return;
	screen->options.ascii = on;
	screen_redraw(screen);
}

bool screen_answer(struct screen *screen, struct str reply)
{
	enum theme theme;
	if (!screen_theme_of_answer(reply, &theme))
		return false;
	if (screen->asked_ms >= 0 && clock_monotonic_ms() - screen->asked_ms <= ANSWER_MS)
		screen_set_theme(screen, theme);
	screen->asked_ms = -1;
	return true;
}
