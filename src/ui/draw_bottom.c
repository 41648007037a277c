/*
 * The bottom line: the next keys, behind a message until that has been read, or (draw_prompt.c) a
 * field. When the keys do not fit, gaps shrink first, then the last ones before "commands" and
 * "help" go: those two always lead to all others. A message lies over the first keys and moves
 * none: who clicks twice at one place runs one command twice, never another.
 */
#include "ui-internal.h"

#include "themewall/text/grapheme.h"

#include "themewall/base/banned.h"

enum { HINTS_MAX = 16, WIDE_W = 100, WIDE_GAP = 3, NARROW_GAP = 2, ALWAYS_LAST = 2, BEHIND = 3 };

static int hint_cells(const struct hint *hint)
{
	return text_width(str_of(hint->key)) + 1 + text_width(str_of(hint->what));
}

static int hints_cells(const struct hint *hints, size_t n, int gap)
{
	int cells = n ? gap * ((int)n - 1) : 0;
	for (size_t i = 0; i < n; i++)
		cells += hint_cells(&hints[i]);
	return cells;
}

static size_t drop_hint(struct hint *hints, size_t n)
{
	size_t at = n > ALWAYS_LAST ? n - ALWAYS_LAST - 1 : n - 1;
	memmove(&hints[at], &hints[at + 1], (n - at - 1) * sizeof *hints);
	return n - 1;
}

static void draw_hint(struct ui *ui, struct surface *s, int x, const struct hint *hint)
{
	int w = hint_cells(hint), y = ui->at.bottom.y;
	int key = surface_putz(s, x, y, hint->key, STYLE_KEY);
	surface_putz(s, x + key + 1, y, hint->what, STYLE_DIM);
	if (hint->id < COMMANDS)
		zone_add(ui, (struct rect){x, y, w, 1}, ZONE_HINT, hint->id);
}

/* Those that fit into the line from x on; the ones before `shown` only keep their place. How many
 * were painted. */
static size_t draw_hints(struct ui *ui, const struct app *app, struct surface *s, int x, int shown)
{
	struct hint hints[HINTS_MAX];
	size_t n = command_hints(app, hints, HINTS_MAX), painted = 0;
	int room = ui->at.bottom.w - 1 - x;
	bool wide = ui->at.w >= WIDE_W && hints_cells(hints, n, WIDE_GAP) <= room;
	int gap = wide ? WIDE_GAP : NARROW_GAP;
	while (n && hints_cells(hints, n, gap) > room)
		n = drop_hint(hints, n);
	for (size_t i = 0; i < n; i++) {
		if (x >= shown) {
			draw_hint(ui, s, x, &hints[i]);
			painted++;
		}
		x += hint_cells(&hints[i]) + gap;
	}
	return painted;
}

void draw_bottom(struct ui *ui, struct app *app, struct surface *s)
{
	static const style_id styles[] = {
		[MESSAGE_NONE] = STYLE_DIM,
		[MESSAGE_INFO] = STYLE_TEXT,
		[MESSAGE_GOOD] = STYLE_GOOD,
		[MESSAGE_WARN] = STYLE_WARN,
	};
	int x = 1, behind = x;
	if (app->message.kind != MESSAGE_NONE)
		behind += BEHIND + paint_safe(ui, s, 1, ui->at.bottom.y,
					      strbuf_str(&app->message.text), ui->at.bottom.w - 2,
					      styles[app->message.kind]);
	if (app->message.kind != MESSAGE_NONE && app->message.leads)
		zone_add(ui, (struct rect){1, ui->at.bottom.y, behind - BEHIND - 1, 1}, ZONE_HINT,
			 CMD_HISTORY);
	if (app->message.kind != MESSAGE_NONE && app->message.stays)
		zone_add(ui, (struct rect){1, ui->at.bottom.y, behind - BEHIND - 1, 1}, ZONE_HINT,
			 CMD_DRAFT);
	if (!draw_hints(ui, app, s, x, behind))
		draw_hints(ui, app, s, behind, behind);
}
