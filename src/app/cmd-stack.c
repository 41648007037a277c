/* Commands about stacks: duplicates merged into one card, and taken apart again. M on a theme
 * merges themes: one key for what is the same. */
#include <stdlib.h>

#include "app-internal.h"
#include "themewall/base/mem.h"
#include "themewall/base/banned.h"

static bool is_sorted(const struct app *app, card_id id)
{
	const struct card *card = model_card(app->model, id);
	return card && card->place == PLACE_CLUSTER;
}

/* A stack stands where its top stood: a card that nobody has sorted yet takes none out of a theme.
 */
static card_id choose_top(const struct app *app, card_id focused)
{
	const struct card_id_set *marked = &app->marked;
	for (size_t i = 0; i < marked->n && !is_sorted(app, focused); i++)
		if (is_sorted(app, marked->ids[i]))
			return marked->ids[i];
	return focused;
}

static void say_merged(struct app *app, card_id top)
{
	const struct card *card = model_card(app->model, top);
	const struct cluster *in =
		is_sorted(app, top) ? model_cluster(app->model, card->cluster) : NULL;
	struct str name = in && in->name.n ? in->name : STR("");
	app_say(app, MESSAGE_GOOD, "%s stands for %zu cards now%s%.*s; %s takes them apart",
		app_card_code(app, top).z, model_stack_size(app->model, top), name.n ? ", in " : "",
		STR_ARG(name), key_in_force(app, CMD_CARD_MERGE).z);
}

/* One card on top, the other marked ones beneath it. */
static bool merge_marked(struct app *app, card_id focused, struct err *err)
{
	card_id top = choose_top(app, focused);
	struct card_id_set *marked = &app->marked;
	card_id *ids = xcalloc(marked->n + 2, sizeof *ids);
	size_t n = 0;
	ids[n++] = top;
	if (focused.n != top.n)
		ids[n++] = focused;
	for (size_t i = 0; i < marked->n; i++)
		if (marked->ids[i].n != top.n && marked->ids[i].n != focused.n)
			ids[n++] = marked->ids[i];
	bool good = app_edited(app, edit_card_merge(app->store, ids, n, err), err);
	free(ids);
	if (!good)
		return false;
	marks_clear(app);
	app_focus_card(app, top);
	say_merged(app, top);
	return true;
}

static bool take_apart(struct app *app, card_id id, struct err *err)
{
	size_t n = model_stack_size(app->model, id);
	if (!app_edited(app, edit_card_unmerge(app->store, &id, 1, err), err))
		return false;
	app_say(app, MESSAGE_GOOD, "%zu cards again, each where it was before", n);
	return true;
}

/* What M means: the marked cards become one stack, a stack falls apart. */
static bool merge_or_part(struct app *app, struct err *err)
{
	struct target target = app_target(app);
	if (target.kind != TARGET_CARD)
		return err_set(err, ERR_USAGE, "choose a card first");
	if (app->marked.n > 1 || (app->marked.n == 1 && !app_is_marked(app, target.card)))
		return merge_marked(app, target.card, err);
	if (model_stack_size(app->model, target.card) > 1)
		return take_apart(app, target.card, err);
	return err_set(err, ERR_USAGE, "mark the cards that say the same with %s, then %s",
		       key_in_force(app, CMD_MARK).z, key_in_force(app, CMD_CARD_MERGE).z);
}

static bool all_cards(struct app *app, const struct args *args, card_id *ids, struct err *err)
{
	for (size_t i = 0; i < args->n; i++)
		if (!resolve_card(app, args->word[i], &ids[i], err))
			return false;
	return true;
}

bool cmd_card_merge(struct app *app, const struct args *args, struct err *err)
{
	card_id ids[ARGS_MAX];
	if (args_ask(app, args) && app_target(app).kind == TARGET_CLUSTER)
		return cmd_cluster_merge(app, args, err);
	if (args_ask(app, args))
		return merge_or_part(app, err);
	if (!args_count(args, CMD_CARD_MERGE, 2, ARGS_MAX, err) || !all_cards(app, args, ids, err))
		return false;
	answer_card(app, model_card_top(app->model, model_card(app->model, ids[0]))->id);
	return app_edited(app, edit_card_merge(app->store, ids, args->n, err), err);
}

bool cmd_card_unmerge(struct app *app, const struct args *args, struct err *err)
{
	card_id ids[ARGS_MAX];
	struct target target = app_target(app);
	if (args_ask(app, args))
		return target.kind == TARGET_CARD ? take_apart(app, target.card, err)
						  : err_set(err, ERR_USAGE, "choose a stack first");
	if (!args_count(args, CMD_CARD_UNMERGE, 1, ARGS_MAX, err) ||
	    !all_cards(app, args, ids, err))
		return false;
	answer_card(app, ids[0]);
	return app_edited(app, edit_card_unmerge(app->store, ids, args->n, err), err);
}
