/*
 * Where the parts of the screen are. Units are screen cells. The invariant: no part reaches outside
 * the screen, whatever its size, and the wall pane is at least one cell so that the plane always
 * has a window. Tray and pane share the body; the pane's corner is the corner of what is visible.
 */
#include "ui-internal.h"

#include "themewall/base/banned.h"

enum { BESIDE_LEAST = 9 /* lines of a box that still shows enough of its rows */ };

static int at_least(int n, int least)
{
	return n < least ? least : n;
}

static void split_wall(struct screen_layout *at, bool folded)
{
	int tray_w = folded ? TRAY_FOLDED_W : TRAY_W;
	int right = at->w - tray_w;
	at->tray = (struct rect){0, at->body.y, tray_w, at->body.h};
	at->pane = (struct rect){tray_w, at->body.y, at_least(right, 1), at_least(at->body.h, 1)};
}

static bool peek_is_open(const struct screen_layout *at, const struct app *app)
{
	return app->wall.peek && !at->cramped &&
	       (app->view == VIEW_WALL || app->view == VIEW_OUTLINE);
}

/* Below: off the body, before it is split. */
static void split_peek_below(struct screen_layout *at)
{
	int h = at->body.h / 2 < PEEK_H ? at->body.h / 2 : PEEK_H;
	at->body.h -= h;
	at->peek = (struct rect){0, at->body.y + at->body.h, at->w, h};
}

/* At the right: off the pane, a blank column between the two. */
static void split_peek_right(struct screen_layout *at)
{
	at->pane.w -= PEEK_W + 1;
	at->peek = (struct rect){at->w - PEEK_W, at->body.y, PEEK_W, at->body.h};
}

void layout_compute(struct screen_layout *at, const struct app *app, int w, int h)
{
	at->w = at_least(w, 1);
	at->h = at_least(h, 1);
	at->cramped = w < SCREEN_MIN_W || h < SCREEN_MIN_H;
	int bottom_h = at->h > 1;
	at->header = (struct rect){0, 0, at->w, 1};
	at->body = (struct rect){0, 1, at->w, at_least(at->h - 1 - bottom_h, 0)};
	at->bottom = (struct rect){0, at->h - 1, at->w, bottom_h};
	at->tour = (struct rect){0, at->h - 2, at->w, app->tour.on && !at->cramped};
	at->body.h -= at->tour.h;
	at->peek = (struct rect){0, 0, 0, 0};
	bool peek = peek_is_open(at, app);
	bool right = peek && app->view == VIEW_WALL && at->w >= PEEK_WIDE_W;
	if (peek && !right)
		split_peek_below(at);
	split_wall(at, app->wall.tray_folded);
	if (right)
		split_peek_right(at);
}

struct rect layout_box(const struct screen_layout *at, int w, int h)
{
	int most_w = at->w > 8 ? at->w - 4 : at->w;
	int most_h = at->h > 6 ? at->h - 3 : at->h;
	w = w < most_w ? w : most_w;
	h = h < most_h ? h : most_h;
	return (struct rect){(at->w - w) / 2, (at->h - h) / 2, w, h};
}

static int clamp(int n, int from, int to)
{
	return n > to ? (to > from ? to : from) : n < from ? from : n;
}

/* Below or above, whole or as high as there is room; false when that is too low to be of use. */
static bool place_over(struct rect *box, struct rect about, int bottom)
{
	int below = bottom - (about.y + about.h), above = about.y - 1;
	bool down = below >= box->h || below >= above;
	int room = down ? below : above;
	if (room < BESIDE_LEAST && room < box->h)
		return false;
	box->h = box->h < room ? box->h : room;
	box->y = down ? about.y + about.h : about.y - box->h;
	return true;
}

struct rect layout_beside(const struct screen_layout *at, int w, int h, struct rect about,
			  struct rect from)
{
	struct rect box = layout_box(at, w, h);
	int bottom = at->h - 1, right = about.x + about.w;
	if (box.h > bottom - 1) /* a screen of few lines is all box */
		return box;
	box.y = clamp(from.y, 1, bottom - box.h);
	if (right + box.w <= at->w)
		box.x = right;
	else if (about.x >= box.w)
		box.x = about.x - box.w;
	else if (place_over(&box, about, bottom))
		box.x = clamp(from.x, 0, at->w - box.w);
	else
		box.x = about.x + about.w / 2 < at->w / 2 ? at->w - box.w : 0;
	return box;
}

size_t layout_tray_slabs(const struct screen_layout *at)
{
	int room = at->tray.h - 2 + (LATTICE_ROW - LATTICE_SLAB_H);
	return room < LATTICE_ROW || at->tray.w < TRAY_W ? 0 : (size_t)(room / LATTICE_ROW);
}

struct rect layout_tray_slab(const struct screen_layout *at, size_t i)
{
	return (struct rect){at->tray.x + 2, at->tray.y + 1 + (int)i * LATTICE_ROW, LATTICE_SLAB_W,
			     LATTICE_SLAB_H};
}
