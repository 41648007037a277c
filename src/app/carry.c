/*
 * Picking up, carrying, putting down. Until the drop nothing is written; the drop is one edit. The
 * mouse finds the drop from the cell under the pointer, the arrow keys from the place they reach,
 * both through lattice_spot, so both know the same slots.
 */
#include "themewall/app/carry.h"

#include <stdlib.h>

#include "app-internal.h"
#include "themewall/app/event.h"
#include "themewall/base/clock.h"
#include "themewall/base/mem.h"
#include "themewall/base/banned.h"

bool carry_is_active(const struct carry *carry)
{
	return carry->state == CARRY_MOUSE || carry->state == CARRY_KEYS;
}

void carry_release(struct carry *carry)
{
	free(carry->cards);
	*carry = (struct carry){0};
}

bool carry_holds(const struct carry *carry, card_id id)
{
	for (size_t i = 0; i < carry->ncards; i++)
		if (carry->cards[i].n == id.n)
			return true;
	return false;
}

static void load_cards(struct carry *carry, const card_id *ids, size_t n)
{
	ALLOC_GROW(carry->cards, n, carry->capacity);
	for (size_t i = 0; i < n; i++)
		carry->cards[i] = ids[i];
	carry->ncards = n;
	carry->cluster = (cluster_id){0};
}

void carry_cancel(struct app *app)
{
	struct carry *carry = &app->carry;
	if (carry->state == CARRY_NONE)
		return;
	carry->state = CARRY_NONE;
	carry->ncards = 0;
	carry->cluster = carry->copy_in = (cluster_id){0};
	carry->drop.kind = DROP_NONE;
	if (app->store)
		store_presence_hold(app->store, (card_id){0});
	app->dirty = true;
}

void carry_settle(struct app *app)
{
	struct carry *carry = &app->carry;
	size_t kept = 0, slot;
	if (!carry_is_active(carry))
		return;
	for (size_t i = 0; i < carry->ncards; i++) {
		const struct card *card = model_card(app->model, carry->cards[i]);
		if (card && !card->stack.n)
			carry->cards[kept++] = card->id;
	}
	carry->ncards = kept;
	if (carry->copy_in.n && kept &&
	    !model_twin_slot(app->model, carry->cards[0], carry->copy_in, &slot))
		kept = 0;
	if (kept > 0 || model_cluster(app->model, carry->cluster))
		return;
	app->wants_all_motion = false;
	carry_cancel(app);
}

void carry_hold(struct app *app)
{
	if (app->store)
		store_presence_hold(app->store,
				    app->carry.ncards ? app->carry.cards[0] : (card_id){0});
}

/* Where a card is now, as a drop: what a keyboard carry starts from, and what "nothing changed"
 * means. */
static struct drop drop_of_card(struct app *app, card_id id)
{
	const struct card *card = model_card(app->model, id);
	struct drop drop = {.kind = DROP_TRAY};
	if (!card || card->place == PLACE_TRAY)
		return drop;
	if (card->place == PLACE_LOOSE)
		return (struct drop){.kind = DROP_LOOSE,
				     .column = card->column,
				     .line = lattice_line_of(app_lattice(app), card->line)};
	if (card->place == PLACE_PARKED)
		return (struct drop){.kind = DROP_PARKED};
	const struct cluster *cluster = model_cluster(app->model, card->cluster);
	drop = (struct drop){.kind = DROP_SLOT, .cluster = card->cluster};
	while (cluster && drop.slot < cluster->ncards && cluster->cards[drop.slot].n != id.n)
		drop.slot++;
	return drop;
}

/* A copy goes behind what stands in a theme; in its own it stays where it is. */
struct drop carry_drop_of_copy(struct app *app, cluster_id id)
{
	const struct carry *carry = &app->carry;
	const struct cluster *cluster = model_cluster(app->model, id);
	struct drop drop = {.kind = DROP_SLOT, .cluster = id};
	if (id.n != carry->copy_in.n ||
	    !model_twin_slot(app->model, carry->cards[0], id, &drop.slot))
		drop.slot = cluster ? cluster->ncards + cluster->ntwins : 0;
	return drop;
}

/* Of a folded theme the title shows what lies in it; the outline leaves it to be read. */
static bool below_title(struct app *app, cluster_id id, struct rect *rect)
{
	if (!cluster_title_rect(app, id, rect))
		return false;
	rect->x += lattice_slab_x(app->lattice);
	rect->y++;
	rect->w = lattice_slab_w(app->lattice);
	rect->h = lattice_slab_h(app->lattice);
	return true;
}

/* Plane cells of a drop: where the outline stands for the keyboard. */
static bool drop_rect(struct app *app, const struct drop *drop, struct rect *rect)
{
	switch (drop->kind) {
	case DROP_SLOT:
		return lattice_slot_rect(app_lattice(app), app->model, drop->cluster, drop->slot,
					 rect) ||
		       below_title(app, drop->cluster, rect);
	case DROP_LOOSE:
		*rect = empty_rect(app, drop->column, drop->line);
		return true;
	case DROP_ON_CARD:
		return lattice_card_rect(app_lattice(app), app->model, drop->card, rect);
	case DROP_NEST:
		return lattice_cluster_rect(app_lattice(app), app->model, drop->cluster, rect);
	case DROP_NONE:
	case DROP_TRAY:
	case DROP_PARKED:
	case DROP_BESIDE:
		break;
	}
	return false;
}

static void place_outline(struct app *app)
{
	struct carry *carry = &app->carry;
	carry->outline_on_plane = drop_rect(app, &carry->drop, &carry->outline);
	if (carry->outline_on_plane && carry->state == CARRY_KEYS)
		view_show(app, carry->outline);
	app->dirty = true;
}

/* The lift itself: what is carried from a card or a cluster; a marked card brings all marked ones.
 */
bool carry_lift(struct app *app, struct target target)
{
	struct carry *carry = &app->carry;
	carry->ncards = 0;
	carry->cluster = carry->copy_in = (cluster_id){0};
	if (target.kind == TARGET_CARD && !model_card(app->model, target.card))
		return false;
	if (target.kind == TARGET_CARD && app_is_marked(app, target.card))
		load_cards(carry, app->marked.ids, app->marked.n);
	else if (target.kind == TARGET_CARD) {
		load_cards(carry, &target.card, 1);
		carry->copy_in = target.cluster;
	} else if (target.kind == TARGET_CLUSTER)
		carry->cluster = target.cluster;
	else
		return false;
	return true;
}

static struct drop drop_of_cluster(struct app *app, cluster_id id)
{
	const struct cluster *cluster = model_cluster(app->model, id);
	if (cluster && cluster->parent.n)
		return (struct drop){.kind = DROP_NEST, .cluster = cluster->parent};
	struct drop drop = {.kind = DROP_LOOSE};
	if (cluster) {
		drop.column = cluster->column;
		drop.line = lattice_line_of(app_lattice(app), cluster->line);
	}
	return drop;
}

bool carry_pick_up(struct app *app, struct err *err)
{
	struct carry *carry = &app->carry;
	struct target target = app_target(app);
	if (app_is_watching(app))
		return err_set(err, ERR_USAGE, "this wall is open for reading only");
	if (!carry_lift(app, target))
		return err_set(err, ERR_USAGE, "choose a card or a theme to pick up");
	carry->state = CARRY_KEYS;
	carry_hold(app);
	if (app->view == VIEW_OUTLINE) {
		outline_pick_up(app);
		return true;
	}
	carry->drop = carry->copy_in.n ? carry_drop_of_copy(app, carry->copy_in)
		      : carry->ncards  ? drop_of_card(app, carry->cards[0])
				       : drop_of_cluster(app, carry->cluster);
	place_outline(app);
	return true;
}

/* Whether a spot lies inside what is itself being carried. */
static bool inside_carried(const struct app *app, const struct spot *spot)
{
	const struct carry *carry = &app->carry;
	return carry->cluster.n && spot->cluster.n &&
	       model_cluster_is_within(app->model, spot->cluster, carry->cluster);
}

static struct drop loose_drop(const struct spot *spot)
{
	return (struct drop){.kind = DROP_LOOSE, .column = spot->column, .line = spot->line};
}

/* The meaning of a spot for what is carried. */
struct drop carry_drop_at(struct app *app, const struct spot *spot, int x, int y)
{
	const struct carry *carry = &app->carry;
	struct drop drop = {.kind = DROP_NONE};
	const struct card *card = model_card(app->model, spot->card);
	struct spot here = *spot;
	here.column = x < 0 ? 0 : x / lattice_pitch(app_lattice(app));
	here.line = y < 0 ? 0 : y;
	if (carry->cluster.n) {
		if (inside_carried(app, spot))
			return loose_drop(&here);
		if (spot->kind == SPOT_EMPTY || (card && !spot->twin && card->place == PLACE_LOOSE))
			return loose_drop(&here);
		return (struct drop){.kind = DROP_NEST, .cluster = spot->cluster};
	}
	if (carry->copy_in.n)
		return spot->cluster.n ? carry_drop_of_copy(app, spot->cluster) : drop;
	if (spot->kind == SPOT_EMPTY)
		return loose_drop(spot);
	if (spot->kind == SPOT_CARD && !spot->twin && card && card->place == PLACE_LOOSE) {
		if (carry_holds(carry, card->id))
			return drop_of_card(app, card->id);
		return (struct drop){.kind = DROP_ON_CARD, .card = card->id};
	}
	drop.kind = DROP_SLOT;
	drop.cluster = spot->cluster;
	const struct cluster *cluster = model_cluster(app->model, spot->cluster);
	drop.slot = spot->kind == SPOT_TITLE && cluster ? cluster->ncards : spot->slot;
	return drop;
}

static bool same_drop(const struct drop *a, const struct drop *b)
{
	return a->kind == b->kind && a->cluster.n == b->cluster.n && a->slot == b->slot &&
	       a->card.n == b->card.n && a->column == b->column && a->line == b->line;
}

/* The keyboard never groups by landing on a loose card by accident: it looks for room beside it. */
static bool usable_by_keys(const struct carry *carry, const struct drop *drop)
{
	return drop->kind == DROP_SLOT || drop->kind == DROP_LOOSE ||
	       (drop->kind == DROP_NEST && carry->cluster.n);
}

/* The line of a slab to ask about: its second one, where it has one. */
static int inside_slab(struct app *app)
{
	return lattice_slab_h(app_lattice(app)) > 1 ? 1 : 0;
}

static struct drop probe(struct app *app, int x, int y)
{
	int inside = inside_slab(app);
	struct spot spot = lattice_spot(app_lattice(app), app->model, x, y);
	struct drop drop = carry_drop_at(app, &spot, x, y);
	if (drop.kind == DROP_LOOSE) {
		drop.line = y - inside > 0 ? y - inside : 0;
		drop.column = x / lattice_pitch(app->lattice);
	}
	return drop;
}

void carry_step(struct app *app, int dx, int dy)
{
	struct carry *carry = &app->carry;
	struct rect at = carry->outline;
	int row = lattice_row(app_lattice(app)), inside = inside_slab(app);
	bool map = lattice_slab_w(app->lattice) == 1;
	int step = map ? 1 : LATTICE_PITCH, beside = map ? 0 : 1;
	if (!carry->outline_on_plane) { /* in the tray: right leaves it, to the corner of what is
					   seen */
		if (dx <= 0 && dy == 0)
			return;
		carry->drop = probe(app, app->wall.x + lattice_slab_x(app->lattice) + beside,
				    app->wall.y + 1 + inside);
		place_outline(app);
		return;
	}
	for (int i = 1; i <= 40; i++) {
		int x = at.x + beside + dx * step * i, y = at.y + inside + dy * row * i;
		if (x < 0 && carry->ncards) {
			carry->drop = (struct drop){.kind = DROP_TRAY};
			break;
		}
		if (x < 0 || y < 0)
			return;
		struct drop drop = probe(app, x, y);
		if (!usable_by_keys(carry, &drop) || same_drop(&drop, &carry->drop))
			continue;
		carry->drop = drop;
		break;
	}
	place_outline(app);
}

bool carry_key(struct app *app, uint32_t key, unsigned mods)
{
	struct err err = ERR_INIT;
	if (app->carry.state == CARRY_NONE)
		return false;
	enum command_id id = keymap_find(app, key, mods);
	if (id == CMD_QUIT) {
		carry_cancel(app);
		return false;
	}
	if (id == CMD_CANCEL || app->carry.state != CARRY_KEYS) {
		app->wants_all_motion = false;
		carry_cancel(app);
		return true;
	}
	int dx = (id == CMD_FOCUS_RIGHT) - (id == CMD_FOCUS_LEFT);
	int dy = (id == CMD_FOCUS_DOWN) - (id == CMD_FOCUS_UP);
	if ((dx || dy) && app->view == VIEW_OUTLINE)
		outline_carry_step(app, dx, dy);
	else if (dx || dy)
		carry_step(app, dx, dy);
	else if ((id == CMD_PICK_UP || id == CMD_OPEN) && !carry_drop(app, &err))
		retry_or_say(app, RETRY_DROP, 0, &err);
	return true;
}
