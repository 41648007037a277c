/*
 * The wall as an indented list: themes with their cards, then the tray, loose and parked cards.
 * Rebuilt when the model has changed; the focus is the wall's own, so every command works on it.
 */
#include <stdlib.h>

#include "app-internal.h"
#include "themewall/base/mem.h"
#include "themewall/base/banned.h"

void outline_release(struct outline_view *outline)
{
	free(outline->rows);
	outline->rows = NULL;
	outline->nrows = outline->capacity = 0;
}

static void add_row(struct outline_view *outline, struct outline_row row)
{
	ALLOC_GROW(outline->rows, outline->nrows + 1, outline->capacity);
	outline->rows[outline->nrows++] = row;
}

/* The list leaves out what the lens hides: there are no places here to keep. */
static void add_card(struct app *app, card_id id, cluster_id copy_in, int depth)
{
	if (!app->lens.hide || lens_shows(app, model_card(app->model, id)))
		add_row(&app->outline, (struct outline_row){.kind = TARGET_CARD,
							    .card = id,
							    .cluster = copy_in,
							    .depth = depth});
}

static void add_cluster(struct app *app, cluster_id id)
{
	const struct cluster *cluster = model_cluster(app->model, id);
	int depth = model_cluster_depth(app->model, id) - 1;
	add_row(&app->outline,
		(struct outline_row){.kind = TARGET_CLUSTER, .cluster = id, .depth = depth});
	for (size_t i = 0; !cluster->folded && i < cluster->ncards + cluster->ntwins; i++)
		add_card(app, cluster->cards[i], i < cluster->ncards ? (cluster_id){0} : id,
			 depth + 1);
}

static void add_place(struct app *app, enum place_kind place, struct card_list cards)
{
	if (cards.n == 0)
		return;
	add_row(&app->outline, (struct outline_row){.kind = TARGET_NONE, .place = place});
	for (size_t i = 0; i < cards.n; i++)
		add_card(app, cards.ids[i], (cluster_id){0}, 1);
}

void outline_refresh(struct app *app)
{
	struct outline_view *outline = &app->outline;
	size_t n = model_clusters(app->model).n;
	if (outline->revision == model_revision(app->model) + 1)
		return;
	cluster_id *themes = xcalloc(n, sizeof *themes);
	n = outline_themes(app, themes);
	outline->nrows = 0;
	if (n)
		add_row(outline, (struct outline_row){.kind = TARGET_NONE, .place = PLACE_CLUSTER});
	for (size_t i = 0; i < n; i++)
		add_cluster(app, themes[i]);
	add_place(app, PLACE_LOOSE, model_loose(app->model));
	add_place(app, PLACE_TRAY, model_tray(app->model));
	add_place(app, PLACE_PARKED, model_parked(app->model));
	outline->revision = model_revision(app->model) + 1;
	free(themes);
}

/* The row of the focus in the rows as they are. */
static size_t find_focus(const struct app *app)
{
	struct target focus = app->wall.focus;
	for (size_t i = 0; i < app->outline.nrows; i++) {
		const struct outline_row *row = &app->outline.rows[i];
		if (row->kind == focus.kind && row->cluster.n == focus.cluster.n &&
		    (row->kind == TARGET_CLUSTER ||
		     (row->kind == TARGET_CARD && row->card.n == focus.card.n)))
			return i;
	}
	return app->outline.nrows;
}

size_t outline_focus_row(struct app *app)
{
	outline_refresh(app);
	return find_focus(app);
}

static bool can_focus(const struct outline_view *outline, long row)
{
	return row >= 0 && row < (long)outline->nrows && outline->rows[row].kind != TARGET_NONE;
}

static void focus_row(struct app *app, const struct outline_row *row)
{
	app->wall.focus =
		(struct target){.kind = row->kind, .card = row->card, .cluster = row->cluster};
}

/* The row at `at`, or the nearest that can have the focus. */
static void focus_near(struct app *app, long at)
{
	struct outline_view *outline = &app->outline;
	long last = (long)outline->nrows - 1;
	at = at < last ? at : last;
	while (at < last && !can_focus(outline, at))
		at++;
	while (at > 0 && !can_focus(outline, at))
		at--;
	if (can_focus(outline, at))
		focus_row(app, &outline->rows[at]);
}

void outline_settle(struct app *app)
{
	struct outline_view *outline = &app->outline;
	size_t before = find_focus(app), listed = outline->nrows;
	outline_refresh(app);
	if (before == listed)
		return;
	size_t after = find_focus(app);
	if (after == outline->nrows)
		focus_near(app, (long)before);
	else if (outline->first + after >= before)
		outline->first = outline->first + after - before;
	else
		outline->first = 0;
	size_t last = outline->nrows > outline->nshown ? outline->nrows - outline->nshown : 0;
	if (outline->first > last)
		outline->first = last;
}

void outline_show_from(struct app *app, size_t row)
{
	struct outline_view *outline = &app->outline;
	size_t shown = outline->nshown ? outline->nshown
				       : (size_t)(app->screen_h > 2 ? app->screen_h - 2 : 1);
	size_t last = outline->nrows > shown ? outline->nrows - shown : 0;
	size_t heading = row > 0 ? row - 1 : 0;
	outline->first = heading < last ? heading : last;
}

void outline_step(struct app *app, int by)
{
	struct outline_view *outline = &app->outline;
	long at = (long)outline_focus_row(app), last = (long)outline->nrows - 1;
	int dir = by < 0 ? -1 : 1;
	if (outline->nrows == 0)
		return;
	if (at > last)
		at = 0;
	long to = at + by < 0 ? 0 : at + by > last ? last : at + by;
	while (!can_focus(outline, to) && to + dir >= 0 && to + dir <= last)
		to += dir;
	while (!can_focus(outline, to) && to - dir >= 0 && to - dir <= last)
		to -= dir; /* the first row is a heading */
	if (can_focus(outline, to))
		focus_row(app, &outline->rows[to]);
	if ((size_t)to < outline->first || to <= 1)
		outline->first = to <= 1 ? 0 : (size_t)to;
	if (outline->nshown && (size_t)to >= outline->first + outline->nshown)
		outline->first = (size_t)to - outline->nshown + 1;
	app->dirty = true;
}
