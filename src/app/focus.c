/*
 * What is focused, where it is on the plane, and that it stays in sight: the viewport moves with
 * it, so that what changes above it does not move it on the screen. Coordinates are plane cells.
 */
#include "app-internal.h"
#include "themewall/base/banned.h"

bool cluster_title_rect(struct app *app, cluster_id id, struct rect *rect)
{
	if (!lattice_cluster_rect(app_lattice(app), app->model, id, rect))
		return false;
	rect->h = 1;
	return true;
}

struct rect empty_rect(struct app *app, int column, int line)
{
	const struct lattice *lattice = app_lattice(app);
	return (struct rect){column * lattice_pitch(lattice) + lattice_slab_x(lattice), line,
			     lattice_slab_w(lattice), lattice_slab_h(lattice)};
}

bool target_rect(struct app *app, const struct target *target, struct rect *rect)
{
	switch (target->kind) {
	case TARGET_CARD:
		return target->cluster.n ? lattice_twin_rect(app_lattice(app), app->model,
							     target->card, target->cluster, rect)
					 : lattice_card_rect(app_lattice(app), app->model,
							     target->card, rect);
	case TARGET_CLUSTER:
		return cluster_title_rect(app, target->cluster, rect);
	case TARGET_EMPTY:
		*rect = empty_rect(app, target->column, target->line);
		return true;
	case TARGET_NONE:
		break;
	}
	return false;
}

void view_show(struct app *app, struct rect r)
{
	struct wall_view *wall = &app->wall;
	int above = r.y > 0 ? 1 : 0;
	if (r.y - above < wall->y)
		wall->y = r.y - above;
	else if (r.y + r.h > wall->y + wall->pane_h && wall->pane_h > 0)
		wall->y = r.y + r.h - wall->pane_h;
	int pitch = lattice_pitch(app_lattice(app));
	if (r.w > pitch - 1) /* of a wide title its beginning will do */
		r.w = pitch - 1;
	if (r.x < wall->x)
		wall->x = r.x / pitch * pitch;
	else if (r.x + r.w > wall->x + wall->pane_w && wall->pane_w > 0)
		wall->x = (r.x + r.w - wall->pane_w + pitch - 1) / pitch * pitch;
	if (wall->x > r.x)
		wall->x = r.x;
	if (wall->x < 0)
		wall->x = 0;
	if (wall->y < 0)
		wall->y = 0;
}

static int64_t target_mv(const struct app *app, const struct target *target)
{
	const struct card *card = model_card(app->model, target->card);
	const struct cluster *cluster = model_cluster(app->model, target->cluster);
	if (target->kind == TARGET_CARD && target->cluster.n)
		return target->cluster.n;
	if (target->kind == TARGET_CARD)
		return card ? card->mv : 0;
	return target->kind == TARGET_CLUSTER && cluster ? cluster->mv : 0;
}

static void remember(struct app *app, struct rect rect)
{
	app->wall.settled = rect;
	app->wall.settled_mv = target_mv(app, &app->wall.focus);
}

void app_show_focus(struct app *app)
{
	struct rect rect;
	if (!app->store || app->wall.pane != PANE_WALL || carry_is_active(&app->carry) ||
	    !target_rect(app, &app->wall.focus, &rect))
		return;
	view_show(app, rect);
	remember(app, rect);
}

void app_focus(struct app *app, struct target target)
{
	struct rect rect;
	const struct card *card =
		target.kind == TARGET_CARD ? model_card(app->model, target.card) : NULL;
	if (card) { /* what lies in a stack is seen through its top */
		const struct card *top = model_card_top(app->model, card);
		if (top != card)
			target.cluster = (cluster_id){0};
		card = top;
		target.card = card->id;
	}
	app->dirty = true;
	if (card && card->place == PLACE_TRAY) {
		app->wall.pane = PANE_TRAY;
		app->wall.tray_focus = target.card;
		tray_step(app, 0);
		return;
	}
	app->wall.pane = PANE_WALL;
	app->wall.focus = target;
	if (!target_rect(app, &target, &rect))
		return;
	int inside = target.kind == TARGET_CLUSTER ? lattice_slab_x(app_lattice(app)) : 0;
	app->wall.want_x = rect.x + inside;
	if (app->carry.state != CARRY_MOUSE) /* what the hand put down is in sight already */
		view_show(app, rect);
	remember(app, rect);
}

void app_focus_card(struct app *app, card_id id)
{
	app_focus(app, (struct target){.kind = TARGET_CARD, .card = id});
}

/* Who jumps to a theme wants to see it, not its title at the edge alone. */
void app_focus_cluster(struct app *app, cluster_id id)
{
	struct rect whole;
	app_focus(app, (struct target){.kind = TARGET_CLUSTER, .cluster = id});
	if (app->carry.state == CARRY_MOUSE ||
	    !lattice_cluster_rect(app_lattice(app), app->model, id, &whole))
		return;
	if (whole.h >= app->wall.pane_h)
		whole.h = app->wall.pane_h - 1;
	view_show(app, whole);
}

static bool is_alive(const struct app *app, const struct target *focus)
{
	size_t slot;
	return focus->kind == TARGET_EMPTY ||
	       (focus->kind == TARGET_CARD && model_card(app->model, focus->card) &&
		(!focus->cluster.n ||
		 model_twin_slot(app->model, focus->card, focus->cluster, &slot))) ||
	       (focus->kind == TARGET_CLUSTER && model_cluster(app->model, focus->cluster));
}

static bool focus_exists(struct app *app, struct rect *rect)
{
	return is_alive(app, &app->wall.focus) && target_rect(app, &app->wall.focus, rect);
}

/* Something has come to stand on the empty place that was focused. */
static bool is_taken(struct app *app, const struct target *empty)
{
	int x = empty_rect(app, empty->column, empty->line).x;
	return lattice_spot(app_lattice(app), app->model, x, empty->line).kind != SPOT_EMPTY;
}

/* The focused card has been merged beneath another: the focus goes on to that one. */
static void follow_stack(struct app *app)
{
	struct wall_view *wall = &app->wall;
	const struct card *card = model_card(app->model, wall->focus.card);
	if (wall->focus.kind == TARGET_CARD && card && card->stack.n)
		wall->focus = (struct target){.kind = TARGET_CARD,
					      .card = model_card_top(app->model, card)->id};
	card = model_card(app->model, wall->tray_focus);
	if (card)
		wall->tray_focus = model_card_top(app->model, card)->id;
}

void app_settle(struct app *app)
{
	struct wall_view *wall = &app->wall;
	struct rect rect;
	app->dirty = true;
	marks_settle(app);
	carry_settle(app);
	follow_stack(app);
	tray_step(app, 0);
	if (app->view == VIEW_OUTLINE)
		outline_settle(app);
	if (wall->pane == PANE_TRAY && model_place_count(app->model, PLACE_TRAY) == 0)
		wall->pane = PANE_WALL; /* the last card has left: go on where the cards are */
	if (wall->focus.kind == TARGET_EMPTY &&
	    (wall->pane != PANE_WALL || is_taken(app, &wall->focus)))
		wall->focus = focus_nearest(app, wall->settled);
	if (!focus_exists(app, &rect)) {
		if (app->view != VIEW_WALL && is_alive(app, &wall->focus))
			return; /* in the tray or parked: the list has it all the same */
		wall->focus = focus_nearest(app, wall->settled);
		if (!target_rect(app, &wall->focus, &rect))
			return;
	} else if (target_mv(app, &wall->focus) == wall->settled_mv && wall->settled.w) {
		int y = wall->y + rect.y - wall->settled.y;
		wall->y = y > 0 ? y : 0;
	}
	remember(app, rect);
}

struct target app_target(const struct app *app)
{
	struct target target = {.kind = TARGET_NONE};
	size_t index;
	if (app->view == VIEW_OUTLINE || app->view == VIEW_WALL) {
		target = app->wall.focus;
		if (app->view == VIEW_WALL && app->wall.pane == PANE_TRAY)
			target = (struct target){.kind = TARGET_CARD,
						 .card = tray_focused(app, &index)};
	} else if (app->view == VIEW_READER) {
		card_id card = app->reader.last_card;
		if (!model_card(app->model, card))
			card = reader_card_at(app, app->reader.start);
		target = (struct target){.kind = TARGET_CARD, .card = card};
	} else if (app->view == VIEW_SORT && app->sort.chosen < app->sort.nrows) {
		target = (struct target){.kind = TARGET_CARD,
					 .card = app->sort.rows[app->sort.chosen].card};
	}
	if (target.kind == TARGET_CARD && !model_card(app->model, target.card))
		target.kind = TARGET_NONE;
	if (target.kind == TARGET_CARD && target.cluster.n && !is_alive(app, &target))
		target.cluster = (cluster_id){0};
	if (target.kind == TARGET_CLUSTER && !model_cluster(app->model, target.cluster))
		target.kind = TARGET_NONE;
	return target;
}
