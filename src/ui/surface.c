/*
 * A grid of cells. Units: x, y, w, h and every width are cells.
 *
 * The invariant is that a wide grapheme is whole or gone: all writing goes through claim, and
 * whatever stood half under a write is blanked on its other half first. A blank is a zeroed cell
 * with a style, so that a space that was put equals a cell that never was written, and rows compare
 * with memcmp.
 */
#include "themewall/ui/surface.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "themewall/base/mem.h"
#include "themewall/text/grapheme.h"
#include "themewall/text/utf8.h"

#include "themewall/base/banned.h"

_Static_assert(sizeof(struct cell) == sizeof(uint32_t) * CELL_CODE_POINTS + 4,
	       "cells are compared as bytes and must have no padding");

static const char ellipsis[] = "…";

void surface_init(struct surface *s, int w, int h)
{
	*s = (struct surface){0};
	surface_resize(s, w, h);
}

void surface_release(struct surface *s)
{
	free(s->cells);
	*s = (struct surface){0};
}

void surface_resize(struct surface *s, int w, int h)
{
	assert(w >= 0 && h >= 0);
	s->cells = xreallocarray(s->cells, (size_t)w * (size_t)h + 1, sizeof *s->cells);
	s->w = w;
	s->h = h;
	surface_clear(s);
}

void surface_clear(struct surface *s)
{
	memset(s->cells, 0, (size_t)s->w * (size_t)s->h * sizeof *s->cells);
	s->clip = (struct rect){0, 0, s->w, s->h};
	s->cursor_x = s->cursor_y = -1;
	s->cursor_visible = false;
}

struct rect surface_clip(struct surface *s, struct rect r)
{
	struct rect old = s->clip;
	s->clip = rect_intersect(old, r);
	return old;
}

void surface_clip_restore(struct surface *s, struct rect old)
{
	s->clip = old;
}

static struct cell *cell_at(struct surface *s, int x, int y)
{
	return &s->cells[(size_t)y * (size_t)s->w + (size_t)x];
}

/* Blanks a cell's text and keeps its style. */
static void blank_text(struct cell *cell)
{
	*cell = (struct cell){.style = cell->style};
}

/* The cells [from, to) of a row are about to be written: no half of what stood there stays behind
 * on either side. */
static struct cell *claim(struct surface *s, int from, int to, int y)
{
	struct cell *row = cell_at(s, 0, y);
	if (row[from].wide_tail)
		blank_text(row + from - 1);
	if (row[to - 1].wide)
		blank_text(row + to);
	return row + from;
}

static void write_cell(struct surface *s, int x, int y, const struct cell *cell)
{
	*claim(s, x, x + 1, y) = *cell;
}

static bool inside(const struct surface *s, int x, int y)
{
	return rect_contains(s->clip, x, y);
}

/* One grapheme of `width` cells; where the clip cuts a wide one, the half inside becomes a blank.
 */
static void put_cell(struct surface *s, int x, int y, struct cell *cell, int width)
{
	struct cell blank = {.style = cell->style};
	if (width == 1) {
		if (inside(s, x, y))
			write_cell(s, x, y, cell);
		return;
	}
	bool left = inside(s, x, y), right = inside(s, x + 1, y);
	if (left && right) {
		struct cell *to = claim(s, x, x + 2, y);
		to[0] = *cell;
		to[0].wide = true;
		to[1] = (struct cell){.wide_tail = true, .style = cell->style};
	} else if (left) {
		write_cell(s, x, y, &blank);
	} else if (right) {
		write_cell(s, x + 1, y, &blank);
	}
}

static bool is_printable_ascii(char c)
{
	return c >= 0x20 && c < 0x7f;
}

/* Bytes of painted from `at` on that are a cell each: ASCII that no mark follows. */
static size_t ascii_run(struct str painted, size_t at)
{
	size_t end = at;
	while (end < painted.n && is_printable_ascii(painted.p[end]))
		end++;
	return end == painted.n || end == at ? end - at : end - at - 1;
}

/* A run of them in a row that shows: most of all that is ever put, so each cell costs a few
 * instructions. */
static void put_ascii(struct surface *s, int x, int y, const char *p, int n, style_id style)
{
	int from = s->clip.x > x ? s->clip.x : x, to = s->clip.x + s->clip.w;
	to = to < x + n ? to : x + n;
	if (from >= to)
		return;
	struct cell *cell = claim(s, from, to, y), *end = cell + (to - from);
	struct cell letter = {.ncp = 1, .style = style}, blank = {.style = style};
	for (p += from - x; cell < end; cell++, p++)
		if (*p == ' ')
			*cell = blank;
		else {
			*cell = letter;
			cell->cp[0] = (unsigned char)*p;
		}
}

static bool is_control(uint32_t c)
{
	return c < ' ' || (c >= 0x7f && c < 0xa0);
}

/* Fills in the code points of one grapheme; blanks and stray controls stay a blank cell. */
static void set_code_points(struct cell *cell, struct str grapheme)
{
	size_t at = 0;
	while (at < grapheme.n && cell->ncp < CELL_CODE_POINTS)
		at += utf8_decode(grapheme, at, &cell->cp[cell->ncp++]);
	if ((cell->cp[0] == ' ' && cell->ncp == 1) || is_control(cell->cp[0]))
		*cell = (struct cell){.style = cell->style};
}

/* A frame's line, a bar, a sign of its own: nothing follows that could belong to it. */
static int last_cell(uint32_t code_point, struct cell *cell)
{
	bool blank = code_point == ' ' || is_control(code_point);
	*cell = (struct cell){.cp = {blank ? 0 : code_point}, .ncp = !blank, .style = cell->style};
	return code_point_width(code_point);
}

/* Takes the grapheme at *at off painted: its cell, its width; moves *at behind it. */
static int next_cell(struct str painted, size_t *at, struct cell *cell)
{
	uint32_t code_point;
	size_t from = *at;
	*at += utf8_decode(painted, from, &code_point);
	if (*at == painted.n)
		return last_cell(code_point, cell);
	*at = grapheme_next(painted, from);
	set_code_points(cell, str_part(painted, from, *at));
	return grapheme_width(painted.p + from, *at - from);
}

int surface_put(struct surface *s, int x, int y, struct str painted, style_id style)
{
	int right = s->clip.x + s->clip.w, taken = 0;
	bool row_shows = y >= s->clip.y && y < s->clip.y + s->clip.h;
	size_t at = 0;
	while (row_shows && at < painted.n && x + taken < right) {
		struct cell cell = {.style = style};
		size_t run = ascii_run(painted, at);
		if (run) {
			put_ascii(s, x + taken, y, painted.p + at, (int)run, style);
			taken += (int)run;
			at += run;
			continue;
		}
		int width = next_cell(painted, &at, &cell);
		if (width > 0)
			put_cell(s, x + taken, y, &cell, width > 1 ? 2 : 1);
		taken += width;
	}
	return at < painted.n ? taken + text_width(str_part(painted, at, painted.n)) : taken;
}

int surface_putz(struct surface *s, int x, int y, const char *painted, style_id style)
{
	return surface_put(s, x, y, str_of(painted), style);
}

int surface_put_fit(struct surface *s, int x, int y, struct str painted, int ncells, style_id style)
{
	if (ncells <= 0)
		return 0;
	size_t fits = text_fit(painted, ncells);
	if (fits == painted.n)
		return surface_put(s, x, y, painted, style);
	fits = text_fit(painted, ncells - 1);
	while (fits && painted.p[fits - 1] == ' ')
		fits--;
	int taken = surface_put(s, x, y, str_part(painted, 0, fits), style);
	return taken + surface_putz(s, x + taken, y, ellipsis, style);
}

static void fill_row(struct surface *s, struct rect shown, int y, const struct cell *cell)
{
	if (shown.w <= 0)
		return;
	struct cell *to = claim(s, shown.x, shown.x + shown.w, y);
	for (int i = 0; i < shown.w; i++)
		to[i] = *cell;
}

void surface_fill(struct surface *s, struct rect r, const char *grapheme, style_id style)
{
	struct cell cell = {.style = style};
	struct rect old = surface_clip(s, r), shown = s->clip;
	size_t at = 0;
	int width = *grapheme ? next_cell(str_of(grapheme), &at, &cell) : 1;
	assert(width == 1 || width == 2);
	for (int y = shown.y; y < shown.y + shown.h; y++)
		if (width == 1)
			fill_row(s, shown, y, &cell);
		else
			for (int x = shown.x; x < shown.x + shown.w; x += width)
				put_cell(s, x, y, &cell, width);
	surface_clip_restore(s, old);
}

void surface_restyle(struct surface *s, struct rect r, style_id style)
{
	struct rect shown = rect_intersect(r, s->clip);
	for (int y = shown.y; y < shown.y + shown.h; y++)
		for (int x = shown.x; x < shown.x + shown.w; x++) {
			struct cell *cell = cell_at(s, x, y);
			cell->style = style;
			if (cell->wide)
				cell[1].style = style;
			else if (cell->wide_tail)
				cell[-1].style = style;
		}
}

const struct cell *surface_cell(const struct surface *s, int x, int y)
{
	if (x < 0 || y < 0 || x >= s->w || y >= s->h)
		return NULL;
	return &s->cells[(size_t)y * (size_t)s->w + (size_t)x];
}

static void dump_cell(const struct cell *cell, struct strbuf *out)
{
	if (cell->wide_tail)
		return;
	if (!cell->ncp)
		strbuf_add_char(out, ' ');
	for (int i = 0; i < cell->ncp; i++)
		utf8_add(out, cell->cp[i]);
}

/* Cuts what repeats `filler` off the end of the line that began at `from`, and ends it. */
static void end_line(struct strbuf *out, size_t from, char filler)
{
	size_t end = out->len;
	while (end > from && out->buf[end - 1] == filler)
		end--;
	strbuf_remove(out, end, out->len - end);
	strbuf_add_char(out, '\n');
}

void surface_dump(const struct surface *s, struct strbuf *out)
{
	for (int y = 0; y < s->h; y++) {
		size_t from = out->len;
		for (int x = 0; x < s->w; x++)
			dump_cell(surface_cell(s, x, y), out);
		end_line(out, from, ' ');
	}
}

void surface_dump_styles(const struct surface *s, struct strbuf *out)
{
	for (int y = 0; y < s->h; y++) {
		size_t from = out->len;
		for (int x = 0; x < s->w; x++)
			strbuf_add_char(out, style_letter(surface_cell(s, x, y)->style));
		end_line(out, from, style_letter(STYLE_TEXT));
	}
}

/* Whether the cell at x agrees with its neighbours in the row about which halves they are. */
static bool cell_is_whole(const struct surface *s, int x, int y)
{
	const struct cell *cell = surface_cell(s, x, y);
	const struct cell *left = surface_cell(s, x - 1, y), *right = surface_cell(s, x + 1, y);
	if (cell->wide && (cell->wide_tail || !cell->ncp || !right || !right->wide_tail))
		return false;
	return !cell->wide_tail || (left && left->wide && !cell->ncp && left->style == cell->style);
}

bool surface_is_whole(const struct surface *s)
{
	for (int y = 0; y < s->h; y++)
		for (int x = 0; x < s->w; x++)
			if (!cell_is_whole(s, x, y))
				return false;
	return true;
}

bool surface_equal(const struct surface *a, const struct surface *b)
{
	return a->w == b->w && a->h == b->h && a->cursor_x == b->cursor_x &&
	       a->cursor_y == b->cursor_y && a->cursor_visible == b->cursor_visible &&
	       !memcmp(a->cells, b->cells, (size_t)a->w * (size_t)a->h * sizeof *a->cells);
}
