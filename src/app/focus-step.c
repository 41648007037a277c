/*
 * How the arrow keys find the next thing, and who takes over when what was focused is gone: by
 * geometry on the plane. Candidates are slabs and title lines; a step takes the one with the
 * smallest gap ahead, sideways gaps counting more. Coordinates are plane cells.
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
	struct spot spot =
		lattice_spot(app->lattice, app->model, near.x + (near.w > 1), near.y + inside);
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
