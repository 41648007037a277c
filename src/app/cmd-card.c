/*
 * Commands about cards: move, star, kind, park, remove, mark. Named cards on the command line, the
 * focused or marked ones on the screen.
 */
#include "app-internal.h"
#include "themewall/model/insights.h"
#include "themewall/base/mem.h"
#include "themewall/base/banned.h"

/* The cards named by the first words of a command; stops at the first word that is no card. */
static bool named_cards(struct app *app, const struct args *args, size_t last, card_id *ids,
			size_t *n, struct err *err)
{
	for (*n = 0; *n < last; (*n)++)
		if (!resolve_card(app, args->word[*n], &ids[*n], err))
			return false;
	return true;
}

/* "tray", "parked", "loose 3 12", or a theme and perhaps a slot. */
static bool read_place(struct app *app, const struct str *words, size_t n, struct place *place,
		       struct err *err)
{
	int slot;
	*place = (struct place){.kind = place_kind_find(words[0])};
	if (place->kind == PLACE_LOOSE)
		return n == 3 ? resolve_int(words[1], 0, 1000000, &place->column, err) &&
					resolve_int(words[2], 0, 1000000000, &place->line, err)
			      : err_set(err, ERR_USAGE, "loose takes a column and a line");
	if (place->kind == PLACE_TRAY || place->kind == PLACE_PARKED)
		return n == 1 || err_set(err, ERR_USAGE, "%s takes nothing more",
					 place_kind_name(place->kind));
	place->kind = PLACE_CLUSTER;
	place->after = AFTER_LAST;
	if (!resolve_cluster(app, words[0], &place->cluster, err))
		return false;
	if (n == 1)
		return true;
	const struct cluster *cluster = model_cluster(app->model, place->cluster);
	if (n > 2 || !resolve_int(words[1], 0, 1000000, &slot, err))
		return n > 2 ? err_set(err, ERR_USAGE, "a theme takes one slot number") : false;
	if ((size_t)slot < cluster->ncards)
		place->after = slot ? cluster->cards[slot - 1] : (card_id){0};
	return true;
}

/* The first word that cannot be a card is where the place begins. */
static size_t count_cards(const struct args *args)
{
	struct code code;
	size_t n = 0;
	while (n < args->n && n < ARGS_MAX && code_parse(args->word[n], CODE_CARD, &code))
		n++;
	return n;
}

/* A slot counts the other cards: the moved one is taken out first. */
static void skip_moved(struct app *app, const struct args *args, size_t ncards, const card_id *ids,
		       struct place *place)
{
	const struct cluster *cluster = model_cluster(app->model, place->cluster);
	if (place->kind != PLACE_CLUSTER || args->n - ncards != 2 || !cluster)
		return;
	int64_t slot = 0, others = 0;
	str_to_int(args->word[ncards + 1], &slot);
	place->after = (card_id){0};
	for (size_t i = 0; i < cluster->ncards && others < slot; i++) {
		bool moved = false;
		for (size_t k = 0; k < ncards; k++)
			moved |= ids[k].n == cluster->cards[i].n;
		if (moved)
			continue;
		place->after = cluster->cards[i];
		others++;
	}
}

bool cmd_card_move(struct app *app, const struct args *args, struct err *err)
{
	card_id ids[ARGS_MAX];
	size_t ncards = count_cards(args);
	struct place place;
	if (args_ask(app, args)) {
		const card_id *some;
		card_id one;
		size_t n;
		if (!target_cards(app, &some, &n, &one, err))
			return false;
		choose_theme_for_cards(app, one);
		return true;
	}
	if (ncards == 0 || ncards == args->n)
		return args_count(args, CMD_CARD_MOVE, ARGS_MAX, ARGS_MAX, err);
	if (!named_cards(app, args, ncards, ids, &ncards, err) ||
	    !read_place(app, args->word + ncards, args->n - ncards, &place, err))
		return false;
	skip_moved(app, args, ncards, ids, &place);
	if (!app_edited(app, edit_card_place(app->store, ids, ncards, &place, err), err))
		return false;
	answer_card(app, ids[0]);
	return true;
}

bool cmd_card_star(struct app *app, const struct args *args, struct err *err)
{
	card_id ids[ARGS_MAX], one;
	const card_id *cards;
	size_t n = count_cards(args);
	bool on;
	if (args_ask(app, args)) {
		if (!target_cards(app, &cards, &n, &one, err))
			return false;
		on = !model_card(app->model, one)->surprise;
		if (!app_edited(app, edit_card_surprise(app->store, cards, n, on, err), err))
			return false;
		app_say(app, MESSAGE_GOOD, on ? "%s is a surprise ★" : "%s is no surprise any more",
			n > 1 ? "What is marked" : app_card_code(app, one).z);
		return true;
	}
	if (n == 0 || args->n - n > 1)
		return args_count(args, CMD_CARD_STAR, ARGS_MAX, ARGS_MAX, err);
	if (!named_cards(app, args, n, ids, &n, err))
		return false;
	on = args->n == n ? !model_card(app->model, ids[0])->surprise
			  : str_equal(args->word[n], STR("on"));
	answer_card(app, ids[0]);
	return app_edited(app, edit_card_surprise(app->store, ids, n, on, err), err);
}

static void fill_kinds(struct app *app, struct prompt *prompt, struct str typed)
{
	for (int kind = 0; kind < CARD_KINDS; kind++)
		prompt_add_row(prompt, str_of(card_kind_name((enum card_kind)kind)), NULL, kind,
			       false);
}

static bool take_kind(struct app *app, struct str text, int64_t value, bool is_new, struct err *err)
{
	const card_id *ids;
	card_id one;
	size_t n;
	return asked_cards(app, &ids, &n, &one, err) &&
	       app_edited(app, edit_card_kind(app->store, ids, n, (enum card_kind)value, err), err);
}

bool cmd_card_kind(struct app *app, const struct args *args, struct err *err)
{
	card_id id;
	enum card_kind kind;
	const card_id *ids;
	size_t n;
	if (args_ask(app, args)) {
		if (!target_cards(app, &ids, &n, &id, err))
			return false;
		prompt_open_list(app, "Kind of card", false, id.n, fill_kinds, take_kind);
		prompt_choose(app, (size_t)model_card(app->model, id)->kind);
		return true;
	}
	if (!args_count(args, CMD_CARD_KIND, 2, 2, err) ||
	    !resolve_card(app, args->word[0], &id, err) || !resolve_kind(args->word[1], &kind, err))
		return false;
	answer_card(app, id);
	return app_edited(app, edit_card_kind(app->store, &id, 1, kind, err), err);
}

bool cmd_card_park(struct app *app, const struct args *args, struct err *err)
{
	card_id ids[ARGS_MAX], one;
	const card_id *cards = ids;
	size_t n = args->n;
	struct place place = {.kind = PLACE_PARKED};
	if (args_ask(app, args)) {
		if (!target_cards(app, &cards, &n, &one, err))
			return false;
	} else if (!args_count(args, CMD_CARD_PARK, 1, ARGS_MAX, err) ||
		   !named_cards(app, args, args->n, ids, &n, err)) {
		return false;
	} else {
		answer_card(app, ids[0]);
	}
	size_t parked = model_place_count(app->model, PLACE_PARKED);
	if (!app_edited(app, edit_card_place(app->store, cards, n, &place, err), err))
		return false;
	if (app->interactive)
		app_say(app, MESSAGE_GOOD, "Parked (%zu now); %s takes it back",
			parked < model_place_count(app->model, PLACE_PARKED)
				? model_place_count(app->model, PLACE_PARKED)
				: parked,
			key_in_force(app, CMD_UNDO).z);
	return true;
}

bool cmd_card_delete(struct app *app, const struct args *args, struct err *err)
{
	card_id ids[ARGS_MAX];
	size_t n;
	if (!args_count(args, CMD_CARD_DELETE, 1, ARGS_MAX, err) ||
	    !named_cards(app, args, args->n, ids, &n, err))
		return false;
	answer_card(app, ids[0]);
	return app_edited(app, edit_card_delete(app->store, ids, n, err), err);
}

static bool is_evidence(const struct app *app, card_id card, cluster_id cluster)
{
	struct insight_list all = model_insights(app->model);
	for (size_t i = 0; i < all.n; i++) {
		struct evidence_list list = model_evidence_of(app->model, all.ids[i]);
		for (size_t k = 0; k < list.n; k++) {
			const struct evidence *e = model_evidence(app->model, list.ids[k]);
			if (e->card.n == card.n && e->cluster.n == cluster.n && !e->source.n)
				return true;
		}
	}
	return false;
}

static void say_removed(struct app *app, size_t n, size_t evidence)
{
	struct strbuf words = STRBUF_INIT;
	if (n == 1)
		strbuf_add_z(&words, evidence ? "Card removed, from an insight's evidence, too"
					      : "Card removed");
	else
		strbuf_addf(&words, "%zu cards removed", n);
	if (n > 1 && evidence)
		strbuf_addf(&words, ", %zu of them evidence of an insight", evidence);
	app_say(app, MESSAGE_GOOD, "%s; %s brings %s back", words.buf,
		key_in_force(app, CMD_UNDO).z, n == 1 ? "it" : "them");
	strbuf_release(&words);
}

bool cmd_remove(struct app *app, const struct args *args, struct err *err)
{
	struct target target = app_target(app);
	const card_id *ids;
	card_id one;
	size_t n;
	if (target.kind == TARGET_CLUSTER) {
		const struct cluster *cluster = model_cluster(app->model, target.cluster);
		bool backs = is_evidence(app, (card_id){0}, cluster->id);
		if (!app_edited(app,
				edit_cluster_delete(app->store, cluster->id, cluster->ncards, err),
				err))
			return false;
		app_say(app, MESSAGE_GOOD,
			"Theme dissolved, its cards are kept%s; %s brings it back",
			backs ? "; it is no evidence any more" : "", key_in_force(app, CMD_UNDO).z);
		return true;
	}
	if (target.cluster.n && !app_is_marked(app, target.card))
		return cmd_card_uncopy(app, args, err);
	if (!target_cards(app, &ids, &n, &one, err))
		return false;
	size_t evidence = 0;
	for (size_t i = 0; i < n; i++)
		evidence += is_evidence(app, ids[i], (cluster_id){0});
	if (!app_edited(app, edit_card_delete(app->store, ids, n, err), err))
		return false;
	say_removed(app, n, evidence);
	marks_clear(app);
	return true;
}

bool cmd_mark(struct app *app, const struct args *args, struct err *err)
{
	struct target target = app_target(app);
	if (target.kind != TARGET_CARD)
		return err_set(err, ERR_USAGE, "choose a card to mark");
	marks_toggle(app, target.card);
	if (app->marked.n)
		app_say(app, MESSAGE_INFO, "%zu marked", app->marked.n);
	return true;
}

static bool all_marked(const struct app *app, const struct cluster *cluster)
{
	for (size_t i = 0; i < cluster->ncards; i++)
		if (!app_is_marked(app, cluster->cards[i]))
			return false;
	return true;
}

bool cmd_mark_theme(struct app *app, const struct args *args, struct err *err)
{
	cluster_id id;
	if (!app_finish_loading(app, err) || !target_cluster(app, &id, err))
		return false;
	const struct cluster *cluster = model_cluster(app->model, id);
	bool off = all_marked(app, cluster);
	if (cluster->ncards == 0)
		return err_set(err, ERR_NOTHING, "no card lies in this theme itself");
	for (size_t i = 0; i < cluster->ncards; i++)
		if (app_is_marked(app, cluster->cards[i]) == off)
			marks_toggle(app, cluster->cards[i]);
	app_say(app, MESSAGE_INFO, "%zu marked", app->marked.n);
	return true;
}

bool cmd_pick_up(struct app *app, const struct args *args, struct err *err)
{
	return carry_pick_up(app, err);
}
