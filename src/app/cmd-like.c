/* Cards that say something like the one in focus: a list to look through and to mark from, so that
 * they can be sent together. It moves nothing. */
#include "app-internal.h"
#include "themewall/base/banned.h"

enum { WORDS_W = 24 };

static void fill_like(struct app *app, struct prompt *prompt, struct str typed)
{
	struct strbuf label = STRBUF_INIT, words = STRBUF_INIT;
	for (size_t i = 0; i < app->like.n; i++) {
		const struct card *card = model_card(app->model, app->like.hits[i].card);
		if (!card)
			continue;
		strbuf_reset(&label);
		strbuf_reset(&words);
		strbuf_add_z(&label, app_is_marked(app, card->id) ? "◆ " : "");
		strbuf_add_str(&label, card->text);
		similar_add_words(&words, &app->like, i, WORDS_W);
		prompt_add_row(prompt, strbuf_str(&label), words.buf, card->id.n, false);
	}
	strbuf_release(&label);
	strbuf_release(&words);
}

static bool go_there(struct app *app, struct str text, int64_t value, bool is_new, struct err *err)
{
	const struct card *card = model_card(app->model, (card_id){value});
	if (!card)
		return err_set(err, ERR_NOT_FOUND, "that card has just been removed");
	cluster_id folded = app_show_card(app, card);
	if (folded.n)
		app_say(app, MESSAGE_INFO, "%s is in this folded theme: %s opens it",
			app_card_code(app, card->id).z, key_in_force(app, CMD_FOLD).z);
	return true;
}

bool cmd_card_like(struct app *app, const struct args *args, struct err *err)
{
	struct target target = app_target(app);
	struct strbuf title = STRBUF_INIT;
	if (target.kind != TARGET_CARD)
		return err_set(err, ERR_USAGE, "choose a card first");
	if (!app_finish_loading(app, err))
		return false;
	similar_find(&app->like, app->model, target.card);
	if (!app->like.n)
		return err_set(err, ERR_NOTHING, "no other card has an uncommon word of %s",
			       app_card_code(app, target.card).z);
	strbuf_addf(&title, "Cards like %s", app_card_code(app, target.card).z);
	prompt_open_list(app, title.buf, false, target.card.n, fill_like, go_there);
	app->prompt.marks = app->prompt.beside = true;
	strbuf_addf(&app->prompt.help, "Enter goes there · %s marks · words they share",
		    key_in_force(app, CMD_MARK).z);
	strbuf_release(&title);
	return true;
}
