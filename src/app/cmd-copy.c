/*
 * Commands about copies: a card shown in a further theme as well. Which of its places one looks at
 * is the target's theme: a card focused where it is at home has none there.
 */
#include "app-internal.h"
#include "themewall/base/banned.h"

void app_add_also_in(const struct app *app, struct strbuf *out, card_id id, cluster_id here)
{
	const struct card *card = model_card(app->model, id);
	struct cluster_list twins = model_card_twins(app->model, id);
	size_t n = 0;
	if (twins.n == 0 || !card)
		return;
	if (here.n && card->cluster.n)
		strbuf_addf(out, "%s%s", n++ ? ", " : "", app_cluster_code(app, card->cluster).z);
	else if (here.n)
		strbuf_addf(out, "%s%s", n++ ? ", " : "", "the wall");
	for (size_t i = 0; i < twins.n; i++)
		if (twins.ids[i].n != here.n)
			strbuf_addf(out, "%s%s", n++ ? ", " : "",
				    app_cluster_code(app, twins.ids[i]).z);
}

static void fill_copy_to(struct app *app, struct prompt *prompt, struct str typed)
{
	add_theme_rows(app, prompt, typed);
	if (str_trim(typed).n && !model_cluster_by_name(app->model, str_trim(typed))) {
		struct strbuf label = STRBUF_INIT;
		strbuf_addf(&label, "new theme “%.*s”", STR_ARG(str_trim(typed)));
		prompt_add_row(prompt, strbuf_str(&label), NULL, 0, true);
		strbuf_release(&label);
	}
}

/* The theme and the copy in it are one step. */
static bool copy_to_new(struct app *app, struct str name, const card_id *ids, size_t n,
			struct err *err)
{
	struct cluster_draft draft = {.name = name, .width = 1};
	cluster_id made;
	place_new_cluster(app, &draft);
	store_batch_begin(app->store);
	bool ok = edit_cluster_new(app->store, &draft, &made, err) &&
		  edit_card_copy(app->store, ids, n, made, err);
	store_batch_end(app->store);
	return app_edited(app, ok, err);
}

static bool copy_to(struct app *app, struct str text, int64_t value, bool is_new, struct err *err)
{
	const card_id *ids;
	card_id one;
	size_t n;
	if (!asked_cards(app, &ids, &n, &one, err))
		return false;
	bool ok = is_new ? copy_to_new(app, str_trim(text), ids, n, err)
			 : app_edited(app,
				      edit_card_copy(app->store, ids, n, (cluster_id){value}, err),
				      err);
	if (!ok)
		return false;
	struct str title = is_new ? str_trim(text) : app_cluster_title(app, (cluster_id){value});
	app_say(app, MESSAGE_GOOD,
		n == 1 ? "Also in “%.*s” now; it counts once"
		       : "All also in “%.*s” now; each counts once",
		STR_ARG(title));
	marks_clear(app);
	return true;
}

static void ask_where(struct app *app, card_id card)
{
	struct strbuf title = STRBUF_INIT;
	if (app_is_marked(app, card) && app->marked.n > 1)
		strbuf_addf(&title, "Copy %zu cards to…", app->marked.n);
	else
		strbuf_add_z(&title, "Copy to…");
	prompt_open_list(app, title.buf, true, card.n, fill_copy_to, copy_to);
	strbuf_add_z(&app->prompt.help, "type letters of a theme, or the name of a new one");
	strbuf_release(&title);
}

bool cmd_card_copy_to(struct app *app, const struct args *args, struct err *err)
{
	card_id ids[ARGS_MAX], one;
	const card_id *some;
	cluster_id cluster;
	size_t n;
	if (args_ask(app, args)) {
		if (!target_cards(app, &some, &n, &one, err))
			return false;
		const struct card *card = model_card(app->model, one);
		if (card->place == PLACE_TRAY || card->place == PLACE_PARKED)
			return err_set(err, ERR_USAGE,
				       "it is not on the wall yet: %s sends it to its first theme",
				       key_in_force(app, CMD_CARD_MOVE).z);
		ask_where(app, one);
		return true;
	}
	if (!args_count(args, CMD_CARD_COPY_TO, 2, ARGS_MAX, err))
		return false;
	for (size_t i = 0; i + 1 < args->n; i++)
		if (!resolve_card(app, args->word[i], &ids[i], err))
			return false;
	if (!resolve_cluster(app, args->word[args->n - 1], &cluster, err))
		return false;
	answer_card(app, ids[0]);
	return app_edited(app, edit_card_copy(app->store, ids, args->n - 1, cluster, err), err);
}

/* The copy one looks at, or the only one the card has. */
static bool focused_copy(struct app *app, card_id *id, cluster_id *cluster, struct err *err)
{
	struct target target = app_target(app);
	if (target.kind != TARGET_CARD)
		return err_set(err, ERR_USAGE, "choose a card first");
	struct cluster_list twins = model_card_twins(app->model, target.card);
	*id = target.card;
	*cluster = target.cluster;
	if (cluster->n)
		return true;
	if (twins.n == 0)
		return err_set(err, ERR_USAGE, "this card has no copy; %s makes one",
			       key_in_force(app, CMD_CARD_COPY_TO).z);
	if (twins.n > 1)
		return err_set(err, ERR_USAGE, "this card has %zu copies: choose the one to remove",
			       twins.n);
	*cluster = twins.ids[0];
	return true;
}

bool cmd_card_uncopy(struct app *app, const struct args *args, struct err *err)
{
	card_id id;
	cluster_id cluster;
	bool asked = args_ask(app, args);
	if (asked ? !focused_copy(app, &id, &cluster, err)
		  : !args_count(args, CMD_CARD_UNCOPY, 2, 2, err) ||
			    !resolve_card(app, args->word[0], &id, err) ||
			    !resolve_cluster(app, args->word[1], &cluster, err))
		return false;
	answer_card(app, id);
	if (!app_edited(app, edit_card_uncopy(app->store, id, cluster, err), err))
		return false;
	if (asked)
		app_say(app, MESSAGE_GOOD, "Copy removed, the card is kept; %s brings it back",
			key_in_force(app, CMD_UNDO).z);
	return true;
}

/* From where it is at home to its first copy, from each copy to the next, from the last back. */
bool cmd_copy_jump(struct app *app, const struct args *args, struct err *err)
{
	struct target target = app_target(app);
	if (target.kind != TARGET_CARD)
		return err_set(err, ERR_USAGE, "choose a card first");
	struct cluster_list twins = model_card_twins(app->model, target.card);
	size_t at = 0;
	if (twins.n == 0)
		return err_set(err, ERR_USAGE, "this card has no copy; %s makes one",
			       key_in_force(app, CMD_CARD_COPY_TO).z);
	while (target.cluster.n && at < twins.n && twins.ids[at].n <= target.cluster.n)
		at++;
	target.cluster = at < twins.n ? twins.ids[at] : (cluster_id){0};
	if (app->view != VIEW_OUTLINE)
		app->view = VIEW_WALL;
	app_focus(app, target);
	return true;
}
