/*
 * Tidying, only ever because a person asked: one cluster's own cards by participant, then time,
 * then code; or the anchors of the whole wall to where things are drawn now.
 */
#include <stdlib.h>

#include "app-internal.h"
#include "themewall/base/mem.h"
#include "themewall/base/banned.h"

/* What a card is ordered by; people nobody knows come last, cards without a time after the others
 * of theirs. */
struct tidy_key {
	card_id id;
	struct code person, code;
	bool unknown;
	int64_t time_ms;
};

static int compare_code(struct code a, struct code b)
{
	if (a.letter != b.letter)
		return a.letter < b.letter ? -1 : 1;
	return a.number < b.number ? -1 : a.number > b.number;
}

static int compare_keys(const void *left, const void *right)
{
	const struct tidy_key *a = left, *b = right;
	int people = compare_code(a->person, b->person);
	if (a->unknown != b->unknown)
		return a->unknown ? 1 : -1;
	if (people)
		return people;
	if (a->time_ms != b->time_ms)
		return a->time_ms < b->time_ms ? -1 : 1;
	return compare_code(a->code, b->code);
}

static struct tidy_key key_of(const struct app *app, card_id id)
{
	const struct card *card = model_card(app->model, id);
	const struct participant *p =
		model_participant(app->model, model_card_participant(app->model, card));
	return (struct tidy_key){.id = id,
				 .person = p ? p->code : (struct code){0, 0},
				 .code = card->code,
				 .unknown = !p,
				 .time_ms = card->time_ms < 0 ? INT64_MAX : card->time_ms};
}

static bool tidy(struct app *app, cluster_id id, struct err *err)
{
	const struct cluster *cluster = model_cluster(app->model, id);
	size_t n = cluster->ncards;
	struct tidy_key *keys = xcalloc(n + 1, sizeof *keys);
	card_id *order = xcalloc(n + 1, sizeof *order);
	for (size_t i = 0; i < n; i++)
		keys[i] = key_of(app, cluster->cards[i]);
	qsort(keys, n, sizeof *keys, compare_keys);
	for (size_t i = 0; i < n; i++)
		order[i] = keys[i].id;
	bool ok = app_edited(app, edit_cluster_tidy(app->store, id, order, n, err), err);
	free(keys);
	free(order);
	return ok;
}

bool cmd_cluster_tidy(struct app *app, const struct args *args, struct err *err)
{
	cluster_id id;
	bool ask = args_ask(app, args);
	if (!app_finish_loading(app, err) ||
	    (!ask && !args_count(args, CMD_CLUSTER_TIDY, 1, 1, err)))
		return false;
	if (!(ask ? target_cluster(app, &id, err)
		  : resolve_cluster(app, args->word[0], &id, err)) ||
	    !tidy(app, id, err))
		return false;
	struct str title = app_cluster_title(app, id);
	answer_cluster(app, id);
	app_say(app, MESSAGE_GOOD, "“%.*s” is by participant and time; %s puts it back",
		STR_ARG(title), key_in_force(app, CMD_UNDO).z);
	return true;
}

/* Where an item is drawn, and what it was when seen. */
static struct anchor anchor_of(const struct app *app, const struct lattice_item *item)
{
	bool is_card = item->kind == LATTICE_CARD;
	return (struct anchor){.card = is_card ? item->card : (card_id){0},
			       .cluster = is_card ? (cluster_id){0} : item->cluster,
			       .column = item->rect.x / LATTICE_PITCH,
			       .line = item->rect.y,
			       .seen_mv = is_card ? model_card(app->model, item->card)->mv
						  : model_cluster(app->model, item->cluster)->mv};
}

bool cmd_wall_tidy(struct app *app, const struct args *args, struct err *err)
{
	const struct lattice_item *items;
	if (!app_finish_loading(app, err) || !args_count(args, CMD_WALL_TIDY, 0, 0, err))
		return false;
	size_t n = lattice_items(app_anchors(app), &items);
	struct anchor *anchors = xcalloc(n + 1, sizeof *anchors);
	for (size_t i = 0; i < n; i++)
		anchors[i] = anchor_of(app, &items[i]);
	bool ok = app_edited(app, edit_wall_tidy(app->store, anchors, n, err), err);
	free(anchors);
	if (ok)
		app_say(app, MESSAGE_GOOD, "Everything is kept where it is drawn now");
	return ok;
}
