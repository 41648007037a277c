/* Zooms of the wall: the same places in less room. What is focused stays where it is on the screen;
 * nothing of it is stored. */
#include "app-internal.h"
#include "themewall/base/banned.h"

enum { MAP_NARROW_W = 100 };

/* An empty place is counted in lines of the zoom. */
static void convert_empty(struct app *app, enum lattice_zoom to)
{
	struct target *focus = &app->wall.focus;
	if (focus->kind != TARGET_EMPTY)
		return;
	int anchor = lattice_anchor_of(app_lattice(app), focus->line);
	lattice_set_zoom(app->lattice, to);
	focus->line = lattice_line_of(app->lattice, anchor);
}

/* What is seen begins at the same column. */
static void keep_column(struct app *app, int before_pitch)
{
	app->wall.x = app->wall.x / before_pitch * lattice_pitch(app_lattice(app));
}

/* Columns of the map share the pane, so that in a wide window names can be read. */
static void widen_columns(struct app *app)
{
	struct wall_view *wall = &app->wall;
	int pitch = lattice_pitch(app_lattice(app));
	int columns = (lattice_bounds(app->lattice).w + pitch - 1) / pitch;
	wall->map_pitch = columns ? wall->pane_w / columns : LATTICE_MAP_MOST;
	wall->map_pane_w = wall->pane_w;
	app->lattice_revision = 0;
}

/* A map that fits is seen whole. */
static void show_whole(struct app *app)
{
	struct wall_view *wall = &app->wall;
	struct rect bounds = lattice_bounds(app_lattice(app));
	if (wall->zoom >= ZOOM_MAP && bounds.w <= wall->pane_w && bounds.h <= wall->pane_h)
		wall->x = wall->y = 0;
}

/* In a narrow window the tray makes room for the map, and comes back after it. */
static void make_room(struct app *app)
{
	struct wall_view *wall = &app->wall;
	bool yield = wall->zoom >= ZOOM_MAP && app->screen_w < MAP_NARROW_W;
	if (yield == wall->tray_yields || (yield && wall->tray_folded))
		return;
	wall->tray_folded = wall->tray_yields = yield;
	wall->pane_w += yield ? TRAY_GIVES : -TRAY_GIVES;
}

/* A theme at names is its title: what is inside it cannot have the focus. */
static void focus_what_shows(struct app *app)
{
	struct target *focus = &app->wall.focus;
	const struct card *card = model_card(app->model, focus->card);
	struct rect rect;
	if (target_rect(app, focus, &rect))
		return;
	if (focus->kind == TARGET_CARD && card && card->place == PLACE_CLUSTER)
		*focus = (struct target){.kind = TARGET_CLUSTER, .cluster = card->cluster};
	if (focus->kind == TARGET_CLUSTER)
		focus->cluster = model_cluster_root(app->model, focus->cluster);
}

void zoom_fit(struct app *app)
{
	struct wall_view *wall = &app->wall;
	if (wall->zoom < ZOOM_MAP || wall->map_pane_w == wall->pane_w ||
	    carry_is_active(&app->carry))
		return;
	int before_pitch = lattice_pitch(app_lattice(app));
	widen_columns(app);
	keep_column(app, before_pitch);
	app_show_focus(app);
	show_whole(app);
}

static void set_zoom(struct app *app, enum lattice_zoom zoom)
{
	struct wall_view *wall = &app->wall;
	enum pane pane = wall->pane;
	int before_pitch = lattice_pitch(app_lattice(app));
	struct rect before = {0, wall->y, 1, 1}, after;
	target_rect(app, &wall->focus, &before);
	carry_cancel(app);
	convert_empty(app, zoom);
	wall->zoom = zoom;
	app->lattice_revision = 0;
	focus_what_shows(app);
	make_room(app);
	widen_columns(app);
	if (target_rect(app, &wall->focus, &after)) {
		int y = after.y - (before.y - wall->y);
		wall->y = y > 0 ? y : 0;
	}
	keep_column(app, before_pitch);
	app_focus(app, wall->focus);
	show_whole(app);
	wall->pane = wall->tray_folded ? PANE_WALL : pane;
}

bool cmd_zoom_out(struct app *app, const struct args *args, struct err *err)
{
	if (app->wall.zoom + 1 == ZOOMS)
		return err_set(err, ERR_NOTHING,
			       "the wall is shown by names alone already; %s comes closer",
			       key_in_force(app, CMD_ZOOM_IN).z);
	set_zoom(app, app->wall.zoom + 1);
	return true;
}

bool cmd_zoom_in(struct app *app, const struct args *args, struct err *err)
{
	if (app->wall.zoom == ZOOM_CARDS)
		return err_set(err, ERR_NOTHING,
			       "this is the largest; %s shows all the words of a card",
			       key_in_force(app, CMD_PEEK).z);
	set_zoom(app, app->wall.zoom - 1);
	return true;
}
