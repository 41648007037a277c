/*
 * The tree of themes under a person's hands: two into one, one into two, a level up or down, a
 * place earlier or later. What nests is ordered by rank, what stands on the wall by its anchor:
 * there two neighbours change places.
 */
#include <stdlib.h>
#include <string.h>

#include "app-internal.h"
#include "themewall/base/mem.h"
#include "themewall/base/banned.h"

/* ---- merge ---- */

static bool merge_into(struct app *app, struct str text, int64_t value, bool is_new,
		       struct err *err)
{
	cluster_id from = {app->prompt.subject}, into = {value};
	struct strbuf said = STRBUF_INIT;
	strbuf_add_str(&said, app_cluster_title(app, from));
	bool ok = app_edited(app, edit_cluster_merge(app->store, into, from, err), err);
	if (ok) {
		struct str title = app_cluster_title(app, into);
		app_focus_cluster(app, into);
		app_say(app, MESSAGE_GOOD, "“%s” is part of “%.*s” now; %s takes them apart",
			said.buf, STR_ARG(title), key_in_force(app, CMD_UNDO).z);
	}
	strbuf_release(&said);
	return ok;
}

/* Every theme but itself. */
static void fill_merge(struct app *app, struct prompt *prompt, struct str typed)
{
	add_theme_rows(app, prompt, typed);
	size_t kept = 0;
	for (size_t i = 0; i < prompt->nrows; i++) {
		struct prompt_row row = prompt->rows[i];
		if (row.value != prompt->subject)
			prompt->rows[kept++] = row;
		else
			prompt_row_release(&row);
	}
	prompt->nrows = kept;
}

static bool ask_merge(struct app *app, struct err *err)
{
	cluster_id id;
	struct strbuf title = STRBUF_INIT;
	if (!target_cluster(app, &id, err))
		return false;
	if (model_clusters(app->model).n < 2)
		return err_set(err, ERR_NOTHING, "there is no other theme to merge it with");
	struct str name = app_cluster_title(app, id);
	strbuf_addf(&title, "Merge “%.*s” into…", STR_ARG(name));
	prompt_open_list(app, title.buf, true, id.n, fill_merge, merge_into);
	strbuf_addf(&app->prompt.help, "both names stay in the history; %s takes them apart",
		    key_in_force(app, CMD_UNDO).z);
	strbuf_release(&title);
	return true;
}

bool cmd_cluster_merge(struct app *app, const struct args *args, struct err *err)
{
	cluster_id into, from[ARGS_MAX];
	if (args_ask(app, args))
		return ask_merge(app, err);
	if (!args_count(args, CMD_CLUSTER_MERGE, 2, ARGS_MAX, err) ||
	    !resolve_cluster(app, args->word[0], &into, err))
		return false;
	for (size_t i = 1; i < args->n; i++)
		if (!resolve_cluster(app, args->word[i], &from[i], err))
			return false;
	bool ok = true;
	store_batch_begin(app->store);
	for (size_t i = 1; ok && i < args->n; i++)
		ok = edit_cluster_merge(app->store, into, from[i], err);
	store_batch_end(app->store);
	if (!app_edited(app, ok, err))
		return false;
	answer_cluster(app, into);
	return true;
}

/* ---- split ---- */

/* The theme all of them are in. */
static bool common_cluster(struct app *app, const card_id *ids, size_t n, cluster_id *cluster,
			   struct err *err)
{
	*cluster = (cluster_id){0};
	for (size_t i = 0; i < n; i++) {
		const struct card *card = model_card(app->model, ids[i]);
		if (!card || card->place != PLACE_CLUSTER)
			return err_set(err, ERR_USAGE,
				       "these cards are not all in a theme; %s makes "
				       "a theme of them all the same",
				       key_in_force(app, CMD_CLUSTER_NEW).z);
		if (i && card->cluster.n != cluster->n)
			return err_set(err, ERR_USAGE,
				       "these cards are in different themes; %s "
				       "makes a theme of them all the same",
				       key_in_force(app, CMD_CLUSTER_NEW).z);
		*cluster = card->cluster;
	}
	return true;
}

static bool split(struct app *app, const card_id *ids, size_t n, struct str name, cluster_id *made,
		  struct err *err)
{
	cluster_id from;
	struct rect rect;
	struct cluster_draft draft = {.name = name, .cards = ids, .ncards = n};
	if (!app_finish_loading(app, err) || !common_cluster(app, ids, n, &from, err))
		return false;
	draft.width = n > 1 ? 2 : 1;
	place_new_cluster(app, &draft);
	if (lattice_cluster_rect(app_anchors(app), app->model, from, &rect))
		lattice_free_place(app->anchors, (rect.x + rect.w + 1) / LATTICE_PITCH, rect.y,
				   draft.width, (int)n * LATTICE_ROW + 1, &draft.place.column,
				   &draft.place.line);
	return app_edited(app, edit_cluster_split(app->store, from, &draft, made, err), err);
}

bool cmd_cluster_split(struct app *app, const struct args *args, struct err *err)
{
	card_id ids[ARGS_MAX], one;
	const card_id *cards = ids;
	size_t n = 0;
	struct code code;
	cluster_id made;
	if (args_ask(app, args)) {
		if (!target_cards(app, &cards, &n, &one, err) ||
		    !split(app, cards, n, STR(""), &made, err))
			return false;
		marks_clear(app);
		app_focus_cluster(app, made);
		return open_first_name(app, made);
	}
	for (; n < args->n && code_parse(args->word[n], CODE_CARD, &code); n++)
		if (!resolve_card(app, args->word[n], &ids[n], err))
			return false;
	if (n == 0 || args->n - n > 1)
		return args_count(args, CMD_CLUSTER_SPLIT, ARGS_MAX, ARGS_MAX, err);
	if (!split(app, ids, n, n < args->n ? args->word[n] : STR(""), &made, err))
		return false;
	answer_cluster(app, made);
	return true;
}

/* ---- up and down ---- */

/* The theme named, or the focused one: a card's own theme is not meant here. */
static bool the_cluster(struct app *app, const struct args *args, enum command_id command,
			cluster_id *id, struct err *err)
{
	struct target target = app_target(app);
	if (!args_ask(app, args))
		return args_count(args, command, 1, 1, err) &&
		       resolve_cluster(app, args->word[0], id, err);
	if (target.kind != TARGET_CLUSTER)
		return err_set(err, ERR_USAGE,
			       "choose the title of a theme first; %s sends a card elsewhere",
			       key_in_force(app, CMD_CARD_MOVE).z);
	*id = target.cluster;
	return true;
}

static bool move_cluster(struct app *app, cluster_id id, const struct cluster_place *place,
			 struct err *err)
{
	if (!app_edited(app, edit_cluster_place(app->store, id, place, err), err))
		return false;
	if (app->interactive)
		app_focus_cluster(app, id);
	answer_cluster(app, id);
	return true;
}

bool cmd_cluster_promote(struct app *app, const struct args *args, struct err *err)
{
	cluster_id id;
	if (!the_cluster(app, args, CMD_CLUSTER_PROMOTE, &id, err))
		return false;
	const struct cluster *parent =
		model_cluster(app->model, model_cluster(app->model, id)->parent);
	if (!parent)
		return err_set(err, ERR_NOTHING, "it is at the top already");
	struct cluster_place place = {.parent = parent->parent, .after_sibling = parent->id};
	if (!place.parent.n)
		lattice_free_place(app_anchors(app), parent->column, parent->line, parent->width, 3,
				   &place.column, &place.line);
	return move_cluster(app, id, &place, err);
}

static struct cluster_list siblings_of(struct app *app, cluster_id id)
{
	const struct cluster *parent =
		model_cluster(app->model, model_cluster(app->model, id)->parent);
	return parent ? (struct cluster_list){parent->children, parent->nchildren}
		      : model_top_clusters(app->model);
}

static size_t index_of(struct cluster_list list, cluster_id id)
{
	size_t at = 0;
	while (at < list.n && list.ids[at].n != id.n)
		at++;
	return at;
}

bool cmd_cluster_demote(struct app *app, const struct args *args, struct err *err)
{
	cluster_id id;
	if (!the_cluster(app, args, CMD_CLUSTER_DEMOTE, &id, err))
		return false;
	struct cluster_list siblings = siblings_of(app, id);
	size_t at = index_of(siblings, id);
	if (at == 0)
		return err_set(err, ERR_NOTHING,
			       "there is no theme before it that it could go "
			       "into; pick it up and drop it on one");
	return move_cluster(app, id, &(struct cluster_place){.parent = siblings.ids[at - 1]}, err);
}

/* ---- earlier and later ---- */

static bool move_card(struct app *app, card_id id, int by, struct err *err)
{
	const struct card *card = model_card(app->model, id);
	const struct cluster *cluster = model_cluster(app->model, card->cluster);
	if (app->interactive && app_target(app).card.n == id.n && app_target(app).cluster.n)
		return err_set(
			err, ERR_USAGE,
			"a copy stands behind the theme's own cards, in the order they came");
	if (card->place != PLACE_CLUSTER || !cluster)
		return err_set(err, ERR_USAGE, "only cards in a theme have an order of their own");
	if (card->stack.n)
		return err_set(err, ERR_USAGE, "%s lies in the stack of %s: take it out first",
			       app_card_code(app, id).z, app_card_code(app, card->stack).z);
	size_t at = model_card_slot(app->model, card);
	if (by < 0 ? at == 0 : at + 1 >= cluster->ncards)
		return err_set(err, ERR_NOTHING,
			       by < 0 ? "it is the first already" : "it is the last already");
	struct place place = {.kind = PLACE_CLUSTER, .cluster = cluster->id};
	if (by > 0)
		place.after = cluster->cards[at + 1];
	else if (at > 1)
		place.after = cluster->cards[at - 2];
	if (!app_edited(app, edit_card_place(app->store, &id, 1, &place, err), err))
		return false;
	if (app->interactive)
		app_focus_card(app, id);
	answer_card(app, id);
	return true;
}

static bool swap(struct app *app, struct cluster_list tops, size_t at, int by, struct err *err)
{
	cluster_id id = tops.ids[at];
	size_t upper = by < 0 ? at - 1 : at;
	if (!app_edited(app,
			edit_cluster_swap(app->store, tops.ids[upper + 1], tops.ids[upper], err),
			err))
		return false;
	if (app->interactive)
		app_focus_cluster(app, id);
	answer_cluster(app, id);
	return true;
}

/* Places are handed on from one to the next: the others keep their order. */
static bool move_along(struct app *app, size_t at, size_t to, struct err *err)
{
	struct cluster_list tops = model_top_clusters(app->model);
	cluster_id *ids = xcalloc(tops.n + 1, sizeof *ids);
	bool ok = true;
	memcpy(ids, tops.ids, tops.n * sizeof *ids);
	store_batch_begin(app->store);
	while (ok && at != to) {
		size_t next = at < to ? at + 1 : at - 1, upper = at < to ? at : next;
		cluster_id id = ids[at];
		ok = edit_cluster_swap(app->store, ids[upper + 1], ids[upper], err);
		ids[at] = ids[next];
		ids[next] = id;
		at = next;
	}
	store_batch_end(app->store);
	free(ids);
	return app_edited(app, ok, err);
}

bool theme_put_beside(struct app *app, cluster_id id, cluster_id sibling, bool after,
		      struct err *err)
{
	const struct cluster *cluster = model_cluster(app->model, id);
	const struct cluster *other = model_cluster(app->model, sibling);
	if (!cluster || !other)
		return err_set(err, ERR_NOT_FOUND, "that theme has just been dissolved");
	struct cluster_list siblings = siblings_of(app, sibling);
	size_t at = index_of(siblings, id), to = index_of(siblings, sibling);
	struct cluster_place place = {.parent = other->parent,
				      .column = other->column,
				      .line = other->line,
				      .after_sibling = FIRST_CHILD};
	if (!other->parent.n && !cluster->parent.n)
		return move_along(app, at, after ? to + (at > to) : to - (at < to), err);
	if (after)
		place.after_sibling = sibling;
	else if (to > 0 && siblings.ids[to - 1].n != id.n)
		place.after_sibling = siblings.ids[to - 1];
	else if (to > 1)
		place.after_sibling = siblings.ids[to - 2];
	return app_edited(app, edit_cluster_place(app->store, id, &place, err), err);
}

static bool move_theme(struct app *app, cluster_id id, int by, struct err *err)
{
	struct cluster_list siblings = siblings_of(app, id);
	size_t at = index_of(siblings, id);
	if (app->interactive && app->view == VIEW_OUTLINE && !app->outline.as_on_wall)
		return err_set(err, ERR_USAGE,
			       "the list has the most people first; %s shows the order of the wall",
			       key_in_force(app, CMD_OUTLINE_ORDER).z);
	if (by < 0 ? at == 0 : at + 1 >= siblings.n)
		return err_set(err, ERR_NOTHING,
			       by < 0 ? "it is the first already" : "it is the last already");
	struct cluster_place place = {.parent = model_cluster(app->model, id)->parent,
				      .after_sibling = FIRST_CHILD};
	if (!place.parent.n)
		return swap(app, siblings, at, by, err);
	if (by > 0)
		place.after_sibling = siblings.ids[at + 1];
	else if (at > 1)
		place.after_sibling = siblings.ids[at - 2];
	return move_cluster(app, id, &place, err);
}

static bool move(struct app *app, const struct args *args, enum command_id command, int by,
		 struct err *err)
{
	struct target target = app_target(app);
	struct code code;
	if (args_ask(app, args)) {
		if (target.kind == TARGET_CARD)
			return move_card(app, target.card, by, err);
		return target_cluster(app, &target.cluster, err) &&
		       move_theme(app, target.cluster, by, err);
	}
	if (!app_finish_loading(app, err) || !args_count(args, command, 1, 1, err))
		return false;
	if (code_parse(args->word[0], CODE_CARD, &code))
		return resolve_card(app, args->word[0], &target.card, err) &&
		       move_card(app, target.card, by, err);
	return resolve_cluster(app, args->word[0], &target.cluster, err) &&
	       move_theme(app, target.cluster, by, err);
}

bool cmd_move_earlier(struct app *app, const struct args *args, struct err *err)
{
	return move(app, args, CMD_MOVE_EARLIER, -1, err);
}

bool cmd_move_later(struct app *app, const struct args *args, struct err *err)
{
	return move(app, args, CMD_MOVE_LATER, 1, err);
}
