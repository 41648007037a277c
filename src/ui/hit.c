/*
 * From a screen cell to what lies there. The wall answers in plane cells, of which the lattice
 * knows the meaning; everything else answers through the zones the painters left behind, so that
 * what was seen is what is clicked.
 */
#include "ui-internal.h"

#include "themewall/base/banned.h"

void zone_add(struct ui *ui, struct rect rect, enum zone_kind kind, int64_t value)
{
	ALLOC_GROW(ui->zones, ui->nzones + 1, ui->zones_capacity);
	ui->zones[ui->nzones++] = (struct zone){rect, kind, value};
}

const struct zone *zone_at(const struct ui *ui, int x, int y)
{
	for (size_t i = ui->nzones; i-- > 0;)
		if (rect_contains(ui->zones[i].rect, x, y))
			return &ui->zones[i];
	return NULL;
}

/* The parked lane is the bottom line of the tray. */
static bool on_parked_line(const struct screen_layout *at, int x, int y)
{
	return x < at->tray.x + at->tray.w && y == at->tray.y + at->tray.h - 1;
}

static struct hit hit_tray(const struct ui *ui, const struct app *app, int x, int y)
{
	struct hit hit = {.region = HIT_TRAY};
	struct card_list tray = model_tray(app->model);
	size_t shown = layout_tray_slabs(&ui->at);
	for (size_t i = 0; i < shown && app->wall.tray_first + i < tray.n; i++) {
		struct rect slab = layout_tray_slab(&ui->at, i);
		if (!rect_contains(slab, x, y))
			continue;
		hit.region = HIT_TRAY_CARD;
		hit.card = tray.ids[app->wall.tray_first + i];
		hit.inside_x = x - slab.x;
		hit.inside_y = y - slab.y;
		hit.bar = hit.inside_x == 0;
	}
	return hit;
}

static int clamp(int n, int from, int to)
{
	return n < from ? from : n > to ? to : n;
}

static bool is_on_bar(struct app *app, int x, int y)
{
	const struct lattice *lattice = app_lattice(app);
	struct spot spot = lattice_spot(lattice, app->model, x, y);
	struct rect slab;
	return lattice_slab_w(lattice) > 1 && spot.kind == SPOT_CARD &&
	       lattice_card_rect(lattice, app->model, spot.card, &slab) && x == slab.x;
}

static struct hit hit_plane(const struct ui *ui, struct app *app, int x, int y)
{
	struct rect pane = ui->at.pane;
	int right = pane.x + pane.w - 1, below = pane.y + pane.h - 1;
	struct hit hit = {
		.region = HIT_PLANE,
		.x = app->wall.x + clamp(x, pane.x, right) - pane.x,
		.y = app->wall.y + clamp(y, pane.y, below) - pane.y,
		.edge_dx = x >= right	 ? 1
			   : x <= pane.x ? -1
					 : 0,
		.edge_dy = y >= below	 ? 1
			   : y <= pane.y ? -1
					 : 0,
	};
	hit.bar = is_on_bar(app, hit.x, hit.y);
	return hit;
}

struct hit hit_wall(const struct ui *ui, struct app *app, int x, int y)
{
	if (rect_contains(ui->at.tray, x, y) || x < ui->at.pane.x) {
		if (on_parked_line(&ui->at, x, y))
			return (struct hit){.region = HIT_PARKED};
		return hit_tray(ui, app, x, y);
	}
	return hit_plane(ui, app, x, y);
}
