/*
 * Words, frames, boxes and fields: what every painter needs. Text from outside passes through
 * safe_text here; names ending in painted are already safe. Frames touch only cells inside the
 * clip, so a cluster of a hundred thousand cards costs no more than the part that shows.
 */
#include "ui-internal.h"

#include "themewall/text/grapheme.h"
#include "themewall/text/safe.h"

#include "themewall/base/banned.h"

static const char *const frames[][6] = {
	[FRAME_ROUND] = {"╭", "╮", "╰", "╯", "─", "│"},
	[FRAME_SQUARE] = {"┌", "┐", "└", "┘", "─", "│"},
};

void paint_line(struct surface *s, int x, int y, int w, const char *grapheme, style_id style)
{
	surface_fill(s, (struct rect){x, y, w, 1}, grapheme, style);
}

void paint_frame(struct surface *s, struct rect r, enum frame_kind kind, style_id style)
{
	const char *const *f = frames[kind];
	int right = r.x + r.w - 1, below = r.y + r.h - 1;
	if (r.w < 2 || r.h < 2)
		return;
	paint_line(s, r.x + 1, r.y, r.w - 2, f[4], style);
	paint_line(s, r.x + 1, below, r.w - 2, f[4], style);
	surface_fill(s, (struct rect){r.x, r.y + 1, 1, r.h - 2}, f[5], style);
	surface_fill(s, (struct rect){right, r.y + 1, 1, r.h - 2}, f[5], style);
	surface_putz(s, r.x, r.y, f[0], style);
	surface_putz(s, right, r.y, f[1], style);
	surface_putz(s, r.x, below, f[2], style);
	surface_putz(s, right, below, f[3], style);
}

void paint_title(struct surface *s, int x, int y, int w, struct str title, style_id title_style,
		 struct str right)
{
	int right_cells = text_width(right);
	int room = w - 6 - right_cells - (right.n ? 3 : 0);
	if (room > 0) {
		surface_putz(s, x + 2, y, " ", STYLE_TEXT);
		int taken = surface_put_fit(s, x + 3, y, title, room, title_style);
		surface_putz(s, x + 3 + taken, y, " ", STYLE_TEXT);
	}
	if (!right.n || right_cells > w - 6)
		return;
	int at = x + w - 4 - right_cells;
	surface_putz(s, at, y, " ", STYLE_TEXT);
	surface_put(s, at + 1, y, right, STYLE_TEXT);
	surface_putz(s, at + 1 + right_cells, y, " ", STYLE_TEXT);
}

void paint_box(struct ui *ui, struct surface *s, struct rect r, struct str title)
{
	surface_fill(s, r, " ", STYLE_TEXT);
	paint_frame(s, r, FRAME_ROUND, STYLE_BORDER);
	strbuf_reset(&ui->scratch);
	safe_text(&ui->scratch, title, false);
	if (ui->scratch.len)
		paint_title(s, r.x, r.y, r.w, strbuf_str(&ui->scratch), STYLE_TITLE, STR(""));
}

int paint_safe(struct ui *ui, struct surface *s, int x, int y, struct str text, int ncells,
	       style_id style)
{
	strbuf_reset(&ui->scratch);
	safe_text(&ui->scratch, text, false);
	return surface_put_fit(s, x, y, strbuf_str(&ui->scratch), ncells, style);
}

int paint_right(struct ui *ui, struct surface *s, int right, int y, struct str text, int ncells,
		style_id style)
{
	strbuf_reset(&ui->scratch);
	safe_text(&ui->scratch, text, false);
	int w = text_width(strbuf_str(&ui->scratch));
	w = w < ncells ? w : ncells;
	surface_put_fit(s, right - w, y, strbuf_str(&ui->scratch), w, style);
	return right - w;
}

void paint_cursor(struct surface *s, int x, int y, bool visible)
{
	if (!rect_contains(s->clip, x, y))
		return;
	s->cursor_x = x;
	s->cursor_y = y;
	s->cursor_visible = visible;
}

/* Bytes to leave out at the start so that what is before the caret leaves room for it. */
static size_t field_skip(struct str before, int room)
{
	size_t skip = 0;
	int cells = text_width(before);
	while (cells > room && skip < before.n) {
		size_t next = grapheme_next(before, skip);
		cells -= text_width(str_part(before, skip, next));
		skip = next;
	}
	return skip;
}

void paint_field(struct ui *ui, struct surface *s, int x, int y, int w,
		 const struct line_edit *edit)
{
	struct str text = strbuf_str(&edit->text);
	if (w < 1)
		return;
	struct rect old = surface_clip(s, (struct rect){x, y, w, 1});
	paint_line(s, x, y, w, " ", STYLE_FIELD);
	style_id style = edit->selected ? STYLE_SELECT : STYLE_FIELD;
	strbuf_reset(&ui->scratch);
	safe_text(&ui->scratch, str_part(text, 0, edit->caret), false);
	size_t skip = field_skip(strbuf_str(&ui->scratch), w - 1);
	struct str before = str_part(strbuf_str(&ui->scratch), skip, ui->scratch.len);
	int caret = surface_put(s, x, y, before, style);
	strbuf_reset(&ui->scratch);
	safe_text(&ui->scratch, str_part(text, edit->caret, text.n), false);
	surface_put(s, x + caret, y, strbuf_str(&ui->scratch), STYLE_FIELD);
	paint_cursor(s, x + caret, y, true);
	zone_add(ui, (struct rect){x, y, w, 1}, ZONE_PROMPT_FIELD, (int64_t)skip);
	surface_clip_restore(s, old);
}

void paint_more(struct surface *s, struct rect list, bool above, bool below)
{
	int x = list.x + list.w - 1;
	if (above)
		surface_putz(s, x, list.y, "▴", STYLE_DIM);
	if (below)
		surface_putz(s, x, list.y + list.h - 1, "▾", STYLE_DIM);
}

size_t scroll_to(size_t first, size_t chosen, size_t n, size_t nshown)
{
	if (!nshown)
		return first;
	if (chosen < first)
		first = chosen;
	if (chosen >= first + nshown)
		first = chosen + 1 - nshown;
	size_t last = n > nshown ? n - nshown : 0;
	return first < last ? first : last;
}
