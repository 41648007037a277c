/* Random walls at random sizes and places: whole cells, nothing outside, every slab cell hits. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tap.h"
#include "ui-fixture.h"

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

static void random_state(struct fixture *f, uint32_t *seed)
{
	struct app *app = &f->app;
	app->view = below(seed, 3) ? VIEW_WALL : (enum view)below(seed, VIEWS);
	app->wall.x = below(seed, 200);
	app->wall.y = below(seed, 100);
	app->wall.tray_folded = below(seed, 4) == 0;
	app->wall.tray_first = (size_t)below(seed, 10);
	app->wall.pane = below(seed, 3) ? PANE_WALL : PANE_TRAY;
	app->wall.focus = (struct target){.kind = TARGET_CARD, .card = {1 + below(seed, 150)}};
	app->help_open = below(seed, 8) == 0;
	app->message.kind = MESSAGE_NONE;
	if (below(seed, 5) == 0)
		app_say(app, MESSAGE_WARN, "日本語 and a \x1b]0;title\a that is not one");
}

static void test_random(void)
{
	uint32_t seed = 20260316;
	bool whole = true, hits = true, tray = true;
	for (int wall = 0; wall < WALLS; wall++) {
		struct fixture f;
		fixture_init(&f);
		random_wall(&f, &seed);
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
			tray = tray && (f.app.wall.tray_folded || every_tray_card_hits(&f));
		}
		fixture_release(&f);
	}
	ok(whole, "no half cell and no cell outside, whatever the size");
	ok(hits, "every cell of every slab on screen leads to its card");
	ok(tray, "and every slab of the tray");
}

int main(void)
{
	test_random();
	return done();
}
