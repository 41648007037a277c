/*
 * What is in somebody's hand: the outline that follows the pointer or the arrow keys, the mark that
 * says where it would land, the lasso. Drawn last and over everything; no bold here, it would cost
 * a sixth of the bytes of every drag step.
 */
#include "ui-internal.h"

#include "themewall/text/grapheme.h"

#include "themewall/base/banned.h"

enum { LIFTED_FRAME_H = 3 };

static struct rect to_screen(const struct ui *ui, const struct app *app, struct rect plane)
{
	plane.x += ui->at.pane.x - app->wall.x;
	plane.y += ui->at.pane.y - app->wall.y;
	return plane;
}

/* --- the insertion mark --- */

static void mark_at(struct surface *s, int x, int y, int h)
{
	surface_fill(s, (struct rect){x, y, 1, h}, "│", STYLE_INSERT);
}

/* Where the outline of a carried theme stands: its frame begins left of the slabs' column; over the
 * theme it would go into, it leaves that one's title to be read. */
static struct rect lifted_frame(const struct app *app, struct rect r)
{
	const struct carry *carry = &app->carry;
	if (carry->state == CARRY_KEYS && carry->drop.kind == DROP_LOOSE)
		r.x -= LATTICE_SLAB_X;
	if (carry->state == CARRY_KEYS && carry->drop.kind == DROP_NEST) {
		r.x += LATTICE_SLAB_X;
		r.y += 1;
	}
	r.w = lattice_pitch(app->lattice) - 1;
	r.h = LIFTED_FRAME_H;
	return r;
}

/* Left of the slot; behind the last card when the slot would begin a row that is not there yet. */
static void mark_slot(struct ui *ui, struct app *app, struct surface *s)
{
	const struct lattice *lattice = app_lattice(app);
	const struct drop *drop = &app->carry.drop;
	struct rect slot, room, last;
	if (!lattice_slot_rect(lattice, app->model, drop->cluster, drop->slot, &slot) ||
	    !lattice_cluster_rect(lattice, app->model, drop->cluster, &room))
		return;
	int x = slot.x - 1;
	bool new_row = slot.y >= room.y + room.h - 1 && drop->slot > 0;
	if (new_row &&
	    lattice_slot_rect(lattice, app->model, drop->cluster, drop->slot - 1, &last)) {
		slot = last;
		x = last.x + last.w + 1;
	}
	int below = room.y + room.h - 1;
	int h = slot.y + slot.h > below && below > slot.y ? below - slot.y : slot.h;
	struct rect mark = to_screen(ui, app, (struct rect){x, slot.y, 1, h});
	mark_at(s, mark.x, mark.y, mark.h);
}

static void mark_card(struct ui *ui, struct app *app, struct surface *s)
{
	struct rect card;
	if (!lattice_card_rect(app_lattice(app), app->model, app->carry.drop.card, &card))
		return;
	card = to_screen(ui, app, card);
	surface_restyle(s, (struct rect){card.x, card.y, 1, card.h}, STYLE_INSERT);
	mark_at(s, card.x - 1, card.y, card.h);
}

static void mark_loose(struct ui *ui, struct app *app, struct surface *s)
{
	const struct drop *drop = &app->carry.drop;
	const struct lattice *lattice = app_lattice(app);
	int inside = app->carry.ncards ? lattice_slab_x(lattice) - 1 : 0;
	struct rect place = {drop->column * lattice_pitch(lattice) + inside, drop->line, 1,
			     lattice_slab_h(lattice)};
	place = to_screen(ui, app, place);
	mark_at(s, place.x, place.y, place.h);
}

static void draw_mark(struct ui *ui, struct app *app, struct surface *s)
{
	struct rect old = surface_clip(s, ui->at.pane);
	switch (app->carry.drop.kind) {
	case DROP_SLOT:
		mark_slot(ui, app, s);
		break;
	case DROP_ON_CARD:
		mark_card(ui, app, s);
		break;
	case DROP_LOOSE:
		mark_loose(ui, app, s);
		break;
	case DROP_NONE:
	case DROP_TRAY:
	case DROP_PARKED:
	case DROP_NEST:
	case DROP_BESIDE:
		break;
	}
	surface_clip_restore(s, old);
}

/* --- the outline --- */

static void draw_lifted_card(struct ui *ui, const struct app *app, struct surface *s, int x, int y)
{
	const struct carry *carry = &app->carry;
	const struct slab *slab = slab_get(ui, app, carry->cards[0]);
	struct slab_look look = {.lifted = true};
	int h = carry->outline_on_plane ? carry->outline.h : LATTICE_SLAB_H;
	surface_fill(s, (struct rect){x, y, LATTICE_SLAB_W, h}, " ", STYLE_LIFT);
	if (slab)
		slab_paint(s, x, y, h, slab, &look);
	if (carry->ncards < 2)
		return;
	strbuf_reset(&ui->line);
	strbuf_addf(&ui->line, " %zu cards", carry->ncards);
	int w = text_width(strbuf_str(&ui->line));
	surface_put(s, x + LATTICE_SLAB_W - w, y, strbuf_str(&ui->line), STYLE_INSERT);
}

static void draw_lifted_cluster(struct ui *ui, const struct app *app, struct surface *s,
				struct rect r)
{
	const struct caption *caption = caption_get(ui, app, app->carry.cluster);
	if (!caption)
		return;
	surface_fill(s, r, " ", STYLE_LIFT);
	paint_frame(s, r, FRAME_ROUND, STYLE_LIFT);
	strbuf_reset(&ui->line);
	caption_add_counts(&ui->line, caption, CAPTION_TINY);
	paint_title(s, r.x, r.y, r.w, (struct str){caption->title, caption->ntitle}, STYLE_LIFT,
		    strbuf_str(&ui->line));
}

/* By keys over the tray there is no pointer to follow: the slab lifts where it lies. */
static struct rect lifted_in_tray(const struct ui *ui, const struct app *app)
{
	struct card_list tray = model_tray(app->model);
	size_t first = app->wall.tray_first, shown = layout_tray_slabs(&ui->at);
	for (size_t i = 0; i < shown && first + i < tray.n && app->carry.ncards; i++)
		if (tray.ids[first + i].n == app->carry.cards[0].n)
			return layout_tray_slab(&ui->at, i);
	return layout_tray_slab(&ui->at, 0);
}

static void draw_outline_of_carry(struct ui *ui, const struct app *app, struct surface *s)
{
	const struct carry *carry = &app->carry;
	struct rect r = carry->outline, clip = ui->at.body;
	if (carry->outline_on_plane) {
		r = to_screen(ui, app, r);
		clip = ui->at.pane;
	} else if (carry->state == CARRY_KEYS) {
		r = lifted_in_tray(ui, app);
	} else {
		r.x = carry->x - carry->grab_x;
		r.y = carry->y - carry->grab_y;
	}
	struct rect old = surface_clip(s, clip);
	if (carry->ncards)
		draw_lifted_card(ui, app, s, r.x, r.y);
	else
		draw_lifted_cluster(ui, app, s, lifted_frame(app, r));
	paint_cursor(s, r.x, r.y, carry->state == CARRY_KEYS);
	surface_clip_restore(s, old);
}

/* --- the lasso --- */

/* A lasso drawn leftwards or upwards has a negative size. */
static struct rect upright(struct rect r)
{
	if (r.w < 0) {
		r.x += r.w;
		r.w = -r.w;
	}
	if (r.h < 0) {
		r.y += r.h;
		r.h = -r.h;
	}
	return r;
}

static void draw_lasso(struct ui *ui, const struct app *app, struct surface *s)
{
	struct rect r = to_screen(ui, app, upright(app->carry.lasso));
	struct rect old = surface_clip(s, ui->at.pane);
	int right = r.x + r.w - 1, below = r.y + r.h - 1;
	paint_line(s, r.x, r.y, r.w, "╌", STYLE_INSERT);
	paint_line(s, r.x, below, r.w, "╌", STYLE_INSERT);
	surface_fill(s, (struct rect){r.x, r.y + 1, 1, r.h - 2}, "╎", STYLE_INSERT);
	surface_fill(s, (struct rect){right, r.y + 1, 1, r.h - 2}, "╎", STYLE_INSERT);
	surface_clip_restore(s, old);
}

void draw_carry(struct ui *ui, struct app *app, struct surface *s)
{
	if (app->carry.state == CARRY_LASSO)
		draw_lasso(ui, app, s);
	if (!carry_is_active(&app->carry))
		return;
	draw_mark(ui, app, s);
	draw_outline_of_carry(ui, app, s);
}
