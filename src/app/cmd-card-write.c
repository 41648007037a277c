/*
 * Commands that put words on a card: write a new one where one looks, edit it, say what it implies.
 * A quote's words stay the participant's: what is edited of it is what it implies. Where somebody
 * else was faster, theirs stay on the card and mine become one beside it.
 */
#include "app-internal.h"
#include "themewall/base/banned.h"

/* Where a card written now belongs: the place one looks at. */
static struct place place_here(struct app *app)
{
	struct target target = app_target(app);
	const struct card *card = model_card(app->model, target.card);
	struct place place = {.kind = PLACE_TRAY};
	if (app->view == VIEW_READER || (app->view == VIEW_WALL && app->wall.pane == PANE_TRAY))
		return place;
	if (target.kind == TARGET_CARD && card &&
	    (card->place == PLACE_TRAY || card->place == PLACE_PARKED))
		return (struct place){.kind = card->place};
	if (target.cluster.n) /* also that of a copy */
		return (struct place){
			.kind = PLACE_CLUSTER, .cluster = target.cluster, .after = AFTER_LAST};
	if (target.kind == TARGET_CARD && card && card->place == PLACE_CLUSTER)
		return (struct place){
			.kind = PLACE_CLUSTER, .cluster = card->cluster, .after = card->id};
	int column = target.kind == TARGET_EMPTY ? target.column : card ? card->column : 0;
	int line = target.kind == TARGET_EMPTY ? lattice_anchor_of(app_lattice(app), target.line)
		   : card                      ? card->line
					       : 0;
	place.kind = PLACE_LOOSE;
	lattice_free_place(app_anchors(app), column, line, 1, LATTICE_SLAB_H, &place.column,
			   &place.line);
	return place;
}

static bool write_card(struct app *app, struct str text, int64_t value, bool is_new,
		       struct err *err)
{
	card_id made;
	struct card_draft draft = {
		.kind = CARD_OBSERVATION, .text = text, .place = place_here(app)};
	if (text.n == 0)
		return true;
	if (!app_edited(app, edit_card_new(app->store, &draft, &made, err), err))
		return false;
	if (app->view != VIEW_READER)
		app_focus_card(app, made);
	else
		app_say(app, MESSAGE_GOOD, "%s: in the tray", app_card_code(app, made).z);
	return true;
}

bool cmd_card_new(struct app *app, const struct args *args, struct err *err)
{
	struct card_draft draft = {.place = {.kind = PLACE_TRAY}};
	card_id made;
	if (args_ask(app, args)) {
		prompt_open_field(app,
				  app->view == VIEW_READER ? "Debrief card: what struck you"
							   : "New card",
				  STR(""), 0, write_card);
		app->prompt.again = CMD_CARD_NEW;
		strbuf_add_z(&app->prompt.help, "Tab: this one and another");
		return true;
	}
	if (!args_count(args, CMD_CARD_NEW, 2, 3, err) ||
	    !resolve_kind(args->word[0], &draft.kind, err))
		return false;
	draft.text = args->word[1];
	if (args->n == 3 && !resolve_participant(app, args->word[2], &draft.participant, err))
		return false;
	if (!app_edited(app, edit_card_new(app->store, &draft, &made, err), err))
		return false;
	answer_card(app, made);
	return true;
}

static bool save_implies(struct app *app, struct str text, int64_t value, bool is_new,
			 struct err *err)
{
	card_id id = {app->prompt.subject};
	struct str seen = strbuf_str(&app->prompt.seen);
	if (!app_edited(app, edit_card_implies(app->store, id, text, seen, err), err))
		return false;
	if (text.n)
		app_say(app, MESSAGE_GOOD, "%s implies: %.*s", app_card_code(app, id).z,
			STR_ARG(text));
	return true;
}

/* Somebody else was faster: their words stay on the card, mine become one beside it. */
static bool keep_beside(struct app *app, card_id id, struct str text, struct err *err)
{
	struct err refused = *err;
	const struct card *card = model_card(app->model, id);
	if (card && str_equal(card->text, text))
		return true;
	if (!write_card(app, text, 0, true, err))
		return false;
	app_say(app, MESSAGE_WARN, "%s. Your words are a card of their own beside it", refused.msg);
	return true;
}

static bool save_text(struct app *app, struct str text, int64_t value, bool is_new, struct err *err)
{
	card_id id = {app->prompt.subject};
	struct str seen = strbuf_str(&app->prompt.seen);
	if (text.n == 0)
		return err_set(err, ERR_USAGE, "a card needs words; Esc leaves it as it was");
	if (app_edited(app, edit_card_text(app->store, id, text, seen, err), err))
		return true;
	return err->code == ERR_CONFLICT && keep_beside(app, id, text, err);
}

static bool ask_about(struct app *app, const char *title, bool implies, struct err *err)
{
	struct target target = app_target(app);
	const struct card *card = model_card(app->model, target.card);
	if (target.kind != TARGET_CARD || !card)
		return err_set(err, ERR_USAGE, "choose a card first");
	prompt_open_field(app, title, implies ? card->implies : card->text, card->id.n,
			  implies ? save_implies : save_text);
	return true;
}

bool cmd_card_edit(struct app *app, const struct args *args, struct err *err)
{
	card_id id;
	struct target target = app_target(app);
	if (args_ask(app, args) && target.kind == TARGET_CLUSTER)
		return open_rename(app, target.cluster);
	if (args_ask(app, args)) {
		const struct card *card = model_card(app->model, target.card);
		if (card && card->kind == CARD_QUOTE)
			return ask_about(app, "What it implies (the words stay the participant's)",
					 true, err);
		if (!ask_about(app, "Edit card", false, err))
			return false;
		app->prompt.splits = true;
		prompt_offer_editor(&app->prompt);
		return true;
	}
	if (!args_count(args, CMD_CARD_EDIT, 2, 2, err) ||
	    !resolve_card(app, args->word[0], &id, err))
		return false;
	answer_card(app, id);
	return app_edited(app,
			  edit_card_text(app->store, id, args->word[1],
					 model_card(app->model, id)->text, err),
			  err);
}

bool cmd_card_imply(struct app *app, const struct args *args, struct err *err)
{
	card_id id;
	if (args_ask(app, args))
		return ask_about(app, "What it implies", true, err);
	if (!args_count(args, CMD_CARD_IMPLY, 2, 2, err) ||
	    !resolve_card(app, args->word[0], &id, err))
		return false;
	answer_card(app, id);
	return app_edited(app,
			  edit_card_implies(app->store, id, args->word[1],
					    model_card(app->model, id)->implies, err),
			  err);
}
