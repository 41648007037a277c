/* One card's words into two: at the caret of its editor, or before a character counted from 0. */
#include "app-internal.h"
#include "themewall/store/journal.h"
#include "themewall/text/utf8.h"
#include "themewall/base/banned.h"

static bool split_at(struct app *app, card_id id, int64_t offset, struct err *err)
{
	const struct card *card = model_card(app->model, id);
	card_id made = {0};
	if (!card)
		return err_set(err, ERR_NOT_FOUND, "that card has just been removed");
	if (!app_edited(app, edit_card_split(app->store, id, offset, card->text, &made, err), err))
		return false;
	if (app->interactive) {
		struct code_text first = app_card_code(app, id);
		app_say(app, MESSAGE_GOOD, "%s and %s; %s makes them one again", first.z,
			app_card_code(app, made).z, key_in_force(app, CMD_UNDO).z);
	}
	answer_card(app, made);
	return true;
}

/* What was typed before the split is kept, and both are one step to undo. */
bool split_at_caret(struct app *app, struct err *err)
{
	struct prompt *prompt = &app->prompt;
	card_id id = {prompt->subject};
	struct str typed = strbuf_str(&prompt->edit.text);
	const struct card *card = model_card(app->model, id);
	int64_t offset = (int64_t)utf8_length(str_part(typed, 0, prompt->edit.caret));
	bool good = true;
	if (!card)
		return err_set(err, ERR_NOT_FOUND, "that card has just been removed");
	if (card->kind == CARD_QUOTE && !str_equal(typed, card->text))
		return err_set(err, ERR_USAGE, "a quote's words stay as they were said");
	store_batch_begin(app->store);
	if (!str_equal(typed, card->text))
		good = app_edited(
			app, edit_card_text(app->store, id, typed, strbuf_str(&prompt->seen), err),
			err);
	good = good && split_at(app, id, offset, err);
	store_batch_end(app->store);
	return good;
}

static bool take_split(struct app *app, struct str text, int64_t value, bool is_new,
		       struct err *err)
{
	return split_at_caret(app, err);
}

bool cmd_card_split(struct app *app, const struct args *args, struct err *err)
{
	struct target target = app_target(app);
	const struct card *card = model_card(app->model, target.card);
	card_id id;
	int offset;
	if (args_ask(app, args)) {
		if (target.kind != TARGET_CARD || !card)
			return err_set(err, ERR_USAGE, "choose a card first");
		prompt_open_field(app, "Split: go to the place, then Enter", card->text, card->id.n,
				  take_split);
		app->prompt.splits = true;
		line_edit_move(&app->prompt.edit, LINE_EDIT_END);
		return true;
	}
	return args_count(args, CMD_CARD_SPLIT, 2, 2, err) &&
	       resolve_card(app, args->word[0], &id, err) &&
	       resolve_int(args->word[1], 0, 1 << 20, &offset, err) &&
	       split_at(app, id, offset, err);
}
