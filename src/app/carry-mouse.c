/*
 * The carry by mouse: press, motion, release, and what becomes of them: a click, a drag, a pan or a
 * lasso. A press alone changes nothing; a second press while something is carried means that its
 * release was lost, so it is put down first.
 */
#include "app-internal.h"
#include "themewall/base/clock.h"
#include "themewall/base/banned.h"

void carry_start_mouse(struct app *app)
{
	struct carry *carry = &app->carry;
	carry->state = CARRY_MOUSE;
	carry->edge_at_ms = clock_monotonic_ms();
	carry_hold(app);
	app->wants_all_motion = true;
	app->dirty = true;
}

void carry_press(struct app *app, const struct hit *hit, int screen_x, int screen_y, int button,
		 bool alt)
{
	struct carry *carry = &app->carry;
	struct spot spot = {.kind = SPOT_EMPTY};
	struct target target = {.kind = TARGET_NONE};
	struct rect rect = {0};
	struct err err = ERR_INIT;
	if (carry->state == CARRY_MOUSE && !carry_drop(app, &err)) /* its release was lost */
		app_say_err(app, &err);
	carry_cancel(app);
	carry->press_x = carry->x = screen_x;
	carry->press_y = carry->y = screen_y;
	carry->grab_x = carry->grab_y = 0;
	carry->view_x = app->wall.x;
	carry->view_y = app->wall.y;
	if (button == 2) {
		carry->state = CARRY_PAN;
		return;
	}
	if (hit->region == HIT_TRAY_CARD) {
		target = (struct target){.kind = TARGET_CARD, .card = hit->card};
		carry->grab_x = hit->inside_x;
		carry->grab_y = hit->inside_y;
	} else if (hit->region == HIT_PLANE) {
		spot = lattice_spot(app_lattice(app), app->model, hit->x, hit->y);
		if (spot.kind == SPOT_CARD)
			target = target_of_card(&spot);
		else if (spot.kind == SPOT_TITLE)
			target = (struct target){.kind = TARGET_CLUSTER, .cluster = spot.cluster};
		if (target_rect(app, &target, &rect)) {
			carry->grab_x = hit->x - rect.x;
			carry->grab_y = hit->y - rect.y;
		}
	}
	carry->pressed = target;
	carry->on_bar = hit->bar || alt;
	carry->lasso = (struct rect){hit->x, hit->y, 1, 1};
	carry->state = CARRY_PRESSED;
	carry->lasso_possible = hit->region == HIT_PLANE && spot.kind == SPOT_EMPTY;
}

static void pan_to(struct app *app, int screen_x, int screen_y)
{
	struct carry *carry = &app->carry;
	int x = carry->view_x - (screen_x - carry->press_x);
	int y = carry->view_y - (screen_y - carry->press_y);
	app->wall.x = x > 0 ? x : 0;
	app->wall.y = y > 0 ? y : 0;
	app->dirty = true;
}

static void lasso_to(struct app *app, const struct hit *hit)
{
	struct carry *carry = &app->carry;
	if (hit->region != HIT_PLANE)
		return;
	carry->lasso.w = hit->x - carry->lasso.x;
	carry->lasso.h = hit->y - carry->lasso.y;
	app->dirty = true;
}

/* Finds the drop under the pointer and puts the outline under the hand. */
static void follow(struct app *app, const struct hit *hit)
{
	struct carry *carry = &app->carry;
	carry->edge_dx = hit->edge_dx;
	carry->edge_dy = hit->edge_dy;
	carry->drop = (struct drop){.kind = DROP_NONE};
	carry->outline_on_plane = hit->region == HIT_PLANE;
	if ((hit->region == HIT_TRAY || hit->region == HIT_TRAY_CARD) && carry->ncards)
		carry->drop.kind = DROP_TRAY;
	if (hit->region == HIT_PARKED && carry->ncards)
		carry->drop.kind = DROP_PARKED;
	if (hit->region != HIT_PLANE)
		return;
	struct spot spot = lattice_spot(app_lattice(app), app->model, hit->x, hit->y);
	int slab_h = lattice_slab_h(app_lattice(app));
	int grab_y = carry->grab_y < slab_h || !carry->ncards ? carry->grab_y : slab_h - 1;
	int slab_w = lattice_slab_w(app->lattice), pitch = lattice_pitch(app->lattice);
	int grab_x = carry->grab_x < slab_w || !carry->ncards ? carry->grab_x : slab_w - 1;
	carry->outline = (struct rect){hit->x - grab_x, hit->y - grab_y, slab_w, slab_h};
	carry->drop = carry_drop_at(app, &spot, hit->x, hit->y);
	if (carry->drop.kind == DROP_LOOSE) {
		carry->drop.line = carry->outline.y > 0 ? carry->outline.y : 0;
		if (carry->cluster.n)
			carry->drop.column =
				carry->outline.x > 0 ? (carry->outline.x + pitch / 2) / pitch : 0;
	}
}

void carry_motion(struct app *app, const struct hit *hit, int screen_x, int screen_y)
{
	struct carry *carry = &app->carry;
	bool moved = screen_x != carry->press_x || screen_y != carry->press_y;
	struct err err = ERR_INIT;
	carry->x = screen_x;
	carry->y = screen_y;
	carry->hit = *hit;
	if (carry->state == CARRY_PAN)
		pan_to(app, screen_x, screen_y);
	if (carry->state == CARRY_PRESSED && moved && app_is_watching(app)) {
		carry_cancel(app);
		refuse_to_change(app, &err);
		app_say_err(app, &err);
	} else if (carry->state == CARRY_PRESSED && moved) {
		if (carry_lift(app, carry->pressed))
			carry_start_mouse(app);
		else if (carry->lasso_possible)
			carry->state = CARRY_LASSO;
	}
	if (carry->state == CARRY_LASSO)
		lasso_to(app, hit);
	if (carry->state != CARRY_MOUSE)
		return;
	follow(app, hit);
	app->dirty = true;
}

void carry_edge_scroll(struct app *app)
{
	struct carry *carry = &app->carry;
	struct wall_view *wall = &app->wall;
	int x = wall->x + 3 * carry->edge_dx, y = wall->y + 2 * carry->edge_dy;
	x = x > 0 ? x : 0;
	y = y > 0 ? y : 0;
	carry->hit.x += x - wall->x;
	carry->hit.y += y - wall->y;
	wall->x = x;
	wall->y = y;
	follow(app, &carry->hit);
	app->dirty = true;
}

static void mark_lasso(const struct lattice_item *item, void *context)
{
	struct app *app = context;
	if (item->kind == LATTICE_CARD && !app_is_marked(app, item->card))
		marks_toggle(app, item->card);
}

/* Own cards and, behind them, copies: a copy's slab stands for its card, which is marked once. */
static void mark_cards(struct app *app, const struct cluster *cluster)
{
	for (size_t i = 0; i < cluster->ncards + cluster->ntwins; i++) {
		card_id id = cluster->cards[i];
		struct rect r;
		bool there =
			i < cluster->ncards
				? lattice_card_rect(app->lattice, app->model, id, &r)
				: lattice_twin_rect(app->lattice, app->model, id, cluster->id, &r);
		if (there && rect_overlaps(r, app->carry.lasso) && !app_is_marked(app, id))
			marks_toggle(app, id);
	}
}

/* Also cards inside clusters that the rectangle touches. */
static void mark_inside(const struct lattice_item *item, void *context)
{
	struct app *app = context;
	if (item->kind != LATTICE_CLUSTER)
		return;
	struct cluster_list all = model_clusters(app->model);
	for (size_t i = 0; i < all.n; i++)
		if (model_cluster_root(app->model, all.ids[i]).n == item->cluster.n)
			mark_cards(app, model_cluster(app->model, all.ids[i]));
}

static void finish_lasso(struct app *app)
{
	struct rect *r = &app->carry.lasso;
	if (r->w < 0) {
		r->x += r->w;
		r->w = -r->w;
	}
	if (r->h < 0) {
		r->y += r->h;
		r->h = -r->h;
	}
	marks_clear(app);
	lattice_visible(app_lattice(app), *r, mark_lasso, app);
	lattice_visible(app_lattice(app), *r, mark_inside, app);
	if (app->marked.n)
		app_say(app, MESSAGE_INFO, "%zu marked", app->marked.n);
}

bool carry_release_button(struct app *app, struct err *err)
{
	enum carry_state state = app->carry.state;
	bool click = state == CARRY_PRESSED;
	bool on_bar = app->carry.on_bar;
	struct target pressed = app->carry.pressed;
	app->wants_all_motion = false;
	app->dirty = true;
	if (state == CARRY_MOUSE) {
		if (!carry_drop(app, err))
			retry_or_say(app, RETRY_DROP, 0, err);
		if (app->retry.kind == RETRY_NONE)
			carry_cancel(app);
		return false;
	}
	if (state == CARRY_LASSO)
		finish_lasso(app);
	carry_cancel(app);
	if (click && on_bar && pressed.kind == TARGET_CARD) {
		marks_toggle(app, pressed.card);
		return false;
	}
	if (click && pressed.kind == TARGET_NONE && app->marked.n)
		marks_clear(app);
	return click;
}
