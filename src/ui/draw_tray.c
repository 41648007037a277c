/*
 * The tray: cards not on the wall yet, in reading order, in a frame of its own that never pans. Its
 * bottom line is the parked lane: a count, and a place to drop on. Folded it keeps both counts.
 */
#include "ui-internal.h"

#include "themewall/text/grapheme.h"

#include "themewall/base/banned.h"

static style_id title_style(const struct app *app, enum drop_kind drop)
{
	return carry_is_active(&app->carry) && app->carry.drop.kind == drop ? STYLE_TITLE_LIT
									    : STYLE_TITLE;
}

static struct str count_text(struct ui *ui, size_t n)
{
	strbuf_reset(&ui->line);
	strbuf_addf(&ui->line, "%zu", n);
	return strbuf_str(&ui->line);
}

static void draw_parked(struct ui *ui, struct app *app, struct surface *s, size_t n)
{
	struct rect tray = ui->at.tray;
	if (!n && !carry_is_active(&app->carry))
		return;
	paint_title(s, tray.x, tray.y + tray.h - 1, tray.w, STR("Parked"),
		    title_style(app, DROP_PARKED), count_text(ui, n));
}

static void draw_cards(struct ui *ui, struct app *app, struct surface *s)
{
	struct card_list tray = model_tray(app->model);
	size_t shown = layout_tray_slabs(&ui->at);
	for (size_t i = 0; i < shown && app->wall.tray_first + i < tray.n; i++) {
		card_id id = tray.ids[app->wall.tray_first + i];
		struct rect r = layout_tray_slab(&ui->at, i);
		const struct slab *slab = slab_get(ui, app, id);
		struct slab_look look = slab_look_of(app, id, (cluster_id){0}, true);
		slab_paint(s, r.x, r.y, LATTICE_SLAB_H, slab, &look);
		if (look.focused) {
			paint_cursor(s, r.x, r.y, true);
			ui->focus = r;
		}
	}
}

static void draw_more(struct ui *ui, const struct app *app, struct surface *s)
{
	struct rect tray = ui->at.tray;
	size_t n = model_tray(app->model).n, first = app->wall.tray_first;
	int right = tray.x + tray.w - 1;
	if (first > 0)
		surface_putz(s, right, tray.y + 1, "▴", STYLE_DIM);
	if (first > 0 && first + layout_tray_slabs(&ui->at) < n)
		surface_putz(s, right, tray.y + tray.h - 2, "▾", STYLE_DIM);
}

static void draw_folded(struct ui *ui, struct app *app, struct surface *s)
{
	struct rect tray = ui->at.tray;
	style_id lit = title_style(app, DROP_TRAY);
	surface_putz(s, tray.x + 1, tray.y + 1, "Tray", lit);
	surface_put(s, tray.x + 1, tray.y + 2,
		    count_text(ui, model_place_count(app->model, PLACE_TRAY)), STYLE_TEXT);
	surface_putz(s, tray.x + 1, tray.y + 4, "Parked", title_style(app, DROP_PARKED));
	surface_put(s, tray.x + 1, tray.y + 5,
		    count_text(ui, model_place_count(app->model, PLACE_PARKED)), STYLE_TEXT);
}

void draw_tray(struct ui *ui, struct app *app, struct surface *s)
{
	struct rect tray = ui->at.tray;
	struct rect old = surface_clip(s, tray);
	paint_frame(s, tray, FRAME_SQUARE, STYLE_BORDER);
	if (app->wall.tray_folded) {
		draw_folded(ui, app, s);
	} else {
		size_t n = model_place_count(app->model, PLACE_TRAY);
		paint_title(s, tray.x, tray.y, tray.w, STR("Tray"), title_style(app, DROP_TRAY),
			    count_text(ui, n));
		draw_cards(ui, app, s);
		draw_more(ui, app, s);
		draw_parked(ui, app, s, model_place_count(app->model, PLACE_PARKED));
	}
	surface_clip_restore(s, old);
	zone_add(ui, (struct rect){tray.x, tray.y, tray.w, 1}, ZONE_TRAY_TITLE, 0);
}
