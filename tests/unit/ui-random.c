/* Random walls at random sizes and places: whole cells, nothing outside, every slab cell hits. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tap.h"
#include "ui-fixture.h"

#include "themewall/app/settings.h"
#include "themewall/app/sort.h"
#include "ui-internal.h"

enum { WALLS = 12, FRAMES = 40, GUARD = 64 };

static uint32_t next(uint32_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 17;
	*seed ^= *seed << 5;
	return *seed;
}

static int below(uint32_t *seed, int n)
{
	return (int)(next(seed) % (uint32_t)n);
}

static void random_text(uint32_t *seed, char *out, size_t size)
{
	static const char *const pieces[] = {"sum ",
					     "totals ",
					     "日本語",
					     "שלום ",
					     "é",
					     "e\xcc\x81 ",
					     "👩‍👩‍👧 ",
					     "\xe2\x80\xae",
					     "\t",
					     "Donaudampfschiff",
					     "🇩🇪",
					     "a ",
					     "\n",
					     "नमस्ते ",
					     "한국어 "};
	size_t n = 0;
	for (int i = below(seed, 30); i > 0; i--) {
		const char *piece = pieces[below(seed, (int)TW_COUNT(pieces))];
		if (n + strlen(piece) + 1 > size)
			break;
		memcpy(out + n, piece, strlen(piece));
		n += strlen(piece);
	}
	out[n] = '\0';
}

static void random_wall(struct fixture *f, uint32_t *seed)
{
	char text[400];
	int nclusters = below(seed, 12);
	random_text(seed, text, sizeof text);
	fixture_study(f, text);
	for (int i = 1; i <= 8; i++)
		fixture_person(f, i, i, "");
	for (int i = 1; i <= nclusters; i++) {
		int parent = i > 1 && below(seed, 2) ? 1 + below(seed, i - 1) : 0;
		char rank[16];
		snprintf(rank, sizeof rank, "b%02d", i);
		random_text(seed, text, sizeof text);
		if (parent && model_cluster_depth(f->app.model, (cluster_id){parent}) >= 4)
			parent = 0;
		fixture_cluster(f, &(struct fixture_cluster){i, parent, text, rank, below(seed, 6),
							     below(seed, 60), 1 + below(seed, 6),
							     below(seed, 4) == 0});
	}
	for (int i = 1; i <= 150; i++) {
		int place = below(seed, nclusters + 3) - 2;
		random_text(seed, text, sizeof text);
		fixture_card(f, &(struct fixture_card){i, below(seed, 9), "10:01", text, "qst",
						       place, below(seed, 8), below(seed, 80)});
	}
}

/* One's own sort, then two that are shown. */
static void random_layers(struct fixture *f, uint32_t *seed)
{
	char name[400], piles[3][400];
	for (int layer = 1; layer <= 3; layer++) {
		struct row_change row = {.table = TABLE_LAYER, .op = ROW_INSERT};
		random_text(seed, name, sizeof name);
		row.column[LAYER_ID] = value_int(layer);
		row.column[LAYER_CODER] = value_text(layer == 1 ? STR("") : str_of(name));
		row.column[LAYER_NAME] = value_text(STR("first sort"));
		row.column[LAYER_REVEALED] = value_int(layer > 1);
		model_apply(f->app.model, &row);
		for (int i = 0; i < 3; i++)
			random_text(seed, piles[i], sizeof piles[i]);
		for (int card = 1; card <= 60; card++) {
			row = (struct row_change){.table = TABLE_LAYER_CARD, .op = ROW_INSERT};
			row.column[LAYER_CARD_ID] = value_int(layer * 1000 + card);
			row.column[LAYER_CARD_LAYER] = value_int(layer);
			row.column[LAYER_CARD_CARD] = value_int(card);
			row.column[LAYER_CARD_LABEL] = value_text(str_of(piles[below(seed, 3)]));
			model_apply(f->app.model, &row);
		}
	}
}

/* Sorting alone, two people compared, or one of them with the wall. */
static void random_sort(struct app *app, uint32_t *seed)
{
	struct layer_list layers = model_layers(app->model);
	int which = below(seed, 3);
	app->sort.compares = false;
	app->sort.revision = 0;
	if (which)
		sort_compare(app, &layers.all[1], which == 2 ? &layers.all[2] : NULL);
	sort_step(app, below(seed, 80));
}

/* Every cell that a card's slab covers in the window leads back to the card. */
static bool slab_hits(struct fixture *f, card_id id)
{
	struct rect slab, pane = f->ui->at.pane;
	if (!lattice_card_rect(app_lattice(&f->app), f->app.model, id, &slab))
		return true;
	slab.x += pane.x - f->app.wall.x;
	slab.y += pane.y - f->app.wall.y;
	slab = rect_intersect(slab, pane);
	for (int y = slab.y; y < slab.y + slab.h; y++)
		for (int x = slab.x; x < slab.x + slab.w; x++) {
			struct hit hit = hit_wall(f->ui, &f->app, x, y);
			struct spot spot =
				lattice_spot(app_lattice(&f->app), f->app.model, hit.x, hit.y);
			if (hit.region != HIT_PLANE || spot.kind != SPOT_CARD ||
			    spot.card.n != id.n)
				return false;
		}
	return true;
}

static bool every_card_hits(struct fixture *f)
{
	struct card_list all = model_cards(f->app.model);
	for (size_t i = 0; i < all.n; i++)
		if (!slab_hits(f, all.ids[i]))
			return false;
	return true;
}

static bool every_tray_card_hits(struct fixture *f)
{
	struct card_list tray = model_tray(f->app.model);
	for (size_t i = 0; i < layout_tray_slabs(&f->ui->at); i++) {
		struct rect r = layout_tray_slab(&f->ui->at, i);
		size_t at = f->app.wall.tray_first + i;
		struct hit hit = hit_wall(f->ui, &f->app, r.x + 21, r.y + 3);
		if (at < tray.n && hit.card.n != tray.ids[at].n)
			return false;
		if (at >= tray.n && hit.region != HIT_TRAY)
			return false;
	}
	return true;
}

/* Where a card stands on the screen: what of its slab is in the window, and all of it. */
static bool slab_on_screen(struct fixture *f, card_id id, struct rect *shown, struct rect *whole)
{
	struct rect pane = f->ui->at.pane;
	if (!lattice_card_rect(app_lattice(&f->app), f->app.model, id, whole))
		return false;
	whole->x += pane.x - f->app.wall.x;
	whole->y += pane.y - f->app.wall.y;
	*shown = rect_intersect(*whole, pane);
	return shown->w > 0 && shown->h > 0;
}

/* A slab wholly in the window is what it is alone: nothing of another lies on it. */
static bool slab_is_itself(struct fixture *f, card_id id, struct rect at)
{
	struct surface alone;
	struct slab_look look = slab_look_of(&f->app, id, (cluster_id){0}, false);
	bool same = true;
	surface_init(&alone, at.w, at.h);
	surface_clear(&alone);
	slab_paint(&alone, 0, 0, at.h, slab_get(f->ui, &f->app, id), &look);
	for (int y = 0; y < at.h; y++)
		for (int x = 0; x < at.w; x++)
			same = same && !memcmp(surface_cell(&alone, x, y),
					       surface_cell(&f->surface, at.x + x, at.y + y),
					       sizeof(struct cell));
	surface_release(&alone);
	return same;
}

static bool is_word(const struct cell *cell)
{
	bool blank = cell->cp[0] == 0 || cell->cp[0] == ' ';
	return !blank && (cell->style == STYLE_TEXT || cell->style == STYLE_FOCUS_TEXT ||
			  cell->style >= STYLE_BAR0);
}

static bool is_title(struct fixture *f, int x, int y)
{
	struct rect pane = f->ui->at.pane;
	struct spot spot = lattice_spot(app_lattice(&f->app), f->app.model,
					x - pane.x + f->app.wall.x, y - pane.y + f->app.wall.y);
	return spot.kind == SPOT_TITLE;
}

/* On the wall no two slabs share a cell, none is painted over, and no word of a card stands beside
 * its slab. */
static bool slabs_keep_apart(struct fixture *f)
{
	struct card_list all = model_cards(f->app.model);
	struct rect pane = f->ui->at.pane, shown, whole;
	bool good = true, *taken = xcalloc((size_t)f->surface.w * (size_t)f->surface.h, 1);
	for (size_t i = 0; i < all.n; i++) {
		if (!slab_on_screen(f, all.ids[i], &shown, &whole))
			continue;
		for (int y = shown.y; y < shown.y + shown.h; y++)
			for (int x = shown.x; x < shown.x + shown.w; x++) {
				bool *cell = &taken[y * f->surface.w + x];
				good = good && !*cell;
				*cell = true;
			}
		if (shown.w == whole.w && shown.h == whole.h)
			good = good && slab_is_itself(f, all.ids[i], whole);
	}
	for (int y = pane.y; y < pane.y + pane.h; y++)
		for (int x = pane.x; x < pane.x + pane.w; x++)
			good = good && (taken[y * f->surface.w + x] || is_title(f, x, y) ||
					!is_word(surface_cell(&f->surface, x, y)));
	free(taken);
	return good;
}

/* The bare wall, without a box over it, at any size that shows it. */
static bool bare_wall_holds(struct fixture *f, uint32_t *seed)
{
	struct app *app = &f->app;
	prompt_close(app);
	app->view = VIEW_WALL;
	app->help_open = app->wall.peek = app->tour.on = false;
	app->message.kind = MESSAGE_NONE;
	fixture_paint(f, 60 + below(seed, 240), 15 + below(seed, 85));
	return slabs_keep_apart(f);
}

/* Paints into a surface with guard cells behind its last one. */
static bool paint_guarded(struct fixture *f, int w, int h)
{
	static const struct cell guard = {.cp = {0xabcdef}, .ncp = 7, .style = 77};
	struct surface s;
	size_t n = (size_t)w * (size_t)h;
	surface_init(&s, w, h);
	free(s.cells);
	s.cells = xmalloc((n + GUARD) * sizeof *s.cells);
	surface_clear(&s);
	for (size_t i = n; i < n + GUARD; i++)
		s.cells[i] = guard;
	ui_layout(f->ui, &f->app, w, h);
	ui_paint(f->ui, &f->app, &s);
	bool good = surface_is_whole(&s) && s.cursor_x < w && s.cursor_y < h;
	for (size_t i = n; i < n + GUARD; i++)
		good = good && !memcmp(&s.cells[i], &guard, sizeof guard);
	surface_release(&s);
	return good;
}

/* A box or a field over it, half of the time. */
static void random_prompt(struct app *app, uint32_t *seed)
{
	static const enum command_id opens[] = {CMD_PALETTE,      CMD_MENU,   CMD_CARD_MOVE,
						CMD_GOTO,         CMD_EXPORT, CMD_SETTINGS,
						CMD_CLUSTER_NAME, CMD_SEARCH};
	prompt_close(app);
	if (below(seed, 2))
		command_invoke(app, opens[below(seed, (int)TW_COUNT(opens))]);
}

static void random_state(struct fixture *f, uint32_t *seed)
{
	struct app *app = &f->app;
	random_sort(app, seed);
	app->view = below(seed, 3) ? VIEW_WALL : (enum view)below(seed, VIEWS);
	app->wall.x = below(seed, 200);
	app->wall.y = below(seed, 100);
	app->wall.tray_folded = below(seed, 4) == 0;
	app->wall.tray_first = (size_t)below(seed, 10);
	app->wall.pane = below(seed, 3) ? PANE_WALL : PANE_TRAY;
	app->wall.focus = (struct target){.kind = TARGET_CARD, .card = {1 + below(seed, 150)}};
	app->help_open = below(seed, 8) == 0;
	app->tour.on = below(seed, 4) == 0;
	app->tour.step = (enum tour_step)below(seed, TOUR_STEPS);
	app->wall.peek = below(seed, 3) == 0;
	random_prompt(app, seed);
	app->message.kind = MESSAGE_NONE;
	if (below(seed, 5) == 0)
		app_say(app, MESSAGE_WARN, "日本語 and a \x1b]0;title\a that is not one");
}

static void test_random(void)
{
	uint32_t seed = 20260316;
	bool whole = true, hits = true, tray = true, apart = true;
	struct settings settings;
	settings_init(&settings);
	for (int wall = 0; wall < WALLS; wall++) {
		struct fixture f;
		fixture_init(&f);
		f.app.settings = &settings;
		f.app.interactive = true;
		random_wall(&f, &seed);
		random_layers(&f, &seed);
		for (int frame = 0; frame < FRAMES; frame++) {
			int w = 1 + below(&seed, frame % 2 ? 300 : 90);
			int h = 1 + below(&seed, frame % 2 ? 100 : 30);
			random_state(&f, &seed);
			if (!paint_guarded(&f, w, h) && whole) {
				whole = false;
				printf("# wall %d frame %d: %d × %d, view %d\n", wall, frame, w, h,
				       f.app.view);
			}
			hits = hits && (frame % 8 || every_card_hits(&f));
			apart = apart && (frame % 8 || bare_wall_holds(&f, &seed));
			tray = tray && (f.app.wall.tray_folded || every_tray_card_hits(&f));
		}
		fixture_release(&f);
	}
	ok(whole, "no half cell and no cell outside, whatever the size");
	ok(hits, "every cell of every slab on screen leads to its card");
	ok(tray, "and every slab of the tray");
	ok(apart, "slabs keep apart, and words stay on theirs");
	settings_release(&settings);
}

int main(void)
{
	test_random();
	return done();
}
