/* The tour's one line, above the bottom line: which step, what to do, and how to end it. */
#include "ui-internal.h"

#include "themewall/app/tour.h"
#include "themewall/text/grapheme.h"

#include "themewall/base/banned.h"

enum { GAP = 2 };

static int draw_end(struct ui *ui, const struct app *app, struct surface *s, int right)
{
	struct rect at = ui->at.tour;
	struct strbuf words = STRBUF_INIT;
	command_add_key(&words, app->settings, CMD_CANCEL);
	strbuf_add_z(&words, words.len ? " ends it" : "end it");
	int w = text_width(strbuf_str(&words));
	bool room = at.w >= 3 * w;
	if (room)
		surface_put_fit(s, right - w, at.y, strbuf_str(&words), w, STYLE_DIM);
	strbuf_release(&words);
	if (!room)
		return right;
	zone_add(ui, (struct rect){right - w, at.y, w, 1}, ZONE_HINT, CMD_TOUR);
	return right - w - GAP;
}

void draw_tour(struct ui *ui, struct app *app, struct surface *s)
{
	struct rect at = ui->at.tour;
	struct strbuf words = STRBUF_INIT;
	if (!at.h)
		return;
	paint_line(s, at.x, at.y, at.w, " ", STYLE_TEXT);
	int right = draw_end(ui, app, s, at.w - 1);
	tour_add_number(&words, app);
	int x = 1 + surface_put_fit(s, 1, at.y, strbuf_str(&words), right - 1, STYLE_KEY) + GAP;
	strbuf_reset(&words);
	tour_add_words(&words, app);
	surface_put_fit(s, x, at.y, strbuf_str(&words), right - x, STYLE_TEXT);
	strbuf_release(&words);
}
