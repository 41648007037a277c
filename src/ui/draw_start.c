/* The start screen: a name, one line of what it is, what to open. Calm and in the middle. */
#include "ui-internal.h"

#include "themewall/text/grapheme.h"

#include "themewall/base/banned.h"

enum { MENU_W = 56, ABOVE_MENU = 5 };

static const char *const choices[] = {
	[START_SAMPLE] = "Explore the sample study",
	[START_NEW] = "New study from transcripts…",
	[START_OPEN] = "Open…",
};

static void draw_choice(struct ui *ui, struct app *app, struct surface *s, size_t i, int x, int y,
			int w)
{
	bool chosen = app->start.chosen == i;
	style_id style = chosen ? STYLE_SELECT : STYLE_TEXT;
	struct str label =
		i < START_RECENT ? str_of(choices[i]) : str_of(app->start.recent[i - START_RECENT]);
	if (chosen)
		paint_line(s, x, y, w, " ", STYLE_SELECT);
	surface_putz(s, x, y, chosen ? "›" : " ", style);
	paint_safe(ui, s, x + 2, y, label, w - 3, style);
	zone_add(ui, (struct rect){0, y, s->w, 1}, ZONE_START, (int64_t)i);
	if (chosen)
		paint_cursor(s, x, y, true);
}

void draw_start(struct ui *ui, struct app *app, struct surface *s)
{
	size_t n = START_RECENT + app->start.nrecent;
	int gap = app->start.nrecent ? 2 : 0;
	int w = s->w < MENU_W + 2 ? s->w - 2 : MENU_W;
	int h = ABOVE_MENU + (int)n + gap, x = (s->w - w) / 2;
	int y = ui->at.body.y + (ui->at.body.h > h ? (ui->at.body.h - h) / 3 : 0);
	struct rect old = surface_clip(s, ui->at.body);
	paint_safe(ui, s, x + 2, y, STR("themewall"), w - 2, STYLE_TITLE);
	paint_safe(ui, s, x + 2, y + 2, STR("From interviews to findings, on a wall of cards."),
		   w - 2, STYLE_DIM);
	y += ABOVE_MENU - 1;
	for (size_t i = 0; i < n; i++) {
		if (i == START_RECENT) {
			surface_putz(s, x + 2, y + (int)i + 1, "Recent", STYLE_DIM);
			y += gap;
		}
		draw_choice(ui, app, s, i, x, y + (int)i, w);
	}
	surface_clip_restore(s, old);
}
