/*
 * The mouse on the wall and the tray, and with something in the hand. A press becomes a click only
 * when nothing was carried in between; the wall's own meaning of a cell comes from the lattice.
 */
#include "ui-internal.h"

#include "themewall/app/menu.h"

#include "themewall/base/banned.h"

enum { WHEEL_CELLS = 9 };

/* Something of the wall always stays in the window. */
static void pan_wall(struct app *app, int dx, int dy)
{
	struct rect bounds = lattice_bounds(app_lattice(app));
	int right = bounds.x + bounds.w - lattice_pitch(app->lattice);
	int below = bounds.y + bounds.h - LATTICE_ROW;
	app->wall.x = mouse_clamp(app->wall.x + dx, 0, right > app->wall.x ? right : app->wall.x);
	app->wall.y = mouse_clamp(app->wall.y + dy, 0, below > app->wall.y ? below : app->wall.y);
	app->dirty = true;
}

static void scroll_tray(struct ui *ui, struct app *app, int by)
{
	size_t n = model_tray(app->model).n, shown = layout_tray_slabs(&ui->at);
	size_t last = n > shown ? n - shown : 0, first = app->wall.tray_first;
	if (by < 0)
		first = first ? first - 1 : 0;
	else
		first++;
	app->wall.tray_first = first < last ? first : last;
	app->dirty = true;
}

static void wheel_wall(struct ui *ui, struct app *app, const struct event *event)
{
	if (rect_contains(ui->at.tray, event->x, event->y) && !wheel_dx(event))
		scroll_tray(ui, app, wheel_dy(event));
	else
		pan_wall(app, wheel_dx(event) * WHEEL_CELLS, wheel_dy(event) * WHEEL_LINES);
}

static struct target target_of(struct app *app, const struct hit *hit)
{
	if (hit->region == HIT_TRAY_CARD)
		return (struct target){.kind = TARGET_CARD, .card = hit->card};
	if (hit->region != HIT_PLANE)
		return (struct target){.kind = TARGET_NONE};
	struct spot spot = lattice_spot(app_lattice(app), app->model, hit->x, hit->y);
	switch (spot.kind) {
	case SPOT_CARD:
		return target_of_card(&spot);
	case SPOT_TITLE:
		return (struct target){.kind = TARGET_CLUSTER, .cluster = spot.cluster};
	case SPOT_EMPTY:
		return (struct target){
			.kind = TARGET_EMPTY, .column = spot.column, .line = spot.line};
	case SPOT_CLUSTER:
		break;
	}
	return (struct target){.kind = TARGET_NONE};
}

void mouse_open(struct app *app, const struct target *target)
{
	if (target->kind == TARGET_CARD)
		mouse_invoke(app, "open-focused");
	else if (target->kind == TARGET_CLUSTER)
		mouse_invoke(app, "cluster-name");
	else if (target->kind == TARGET_EMPTY)
		mouse_invoke(app, "card-new");
}

static void click_wall(struct ui *ui, struct app *app, const struct event *event)
{
	struct hit hit = hit_wall(ui, app, event->x, event->y);
	struct target target = target_of(app, &hit);
	if (hit.region == HIT_TRAY && app->wall.tray_folded)
		mouse_invoke(app, "tray-fold");
	if (hit.region == HIT_PARKED)
		mouse_invoke(app, "view-parked");
	if (target.kind == TARGET_NONE)
		return;
	app_focus(app, target);
	if (mouse_is_double(ui, event, target))
		mouse_open(app, &target);
}

/* The button is up: what was carried is put down, or it was a click. */
static void release_wall(struct ui *ui, struct app *app, const struct event *event)
{
	struct err err = ERR_INIT; /* the app has said it already */
	if (carry_release_button(app, &err))
		click_wall(ui, app, event);
	app->dirty = true;
}

/* Between the cards of a theme and on its frame the menu is the theme's. */
static struct target menu_target(struct app *app, const struct hit *hit)
{
	struct target target = target_of(app, hit);
	if (target.kind != TARGET_NONE || hit->region != HIT_PLANE)
		return target;
	struct spot spot = lattice_spot(app_lattice(app), app->model, hit->x, hit->y);
	return (struct target){.kind = spot.cluster.n ? TARGET_CLUSTER : TARGET_NONE,
			       .cluster = spot.cluster};
}

static void press_wall(struct ui *ui, struct app *app, const struct event *event)
{
	struct hit hit = hit_wall(ui, app, event->x, event->y);
	if (event->button == 3) {
		struct target target = menu_target(app, &hit);
		if (target.kind == TARGET_NONE) {
			menu_open_place(app);
			return;
		}
		app_focus(app, target);
		mouse_invoke(app, "menu");
		return;
	}
	carry_press(app, &hit, event->x, event->y, event->button, (event->mods & MOD_ALT) != 0);
}

/* --- something in the hand --- */

static void move_carry(struct ui *ui, struct app *app, const struct event *event)
{
	struct hit hit = hit_wall(ui, app, event->x, event->y);
	carry_motion(app, &hit, event->x, event->y);
	app->dirty = true;
}

/* Without its release seen, what is carried is put down where it was last; a press then begins
 * anew, unless the drop asks something. */
static void finish_carry(struct ui *ui, struct app *app, const struct event *event)
{
	release_wall(ui, app, event);
	if (event->act == MOUSE_PRESS && !app->prompt.open)
		press_wall(ui, app, event);
}

void mouse_carry(struct ui *ui, struct app *app, const struct event *event)
{
	if (is_wheel(event)) {
		wheel_wall(ui, app, event);
		if (app->carry.state == CARRY_MOUSE)
			move_carry(ui, app, event);
	} else if (event->act == MOUSE_PRESS && event->button == 3) {
		carry_cancel(app);
		app->dirty = true;
	} else if (app->carry.state == CARRY_KEYS) {
		return;
	} else if (event->act == MOUSE_DRAG) {
		move_carry(ui, app, event);
	} else if (event->act == MOUSE_RELEASE) {
		if (event->x != app->carry.x || event->y != app->carry.y)
			move_carry(ui, app, event);
		release_wall(ui, app, event);
	} else {
		finish_carry(ui, app, event);
	}
}

void mouse_wall(struct ui *ui, struct app *app, const struct event *event)
{
	const struct zone *zone = zone_at(ui, event->x, event->y);
	if (ui->at.cramped) {
		mouse_outline(ui, app, event);
	} else if (is_wheel(event)) {
		wheel_wall(ui, app, event);
	} else if (event->act == MOUSE_PRESS) {
		struct target title = {.kind = TARGET_NONE, .line = -1};
		if (event->button == 1 && zone && zone->kind == ZONE_TRAY_TITLE &&
		    mouse_is_double(ui, event, title))
			mouse_invoke(app, "tray-fold");
		else if (rect_contains(ui->at.tray, event->x, event->y) ||
			 rect_contains(ui->at.pane, event->x, event->y))
			press_wall(ui, app, event);
	}
}
