/*
 * What is focused and how the arrow keys find the next thing: by geometry on the plane. Candidates
 * are slabs and title lines; a step takes the one with the smallest gap ahead, sideways gaps
 * counting more. Coordinates are plane cells.
 */
#include "app-internal.h"
#include "themewall/base/banned.h"

/* What a step weighs one thing by. */
struct search {
	struct app *app;
	struct target from;
	struct rect
		at; /* where it is, x replaced by the column to stay on when moving up and down */
	struct rect within; /* only what touches this */
	int dx, dy;
	struct target best;
	struct rect best_rect;
	long best_cost;
};

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

/* Cells between two ranges; 0 when they overlap. */
static long gap(int a, int a_len, int b, int b_len)
{
	if (a + a_len <= b)
		return b - (a + a_len);
	if (b + b_len <= a)
		return a - (b + b_len);
	return 0;
}

static long step_cost(const struct search *s, struct rect r)
{
	if (s->dy) {
		bool ahead = s->dy > 0 ? r.y >= s->at.y + s->at.h : r.y + r.h <= s->at.y;
		return ahead ? gap(r.y, r.h, s->at.y, s->at.h) + 3 * gap(r.x, r.w, s->at.x, 1) : -1;
	}
	bool ahead = s->dx > 0 ? r.x >= s->at.x + s->at.w : r.x + r.w <= s->at.x;
	return ahead ? gap(r.x, r.w, s->at.x, s->at.w) + 4 * gap(r.y, r.h, s->at.y, s->at.h) : -1;
}

static void weigh(struct search *s, struct target target, struct rect rect)
{
	if (!rect_overlaps(rect, s->within))
		return;
	long cost = step_cost(s, rect);
	if (cost < 0 || (s->best.kind != TARGET_NONE && cost >= s->best_cost))
		return;
	s->best = target;
	s->best_rect = rect;
	s->best_cost = cost;
}

/* A card of a cluster's list: behind its own ones stand copies. */
static struct target card_at(const struct cluster *cluster, size_t i)
{
	return (struct target){.kind = TARGET_CARD,
			       .card = cluster->cards[i],
			       .cluster = i < cluster->ncards ? (cluster_id){0} : cluster->id};
}

static void weigh_cards(struct search *s, const struct lattice_section *section,
			const struct rect *frame)
{
	const struct cluster *cluster = model_cluster(s->app->model, section->cluster);
	const struct lattice *lattice = s->app->lattice;
	int first = (s->within.y - section->first_y) / lattice_row(lattice) - 1;
	size_t i = first > 0 ? (size_t)first * (size_t)lattice_per_row(lattice, frame->w) : 0;
	for (; i < cluster->ncards + cluster->ntwins; i++) {
		struct rect r = lattice_seat(lattice, frame->x, frame->w, section->first_y, i);
		if (r.y >= s->within.y + s->within.h)
			break;
		weigh(s, card_at(cluster, i), r);
	}
}

enum { SECTIONS_MAX = 256 };

static void weigh_cluster(struct search *s, const struct lattice_item *item)
{
	struct lattice_section sections[SECTIONS_MAX];
	size_t n = lattice_sections(s->app->lattice, s->app->model, item->cluster, sections,
				    SECTIONS_MAX);
	for (size_t i = 0; i < n && i < SECTIONS_MAX; i++) {
		const struct cluster *cluster = model_cluster(s->app->model, sections[i].cluster);
		bool shut = sections[i].folded || cluster->ncards + cluster->ntwins == 0;
		struct rect title = {item->rect.x, sections[i].rule_y, item->rect.w, 1};
		struct target target = {.kind = TARGET_CLUSTER, .cluster = sections[i].cluster};
		if (s->dy || shut || s->from.kind == TARGET_CLUSTER)
			weigh(s, target, title);
		if (!sections[i].folded)
			weigh_cards(s, &sections[i], &item->rect);
	}
}

static void weigh_item(const struct lattice_item *item, void *context)
{
	struct search *s = context;
	if (item->kind == LATTICE_CLUSTER)
		weigh_cluster(s, item);
	else
		weigh(s, (struct target){.kind = TARGET_CARD, .card = item->card}, item->rect);
}

/* First near the screen, then everywhere. */
static bool search_step(struct search *s)
{
	struct wall_view *wall = &s->app->wall;
	int w = wall->pane_w > 0 ? wall->pane_w : 80, h = wall->pane_h > 0 ? wall->pane_h : 24;
	const struct lattice *lattice = app_lattice(s->app);
	s->within = (struct rect){s->at.x - 2 * w, s->at.y - 2 * h, 4 * w, 4 * h};
	s->best.kind = TARGET_NONE;
	lattice_visible(lattice, s->within, weigh_item, s);
	if (s->best.kind == TARGET_NONE) {
		s->within = lattice_bounds(lattice);
		lattice_visible(lattice, s->within, weigh_item, s);
	}
	return s->best.kind != TARGET_NONE;
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

/* The thing closest to a place, any direction: who takes over when the focus is gone. */
struct nearest {
	struct app *app;
	struct rect near;
	struct target best;
	long best_cost;
};

static void weigh_nearest(const struct lattice_item *item, void *context)
{
	struct nearest *n = context;
	long cost = gap(item->rect.x, item->rect.w, n->near.x, n->near.w) +
		    4 * gap(item->rect.y, item->rect.h, n->near.y, n->near.h);
	if (n->best.kind != TARGET_EMPTY && cost >= n->best_cost)
		return;
	n->best_cost = cost;
	if (item->kind == LATTICE_CARD)
		n->best = (struct target){.kind = TARGET_CARD, .card = item->card};
	else
		n->best = (struct target){.kind = TARGET_CLUSTER, .cluster = item->cluster};
}

/* Inside a cluster the slab under the place, else the one whose slot it is. */
static struct target refine(struct app *app, struct target target, struct rect near)
{
	int inside = lattice_slab_h(app_lattice(app)) > 1 ? 1 : 0;
	struct spot spot = lattice_spot(app->lattice, app->model, near.x + (near.w > 1),
					near.y + inside);
	if (target.kind == TARGET_CLUSTER && spot.kind == SPOT_CARD)
		return target_of_card(&spot);
	if (target.kind == TARGET_CLUSTER && spot.kind == SPOT_CLUSTER) {
		const struct cluster *cluster = model_cluster(app->model, spot.cluster);
		size_t slot = spot.slot;
		size_t shown = cluster ? cluster->ncards + cluster->ntwins : 0;
		if (shown)
			return card_at(cluster, slot < shown ? slot : shown - 1);
		return (struct target){.kind = TARGET_CLUSTER, .cluster = spot.cluster};
	}
	return target;
}

struct target focus_nearest(struct app *app, struct rect near)
{
	struct nearest n = {.app = app, .near = near, .best = {.kind = TARGET_EMPTY}};
	const struct lattice_item *items;
	size_t nitems = lattice_items(app_lattice(app), &items);
	for (size_t i = 0; i < nitems; i++)
		weigh_nearest(&items[i], &n);
	return refine(app, n.best, near);
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

static void step_on_wall(struct app *app, int dx, int dy)
{
	struct search s = {.app = app, .from = app->wall.focus, .dx = dx, .dy = dy};
	if (!target_rect(app, &app->wall.focus, &s.at)) {
		app_focus(app, focus_nearest(app, app->wall.settled));
		return;
	}
	int want = app->wall.want_x;
	if (dy && want >= s.at.x && want < s.at.x + s.at.w)
		s.at.x = want;
	if (!search_step(&s)) {
		if (dx < 0 && !app->wall.tray_folded)
			app->wall.pane = PANE_TRAY;
		return;
	}
	app_focus(app, s.best);
	if (dy)
		app->wall.want_x = want;
}

void focus_step(struct app *app, int dx, int dy)
{
	app->dirty = true;
	if (app->wall.pane == PANE_WALL)
		step_on_wall(app, dx, dy);
	else if (dy)
		tray_step(app, dy);
	else if (dx > 0) {
		struct rect corner = {app->wall.x, app->wall.y, 1, 1};
		app_focus(app, app->wall.focus.kind == TARGET_NONE ? focus_nearest(app, corner)
								   : app->wall.focus);
		app->wall.pane = PANE_WALL;
	}
}

void focus_page(struct app *app, int dy)
{
	int rows = app->wall.pane_h / lattice_row(app_lattice(app));
	if (rows < 1)
		rows = 1;
	if (app->wall.pane == PANE_TRAY)
		tray_step(app, dy * rows);
	else
		for (int i = 0; i < rows; i++)
			focus_step(app, 0, dy);
}

void focus_end(struct app *app, int dy)
{
	struct rect bounds = lattice_bounds(app_lattice(app));
	struct rect near = {0, dy < 0 ? 0 : bounds.y + bounds.h, 1, 1};
	if (app->wall.pane == PANE_TRAY)
		tray_step(app, dy * 1000000);
	else
		app_focus(app, focus_nearest(app, near));
}
