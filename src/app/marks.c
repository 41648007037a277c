/* Marked cards: a set in the order they were marked. Ids only; those deleted or merged beneath
 * another meanwhile leave it with the news. */
#include <stdlib.h>

#include "app-internal.h"
#include "themewall/base/mem.h"
#include "themewall/base/banned.h"

bool app_is_marked(const struct app *app, card_id id)
{
	for (size_t i = 0; i < app->marked.n; i++)
		if (app->marked.ids[i].n == id.n)
			return true;
	return false;
}

void marks_clear(struct app *app)
{
	app->marked.n = 0;
	app->dirty = true;
}

void marks_toggle(struct app *app, card_id id)
{
	struct card_id_set *set = &app->marked;
	app->dirty = true;
	for (size_t i = 0; i < set->n; i++)
		if (set->ids[i].n == id.n) {
			memmove(set->ids + i, set->ids + i + 1,
				(set->n - i - 1) * sizeof *set->ids);
			set->n--;
			return;
		}
	ALLOC_GROW(set->ids, set->n + 1, set->capacity);
	set->ids[set->n++] = id;
}

void marks_settle(struct app *app)
{
	size_t kept = 0;
	for (size_t i = 0; i < app->marked.n; i++) {
		const struct card *card = model_card(app->model, app->marked.ids[i]);
		if (card && !card->stack.n)
			app->marked.ids[kept++] = card->id;
	}
	app->marked.n = kept;
}

static void with_marked(struct app *app, const card_id **ids, size_t *n, const card_id *one)
{
	bool marked = app_is_marked(app, *one);
	*ids = marked ? app->marked.ids : one;
	*n = marked ? app->marked.n : 1;
}

bool target_cards(struct app *app, const card_id **ids, size_t *n, card_id *one, struct err *err)
{
	struct target target = app_target(app);
	if (target.kind != TARGET_CARD)
		return err_set(err, ERR_USAGE, "choose a card first");
	*one = target.card;
	with_marked(app, ids, n, one);
	return true;
}

bool asked_cards(struct app *app, const card_id **ids, size_t *n, card_id *one, struct err *err)
{
	*one = (card_id){app->prompt.subject};
	if (!model_card(app->model, *one))
		return err_set(err, ERR_NOT_FOUND, "that card has just been removed");
	with_marked(app, ids, n, one);
	return true;
}
