/*
 * The drop: what is carried and where it would land become one edit. Slots are counted with the
 * carried cards still in place, so the card to follow is the last one before the slot that is not
 * itself carried.
 */
#include <stdlib.h>

#include "app-internal.h"
#include "themewall/base/mem.h"
#include "themewall/base/banned.h"

/* The pointer goes between cards; the arrows show an outline, and where it stands the card comes to
 * stand: what is carried leaves its own slots before it, so as many more are counted. */
static size_t slot_of_outline(const struct carry *carry, const struct cluster *cluster, size_t slot)
{
	size_t before = 0;
	for (size_t i = 0; i < slot; i++)
		before += carry_holds(carry, cluster->cards[i]);
	return slot + before < cluster->ncards ? slot + before : cluster->ncards;
}

static bool drop_into_cluster(struct app *app, struct err *err)
{
	struct carry *carry = &app->carry;
	const struct cluster *cluster = model_cluster(app->model, carry->drop.cluster);
	struct place place = {.kind = PLACE_CLUSTER, .cluster = carry->drop.cluster};
	if (!cluster)
		return err_set(err, ERR_NOT_FOUND,
			       "that theme has just been dissolved; the card stays where it was");
	size_t slot = carry->drop.slot < cluster->ncards ? carry->drop.slot : cluster->ncards;
	if (carry->state == CARRY_KEYS && app->view == VIEW_WALL)
		slot = slot_of_outline(carry, cluster, slot);
	while (slot > 0 && carry_holds(carry, cluster->cards[slot - 1]))
		slot--;
	if (slot > 0)
		place.after = cluster->cards[slot - 1];
	return app_edited(
		app, edit_card_place(app->store, carry->cards, carry->ncards, &place, err), err);
}

/* The anchor a drop on empty wall writes: what it was when it is dropped on its own line, for that
 * may stand for several anchors. */
static int anchor_line(struct app *app, int was_column, int was_line)
{
	const struct drop *drop = &app->carry.drop;
	const struct lattice *lattice = app_lattice(app);
	if (drop->column == was_column && drop->line == lattice_line_of(lattice, was_line))
		return was_line;
	return lattice_anchor_of(lattice, drop->line);
}

static bool drop_cards_at(struct app *app, enum place_kind kind, struct err *err)
{
	struct carry *carry = &app->carry;
	const struct card *card = model_card(app->model, carry->cards[0]);
	struct place place = {.kind = kind, .column = carry->drop.column};
	bool loose = card && card->place == PLACE_LOOSE;
	place.line = anchor_line(app, loose ? card->column : -1, loose ? card->line : 0);
	return app_edited(
		app, edit_card_place(app->store, carry->cards, carry->ncards, &place, err), err);
}

/* Two loose cards become an unnamed cluster at the place of the one that was there. */
static bool drop_on_card(struct app *app, struct err *err)
{
	struct carry *carry = &app->carry;
	const struct card *there = model_card(app->model, carry->drop.card);
	cluster_id made;
	if (!there)
		return err_set(err, ERR_NOT_FOUND, "that card has just been removed");
	if (there->place == PLACE_TRAY || there->place == PLACE_PARKED)
		return err_set(err, ERR_NOT_FOUND, "that card has just been taken off the wall");
	if (there->place == PLACE_CLUSTER) {
		carry->drop = (struct drop){.kind = DROP_SLOT, .cluster = there->cluster};
		return drop_into_cluster(app, err);
	}
	card_id *cards = xcalloc(carry->ncards + 1, sizeof *cards);
	cards[0] = there->id;
	for (size_t i = 0; i < carry->ncards; i++)
		cards[i + 1] = carry->cards[i];
	int column, line;
	lattice_free_place(app_anchors(app), there->column + 1, there->line, 1, LATTICE_ROW + 1,
			   &column, &line);
	bool room = column == there->column + 1 && line == there->line;
	struct cluster_draft draft = {.place = {.column = there->column, .line = there->line},
				      .width = room ? 2 : 1,
				      .cards = cards,
				      .ncards = carry->ncards + 1};
	bool ok = app_edited(app, edit_cluster_new(app->store, &draft, &made, err), err);
	free(cards);
	if (!ok)
		return false;
	app_focus_cluster(app, made);
	open_first_name(app, made);
	return true;
}

static bool drop_cluster(struct app *app, struct err *err)
{
	struct carry *carry = &app->carry;
	struct cluster_place place = {0};
	const struct cluster *cluster = model_cluster(app->model, carry->cluster);
	if (!cluster)
		return err_set(err, ERR_NOT_FOUND, "that theme has just been dissolved");
	if (carry->drop.kind == DROP_BESIDE) {
		if (!theme_put_beside(app, carry->cluster, carry->drop.cluster, carry->drop.slot,
				      err))
			return false;
		app_focus_cluster(app, carry->cluster);
		return true;
	}
	if (carry->drop.kind == DROP_NEST) {
		if (carry->drop.cluster.n == cluster->parent.n)
			return true;
		place.parent = carry->drop.cluster;
	} else {
		place.column = carry->drop.column;
		place.line =
			anchor_line(app, cluster->parent.n ? -1 : cluster->column, cluster->line);
	}
	if (!app_edited(app, edit_cluster_place(app->store, carry->cluster, &place, err), err))
		return false;
	app_focus_cluster(app, carry->cluster);
	return true;
}

/* The copy alone: to another theme, or to the tray, where nothing of it is left. */
static bool drop_copy(struct app *app, struct err *err)
{
	struct carry *carry = &app->carry;
	struct target there = {
		.kind = TARGET_CARD, .card = carry->cards[0], .cluster = carry->drop.cluster};
	if (carry->drop.kind == DROP_PARKED)
		return err_set(err, ERR_USAGE, "this is a copy: park the card where it is at home");
	if (carry->drop.kind == DROP_TRAY) {
		if (!app_edited(app, edit_card_uncopy(app->store, there.card, carry->copy_in, err),
				err))
			return false;
		app_say(app, MESSAGE_GOOD, "Copy removed, the card is kept; %s brings it back",
			key_in_force(app, CMD_UNDO).z);
		return true;
	}
	if (!app_edited(
		    app,
		    edit_card_recopy(app->store, there.card, carry->copy_in, there.cluster, err),
		    err))
		return false;
	app_focus(app, there);
	return true;
}

static bool drop_cards(struct app *app, struct err *err)
{
	if (app->carry.copy_in.n)
		return app->carry.drop.kind == DROP_NONE || drop_copy(app, err);
	switch (app->carry.drop.kind) {
	case DROP_SLOT:
		return drop_into_cluster(app, err);
	case DROP_LOOSE:
		return drop_cards_at(app, PLACE_LOOSE, err);
	case DROP_TRAY:
		return drop_cards_at(app, PLACE_TRAY, err);
	case DROP_PARKED:
		return drop_cards_at(app, PLACE_PARKED, err);
	case DROP_ON_CARD:
		return drop_on_card(app, err);
	case DROP_NONE:
	case DROP_NEST:
	case DROP_BESIDE:
		break;
	}
	return true;
}

/* After a drop the focus is on what was dropped, except that sorting out of the tray goes on in the
 * tray. */
static void focus_dropped(struct app *app, bool from_tray)
{
	const struct card *card = model_card(app->model, app->carry.cards[0]);
	if (!card || card->place == PLACE_PARKED)
		return;
	if (from_tray && card->place != PLACE_TRAY && model_tray(app->model).n > 0) {
		struct rect rect;
		app->wall.focus = (struct target){.kind = TARGET_CARD, .card = card->id};
		if (target_rect(app, &app->wall.focus, &rect)) {
			app->wall.settled = rect;
			app->wall.settled_mv = card->mv;
		}
		return;
	}
	app_focus_card(app, card->id);
}

/* What was dropped on a title may have landed below what shows: then the view goes there. */
static void follow_dropped(struct app *app, card_id id)
{
	const struct wall_view *wall = &app->wall;
	struct rect rect, view = {wall->x, wall->y, wall->pane_w, wall->pane_h};
	if (!lattice_card_rect(app_lattice(app), app->model, id, &rect) ||
	    rect_overlaps(rect, view))
		return;
	view_show(app, rect);
	if (wall->pane == PANE_WALL && wall->focus.card.n == id.n)
		app->wall.settled = rect;
}

bool carry_drop(struct app *app, struct err *err)
{
	struct carry *carry = &app->carry;
	if (!carry_is_active(carry))
		return true;
	bool nowhere = carry->drop.kind == DROP_NONE;
	bool from_tray = app->wall.pane == PANE_TRAY && carry->ncards > 0;
	bool grouping = carry->drop.kind == DROP_ON_CARD;
	bool ok = nowhere || (carry->cluster.n ? drop_cluster(app, err) : drop_cards(app, err));
	bool cards = carry->ncards && !carry->copy_in.n;
	if (ok && !nowhere && cards && !grouping)
		focus_dropped(app, from_tray);
	if (ok && !nowhere && cards)
		follow_dropped(app, carry->cards[0]);
	if (ok && carry->ncards > 1)
		marks_clear(app);
	if (ok && !nowhere)
		tour_note(app, TOUR_DRAG);
	if (ok)
		carry_cancel(app);
	return ok;
}
