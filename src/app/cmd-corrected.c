/*
 * Cards take the words of a corrected transcript over. On the screen both texts are shown first, a
 * card at a time or for all of them; nothing is taken that was not seen, and one step takes it
 * back.
 */
#include <stdlib.h>

#include "app-internal.h"
#include "themewall/app/corrected.h"
#include "themewall/base/mem.h"
#include "themewall/model/versions.h"
#include "themewall/text/safe.h"
#include "themewall/base/banned.h"

enum { ROW_TAKE = -1, ROW_KEEP = -2, ROW_ALL = -3 };

static bool take(struct app *app, const struct corrected *items, size_t n, struct err *err)
{
	struct card_words *words = xcalloc(n, sizeof *words);
	for (size_t i = 0; i < n; i++)
		words[i] = items[i].words;
	bool good = app_edited(app, edit_card_correct(app->store, words, n, err), err);
	free(words);
	return good;
}

/* Of a card: that its words are the newest, or that nobody can tell what they became. */
static bool nothing_to_take(struct app *app, const struct corrected_list *list, card_id one,
			    struct err *err)
{
	if (list->nunclear)
		return err_set(err, ERR_NOTHING,
			       "what became of the words of %s in the corrected text is not clear: "
			       "it keeps them",
			       app_card_code(app, list->unclear).z);
	if (!one.n)
		return err_set(err, ERR_NOTHING, "no card has words that were corrected since");
	return err_set(err, ERR_NOTHING, "the words of %s were not changed by a correction",
		       app_card_code(app, one).z);
}

/* ---- with a screen ---- */

static void say_taken(struct app *app, const struct corrected *items, size_t n)
{
	if (n > 1)
		app_say(app, MESSAGE_GOOD,
			"%zu cards have the corrected words now; %s takes it back", n,
			key_in_force(app, CMD_UNDO).z);
	else
		app_say(app, MESSAGE_GOOD, "%s has %s now; %s takes it back",
			app_card_code(app, items->words.card).z,
			items->own ? "its place in the corrected text" : "the corrected words",
			key_in_force(app, CMD_UNDO).z);
}

static void add_words(struct app *app, const char *label, struct str words, struct str other)
{
	struct strbuf shown = STRBUF_INIT, painted = STRBUF_INIT;
	corrected_add_words(&shown, words, other);
	safe_text(&painted, strbuf_str(&shown), false);
	prompt_add_fact(app, label, strbuf_str(&painted));
	strbuf_release(&shown);
	strbuf_release(&painted);
}

static void add_both(struct app *app, const struct corrected *item, bool code)
{
	add_words(app, code ? app_card_code(app, item->words.card).z : "Was", item->before,
		  item->after);
	add_words(app, code ? "  →" : "Becomes", item->after, item->before);
	if (item->own)
		prompt_add_fact(app, "", STR("What was written on the card stays."));
}

static void about_row(struct app *app, struct prompt *prompt, struct str typed)
{
	const struct corrected_list *list = &app->corrected;
	int64_t value = prompt->rows[prompt->chosen].value;
	if (value >= 0 && (size_t)value < list->n) {
		add_both(app, &list->items[value], false);
		return;
	}
	for (size_t i = 0; i < list->n; i++)
		add_both(app, &list->items[i], list->n > 1);
}

/* How many cards have words that were changed, at most. */
static size_t count_changed(const struct app *app)
{
	struct transcript_list all = model_replaced_transcripts(app->model);
	size_t n = 0;
	for (size_t i = 0; i < all.n; i++)
		if (model_transcript_listed(app->model, model_transcript(app->model, all.ids[i])))
			n += model_cards_of_transcript(app->model, all.ids[i]).n;
	return n;
}

static void fill_one(struct app *app, struct prompt *prompt, struct str typed)
{
	prompt_add_row(prompt, STR("Take the corrected words"), NULL, ROW_TAKE, false);
	prompt_add_row(prompt, STR("Keep the card as it is"), NULL, ROW_KEEP, false);
	if (count_changed(app) > 1)
		prompt_add_row(prompt, STR("Look at all cards whose words changed"), NULL, ROW_ALL,
			       false);
}

static void fill_many(struct app *app, struct prompt *prompt, struct str typed)
{
	const struct corrected_list *list = &app->corrected;
	struct strbuf label = STRBUF_INIT;
	strbuf_addf(&label, "Take the corrected words on these %zu cards", list->n);
	prompt_add_row(prompt, strbuf_str(&label), NULL, ROW_TAKE, false);
	for (size_t i = 0; i < list->n; i++) {
		strbuf_reset(&label);
		strbuf_addf(&label, "%s only: ", app_card_code(app, list->items[i].words.card).z);
		strbuf_add_str(&label, list->items[i].after);
		prompt_add_row(prompt, strbuf_str(&label), NULL, (int64_t)i, false);
	}
	strbuf_release(&label);
}

static bool offer(struct app *app, card_id one, struct err *err);

static bool take_row(struct app *app, struct str text, int64_t value, bool is_new, struct err *err)
{
	struct corrected_list *list = &app->corrected;
	if (value == ROW_KEEP || (value >= 0 && (size_t)value >= list->n))
		return true;
	if (value == ROW_ALL)
		return corrected_find(app, list, NULL, 0, err) && offer(app, (card_id){0}, err);
	const struct corrected *items = value < 0 ? list->items : &list->items[value];
	size_t n = value < 0 ? list->n : 1;
	if (!take(app, items, n, err))
		return false;
	say_taken(app, items, n);
	return true;
}

static void add_help(struct app *app, const struct corrected_list *list)
{
	struct strbuf *help = &app->prompt.help;
	if (list->nunclear)
		strbuf_addf(help, "%zu more: not clear what became of the words (%s%s)",
			    list->nunclear, app_card_code(app, list->unclear).z,
			    list->nunclear > 1 ? " …" : "");
	else
		strbuf_add_z(help, "Nothing is taken before Enter · Esc leaves all as it is");
}

static bool offer(struct app *app, card_id one, struct err *err)
{
	const struct corrected_list *list = &app->corrected;
	struct strbuf title = STRBUF_INIT;
	if (!list->n)
		return nothing_to_take(app, list, one, err);
	if (list->n == 1)
		strbuf_addf(&title, "%s in the corrected text",
			    app_card_code(app, list->items[0].words.card).z);
	prompt_open_list(app, title.len ? title.buf : "Words that a correction changed", false,
			 list->items[0].words.card.n, list->n > 1 ? fill_many : fill_one, take_row);
	add_help(app, list);
	prompt_tell_about(app, about_row);
	strbuf_release(&title);
	return true;
}

/* In the reader the card one came from: its words are what one looks at. */
static bool cards_meant(struct app *app, const card_id **ids, size_t *n, card_id *one,
			struct err *err)
{
	if (app->view == VIEW_READER && model_card(app->model, app->reader.back_to)) {
		*one = app->reader.back_to;
		*ids = one;
		*n = 1;
		return true;
	}
	return target_cards(app, ids, n, one, err);
}

bool corrected_is_offered(struct app *app)
{
	const card_id *ids;
	card_id one;
	size_t n;
	struct err ignored = ERR_INIT;
	if (!cards_meant(app, &ids, &n, &one, &ignored))
		return false;
	for (size_t i = 0; i < n; i++) {
		const struct card *card = model_card(app->model, ids[i]);
		if (card && model_card_outdated(app->model, card))
			return true;
	}
	return false;
}

/* ---- by name ---- */

/* Each that is named must be clear; of all, those that are. */
static bool take_named(struct app *app, const card_id *ids, size_t n, struct err *err)
{
	struct corrected_list *list = &app->corrected;
	if (!corrected_find(app, list, ids, n, err))
		return false;
	if (!list->n || (ids && list->nunclear))
		return nothing_to_take(app, list, ids ? ids[0] : (card_id){0}, err);
	if (!take(app, list->items, list->n, err))
		return false;
	answer_card(app, list->items[0].words.card);
	for (size_t i = 0; i < list->n; i++)
		strbuf_addf(&app->notes, "%s: %.*s → %.*s\n",
			    app_card_code(app, list->items[i].words.card).z,
			    STR_ARG(list->items[i].before), STR_ARG(list->items[i].after));
	if (list->nunclear)
		strbuf_addf(&app->notes,
			    "%zu more: not clear what became of the words, from %s on\n",
			    list->nunclear, app_card_code(app, list->unclear).z);
	return true;
}

bool cmd_card_correct(struct app *app, const struct args *args, struct err *err)
{
	card_id ids[ARGS_MAX], one;
	const card_id *meant;
	size_t n;
	if (args_ask(app, args))
		return cards_meant(app, &meant, &n, &one, err) &&
		       corrected_find(app, &app->corrected, meant, n, err) && offer(app, one, err);
	if (args->n == 1 && str_equal(args->word[0], STR("all")))
		return take_named(app, NULL, 0, err);
	if (!args_count(args, CMD_CARD_CORRECT, 1, ARGS_MAX, err))
		return false;
	for (size_t i = 0; i < args->n; i++)
		if (!resolve_card(app, args->word[i], &ids[i], err))
			return false;
	return take_named(app, ids, args->n, err);
}
