/*
 * A surface handed to ncurses: of each row the runs of cells that changed since the last one.
 * `shown` is that one, `said` its cells as they were said; when the screen is stale, nothing is
 * known of the terminal and all of it is handed over.
 */
#include "screen-internal.h"

#include <string.h>

#include "themewall/base/mem.h"

#include "themewall/base/banned.h"

enum { EIGHT = 8 };

static void fit(struct screen *screen, const struct surface *surface)
{
	if (screen->shown.w == surface->w && screen->shown.h == surface->h)
		return;
	resizeterm(surface->h, surface->w);
	surface_resize(&screen->shown, surface->w, surface->h);
	screen->shown_rtl = xreallocarray(screen->shown_rtl, (size_t)surface->h + 1, sizeof(bool));
	memset(screen->shown_rtl, 0, (size_t)surface->h * sizeof(bool));
	screen->run = xreallocarray(screen->run, (size_t)surface->w + 1, sizeof *screen->run);
	screen->row = xreallocarray(screen->row, (size_t)surface->w + 1, sizeof *screen->row);
	screen->said = xreallocarray(screen->said, (size_t)surface->w * (size_t)surface->h + 1,
				     sizeof *screen->said);
	screen_redraw(screen);
}

/* A wide sign as ASCII leaves its second cell blank. */
static cchar_t curses_cell(const struct screen *screen, const struct cell *cell,
			   struct paint_rules rules)
{
	cchar_t out;
	wchar_t wchars[PAINT_WCHARS];
	const struct paint *paint = &screen->paints[cell->style];
	paint_wchars(cell, rules, wchars);
	setcchar(&out, wchars, paint->attributes, paint->pair, NULL);
	return out;
}

/* Hands over the cells [from, to) of the settled row. */
static void put_run(struct screen *screen, int y, int from, int to, struct paint_rules rules)
{
	int n = 0;
	for (int x = from; x < to; x++)
		if (!screen->row[x].wide_tail || rules.ascii)
			screen->run[n++] = curses_cell(screen, &screen->row[x], rules);
	mvadd_wchnstr(y, from, screen->run, n);
}

/* The first cell from x on that changed; most of a row did not, so it goes by eight. */
static int next_other(const struct cell *now, const struct cell *then, int x, int w)
{
	while (x + EIGHT <= w && !memcmp(now + x, then + x, EIGHT * sizeof *now))
		x += EIGHT;
	while (x < w && !memcmp(now + x, then + x, sizeof *now))
		x++;
	return x;
}

static void present_row(struct screen *screen, const struct surface *surface, int y)
{
	size_t at = (size_t)y * (size_t)surface->w,
	       nbytes = (size_t)surface->w * sizeof *screen->row;
	struct cell *shown = screen->shown.cells + at;
	if (!screen->stale && !memcmp(surface->cells + at, shown, nbytes))
		return;
	struct cell *now = screen->row, *then = screen->said + at;
	struct paint_rules rules = {screen->options.ascii, false};
	memcpy(now, surface->cells + at, nbytes);
	paint_settle(now, surface->w, screen->shows_on_blank);
	rules.rtl = !rules.ascii && paint_row_has_rtl(now, surface->w);
	bool all = screen->stale || rules.rtl != screen->shown_rtl[y];
	screen->shown_rtl[y] = rules.rtl;
	for (int x = all ? 0 : next_other(now, then, 0, surface->w); x < surface->w;) {
		int from = x++;
		while (x < surface->w && (all || memcmp(now + x, then + x, sizeof *now)))
			x++;
		put_run(screen, y, from, x, rules);
		x = next_other(now, then, x, surface->w);
	}
	memcpy(shown, surface->cells + at, nbytes);
	memcpy(then, now, nbytes);
}

/* Without a place of its own the cursor stays wherever the painting left it, unseen. */
static void present_cursor(struct screen *screen, const struct surface *surface)
{
	bool placed = surface->cursor_x >= 0 && surface->cursor_x < surface->w &&
		      surface->cursor_y >= 0 && surface->cursor_y < surface->h;
	bool visible = placed && surface->cursor_visible;
	leaveok(stdscr, !placed);
	if (placed)
		move(surface->cursor_y, surface->cursor_x);
	if (visible != screen->cursor_visible)
		curs_set(visible);
	screen->cursor_visible = visible;
}

void screen_present(struct screen *screen, const struct surface *surface)
{
	if (screen->away)
		return;
	fit(screen, surface);
	for (int y = 0; y < surface->h; y++)
		present_row(screen, surface, y);
	present_cursor(screen, surface);
	if (screen->clear)
		clearok(stdscr, TRUE);
	screen->stale = screen->clear = false;
	refresh();
}
