/* The list in which one sorts alone, and compares afterwards: its rows and the focus among them. */
#include "themewall/app/sort.h"

#include <stdlib.h>

#include "app-internal.h"
#include "themewall/base/map.h"
#include "themewall/base/mem.h"
#include "themewall/base/banned.h"

struct str app_my_name(const struct app *app)
{
	const struct coder *me =
		app->store ? store_coder_find(app->store, store_coder(app->store)) : NULL;
	return me ? me->name : STR("");
}

static void add_row(struct sort_view *view, enum sort_row_kind kind, card_id card, size_t at)
{
	ALLOC_GROW(view->rows, view->nrows + 1, view->capacity);
	view->rows[view->nrows++] = (struct sort_row){kind, card, at};
}

/* ---- one's own layer ---- */

static void add_cards_left(struct sort_view *view, const struct model *model)
{
	struct card_list cards = model_cards(model);
	struct map piled = {0};
	size_t heading = view->nrows;
	add_row(view, SORT_LEFT, (card_id){0}, 0);
	for (size_t i = 0; i < view->piling.ncards; i++)
		map_put(&piled, view->piling.cards[i].card.n, 1);
	view->ncards = 0;
	for (size_t i = 0; i < cards.n; i++) {
		const struct card *card = model_card(model, cards.ids[i]);
		if (card->stack.n)
			continue;
		view->ncards++;
		if (map_get(&piled, card->id.n) == MAP_ABSENT)
			add_row(view, SORT_CARD, card->id, heading);
	}
	map_release(&piled);
}

static void add_piles(struct sort_view *view)
{
	const struct piling *piling = &view->piling;
	for (size_t pile = 0; pile < piling->npiles; pile++) {
		if (!piling->piles[pile].ncards)
			continue;
		add_row(view, SORT_HEADING, (card_id){0}, SORT_HEADINGS);
		size_t heading = view->nrows;
		add_row(view, SORT_PILE, (card_id){0}, pile);
		for (size_t i = 0; i < piling->ncards; i++)
			if (piling->cards[i].pile == pile)
				add_row(view, SORT_CARD, piling->cards[i].card, heading);
	}
}

/* ---- two layers side by side ---- */

static void add_heading(struct sort_view *view, enum sort_heading heading)
{
	if (view->nrows)
		add_row(view, SORT_HEADING, (card_id){0}, SORT_HEADINGS);
	add_row(view, SORT_HEADING, (card_id){0}, heading);
}

static void add_disputed(struct sort_view *view, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		add_row(view, SORT_DISPUTED, view->comparison.cards[i].card, i);
}

/* What went another way first: what it left behind is disputed, too, and there is much of it. */
static void add_comparison(struct sort_view *view, const struct model *model)
{
	card_id none = {0};
	const struct comparison *c = &view->comparison;
	comparison_layers(&view->comparison, model, view->layers[0], view->layers[1]);
	view->npairs = comparison_pairs(c, &view->pairs);
	add_heading(view, SORT_FIGURES);
	for (size_t i = 0; i < 3; i++)
		add_row(view, SORT_FIGURE, none, i);
	add_heading(view, SORT_PAIRS);
	if (view->npairs)
		add_row(view, SORT_COLUMNS, none, SORT_PAIRS);
	for (size_t i = 0; i < view->npairs; i++)
		add_row(view, SORT_PAIR, none, i);
	add_heading(view, SORT_DISPUTES);
	if (c->nelsewhere)
		add_row(view, SORT_COLUMNS, none, SORT_DISPUTES);
	add_disputed(view, 0, c->nelsewhere);
	if (c->ndisputed == c->nelsewhere)
		return;
	add_heading(view, SORT_TOUCHED);
	add_row(view, SORT_COLUMNS, none, SORT_DISPUTES);
	add_disputed(view, c->nelsewhere, c->ndisputed);
}

/* ---- the list ---- */

static void clear(struct sort_view *view)
{
	piling_release(&view->piling);
	comparison_release(&view->comparison);
	free(view->pairs);
	view->pairs = NULL;
	view->npairs = view->nrows = 0;
}

static bool takes_focus(const struct sort_row *row)
{
	return row->kind == SORT_PILE || row->kind == SORT_CARD || row->kind == SORT_PAIR ||
	       row->kind == SORT_DISPUTED;
}

/* The nearest row from there on that can be chosen, else the nearest before. */
static void settle(struct sort_view *view)
{
	size_t at = view->chosen < view->nrows ? view->chosen : view->nrows ? view->nrows - 1 : 0;
	for (size_t i = at; i < view->nrows; i++)
		if (takes_focus(&view->rows[i])) {
			view->chosen = i;
			return;
		}
	while (at > 0 && !takes_focus(&view->rows[at]))
		at--;
	view->chosen = at;
}

static void make_rows(struct app *app)
{
	struct sort_view *view = &app->sort;
	struct layer mine;
	clear(view);
	if (view->compares) {
		add_comparison(view, app->model);
		return;
	}
	if (!model_own_layer(app->model, app_my_name(app), &mine))
		return;
	piling_make(&view->piling, app->model, mine.id);
	add_cards_left(view, app->model);
	add_piles(view);
}

/* Under which heading a card's row stands: still to sort, or on a pile. */
static bool is_left(const struct sort_view *view, const struct sort_row *row)
{
	return view->rows[row->at].kind == SORT_LEFT;
}

static void follow(struct sort_view *view, card_id card, bool left)
{
	for (size_t i = 0; i < view->nrows; i++) {
		const struct sort_row *row = &view->rows[i];
		if (row->kind == SORT_CARD && row->card.n == card.n && is_left(view, row) == left)
			view->chosen = i;
	}
}

/* A card put on a pile has left those to sort: the next one, in its place, takes over. On a pile
 * the focus stays with its card. */
void sort_refresh(struct app *app)
{
	struct sort_view *view = &app->sort;
	if (view->revision == model_revision(app->model) + 1)
		return;
	const struct sort_row *row = view->chosen < view->nrows ? &view->rows[view->chosen] : NULL;
	card_id card = row && row->kind == SORT_CARD ? row->card : (card_id){0};
	bool left = card.n && is_left(view, row);
	make_rows(app);
	view->revision = model_revision(app->model) + 1;
	if (card.n)
		follow(view, card, left);
	settle(view);
}

const struct sort_row *sort_focus(struct app *app)
{
	struct sort_view *view = &app->sort;
	sort_refresh(app);
	return view->chosen < view->nrows && takes_focus(&view->rows[view->chosen])
		       ? &view->rows[view->chosen]
		       : NULL;
}

void sort_step(struct app *app, int by)
{
	struct sort_view *view = &app->sort;
	int step = by < 0 ? -1 : 1;
	sort_refresh(app);
	for (int left = by * step; left > 0; left--) {
		long to = (long)view->chosen + step;
		while (to >= 0 && to < (long)view->nrows && !takes_focus(&view->rows[to]))
			to += step;
		if (to < 0 || to >= (long)view->nrows)
			break;
		view->chosen = (size_t)to;
	}
	app->dirty = true;
}

void sort_choose(struct app *app, size_t row)
{
	sort_refresh(app);
	if (row < app->sort.nrows && takes_focus(&app->sort.rows[row]))
		app->sort.chosen = row;
	app->dirty = true;
}

void sort_compare(struct app *app, const struct layer *first, const struct layer *second)
{
	struct sort_view *view = &app->sort;
	const struct layer *both[2] = {first, second};
	for (int side = 0; side < 2; side++) {
		view->layers[side] = both[side] ? both[side]->id : LAYER_WALL;
		strbuf_reset(&view->names[side]);
		strbuf_add_str(&view->names[side],
			       both[side] ? both[side]->coder : STR("this wall"));
	}
	view->compares = true;
	view->revision = 0;
	view->chosen = view->first = view->nrows = 0;
	app->view = VIEW_SORT;
	app->dirty = true;
}

void sort_release(struct sort_view *view)
{
	clear(view);
	free(view->rows);
	strbuf_release(&view->names[0]);
	strbuf_release(&view->names[1]);
	*view = (struct sort_view){0};
}

/* Labels are folded to be told apart: once a change, not once a picture. */
static size_t count_sorted(struct app *app, int64_t layer)
{
	struct sort_view *view = &app->sort;
	if (view->counted != model_revision(app->model) + 1) {
		struct piling piling;
		piling_make(&piling, app->model, layer);
		view->nsorted = piling.ncards;
		view->counted = model_revision(app->model) + 1;
		piling_release(&piling);
	}
	return view->nsorted;
}

bool sort_add_state(struct strbuf *out, struct app *app, bool brief)
{
	struct layer mine;
	struct ballot ballot;
	struct str me = app_my_name(app);
	bool sorts = model_own_layer(app->model, me, &mine);
	bool votes = model_open_ballot(app->model, &ballot);
	if (sorts)
		strbuf_addf(out, brief ? " · alone %zu/%zu" : " · sorting alone: %zu of %zu",
			    count_sorted(app, mine.id), model_card_count(app->model));
	if (votes) {
		int left = model_dots_left(app->model, &ballot, me);
		strbuf_addf(out, brief ? " · %d %s" : " · vote: %d %s left", left,
			    left == 1 ? "dot" : "dots");
	}
	return sorts || votes;
}
