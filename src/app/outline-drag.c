/*
 * A row of the list dragged: the same carry as on the wall, which becomes one edit at the drop;
 * only where it would land is found from rows. A card goes before the card it is over when it comes
 * from below, else after it; onto a theme it goes to its end. A theme goes into the theme it is
 * over, or, in the order of the wall, beside it. Headings take what belongs beneath them. By keys
 * it goes from row to row; over the row it came from it is put back.
 */
#include "app-internal.h"
#include "themewall/base/banned.h"

static struct drop drop_by_card(struct app *app, const struct card *over, bool after)
{
	struct drop drop = {.kind = DROP_NONE};
	if (over->place == PLACE_TRAY)
		drop.kind = DROP_TRAY;
	else if (over->place == PLACE_PARKED)
		drop.kind = DROP_PARKED;
	if (over->place != PLACE_CLUSTER || carry_holds(&app->carry, over->id))
		return drop;
	return (struct drop){.kind = DROP_SLOT,
			     .cluster = over->cluster,
			     .slot = model_card_slot(app->model, over) + after};
}

/* The theme a row belongs to: its own, that of the copy it is, that of its card. */
static cluster_id theme_of(const struct app *app, const struct outline_row *row)
{
	const struct card *card = model_card(app->model, row->card);
	return row->cluster.n || !card ? row->cluster : card->cluster;
}

static struct drop drop_of_cards(struct app *app, size_t at)
{
	const struct outline_row *row = &app->outline.rows[at];
	if (app->carry.copy_in.n && theme_of(app, row).n)
		return carry_drop_of_copy(app, theme_of(app, row));
	const struct cluster *cluster = model_cluster(app->model, row->cluster);
	const struct card *card = model_card(app->model, row->card);
	struct drop drop = {.kind = DROP_NONE};
	if (row->kind == TARGET_CARD && card && !row->cluster.n)
		return drop_by_card(app, card, at > app->outline.dragged);
	if (cluster) /* a theme's row, or that of a copy in it */
		return (struct drop){
			.kind = DROP_SLOT, .cluster = cluster->id, .slot = cluster->ncards};
	if (row->kind == TARGET_NONE && row->place == PLACE_TRAY)
		drop.kind = DROP_TRAY;
	else if (row->kind == TARGET_NONE && row->place == PLACE_PARKED)
		drop.kind = DROP_PARKED;
	return drop;
}

static struct drop drop_of_theme(struct app *app, size_t at)
{
	const struct outline_row *row = &app->outline.rows[at];
	cluster_id carried = app->carry.cluster;
	if (row->kind != TARGET_CLUSTER ||
	    model_cluster_is_within(app->model, row->cluster, carried))
		return (struct drop){.kind = DROP_NONE};
	if (app->outline.into || !app->outline.as_on_wall)
		return (struct drop){.kind = DROP_NEST, .cluster = row->cluster};
	return (struct drop){
		.kind = DROP_BESIDE, .cluster = row->cluster, .slot = at > app->outline.dragged};
}

static struct drop drop_at(struct app *app, size_t row)
{
	if (row >= app->outline.nrows || row == app->outline.dragged)
		return (struct drop){.kind = DROP_NONE};
	return app->carry.ncards ? drop_of_cards(app, row) : drop_of_theme(app, row);
}

void outline_press(struct app *app, size_t row)
{
	app->outline.dragged = row;
	app->outline.is_pressed = true;
}

bool outline_drag(struct app *app, size_t row, bool into)
{
	struct outline_view *outline = &app->outline;
	struct carry *carry = &app->carry;
	if (carry->state == CARRY_NONE && outline->is_pressed && row != outline->dragged) {
		if (app_is_watching(app) || !carry_lift(app, app_target(app)))
			return false;
		carry_start_mouse(app);
		carry->edge_dx = carry->edge_dy = 0;
	}
	if (carry->state != CARRY_MOUSE)
		return false;
	outline->drag_over = row;
	outline->into = into;
	carry->drop = drop_at(app, row);
	app->dirty = true;
	return true;
}

void outline_pick_up(struct app *app)
{
	struct outline_view *outline = &app->outline;
	outline->dragged = outline->drag_over = outline_focus_row(app);
	outline->into = false;
	app->carry.drop = (struct drop){.kind = DROP_NONE};
	app->dirty = true;
}

static void show_row(struct outline_view *outline, size_t row)
{
	if (row < outline->first)
		outline->first = row;
	else if (outline->nshown && row >= outline->first + outline->nshown)
		outline->first = row - outline->nshown + 1;
}

/* Rows where it cannot be put are stepped over. */
void outline_carry_step(struct app *app, int dx, int dy)
{
	struct outline_view *outline = &app->outline;
	long row = (long)outline->drag_over;
	app->dirty = true;
	if (dx)
		outline->into = dx > 0;
	for (row += dy; dy && row >= 0 && row < (long)outline->nrows; row += dy) {
		if (row != (long)outline->dragged && drop_at(app, (size_t)row).kind == DROP_NONE)
			continue;
		outline->drag_over = (size_t)row;
		break;
	}
	app->carry.drop = drop_at(app, outline->drag_over);
	show_row(outline, outline->drag_over);
}

void outline_let_go(struct app *app)
{
	struct err err = ERR_INIT;
	app->outline.is_pressed = false;
	if (app->carry.state != CARRY_MOUSE)
		return;
	app->wants_all_motion = false;
	if (!carry_drop(app, &err))
		retry_or_say(app, RETRY_DROP, 0, &err);
	if (app->retry.kind == RETRY_NONE)
		carry_cancel(app);
}
