/* Commands about what is tied to cards: tags by facet, the need behind an idea, tensions. */
#include "app-internal.h"
#include "themewall/base/mem.h"
#include "themewall/text/fold.h"
#include "themewall/text/fuzzy.h"
#include "themewall/base/banned.h"

enum { TAG_NEW = -1 };

/* The tag as it is spelled already, when only case or accents differ. */
static struct tag known_tag(struct app *app, struct str typed)
{
	struct tag_count_list all = model_tags(app->model);
	struct tag tag = tag_parse(typed), found = tag;
	struct strbuf want = STRBUF_INIT, have = STRBUF_INIT, spelled = STRBUF_INIT;
	tag_add(&spelled, tag);
	fold_text(&want, strbuf_str(&spelled));
	for (size_t i = 0; i < all.n; i++) {
		strbuf_reset(&spelled);
		strbuf_reset(&have);
		tag_add(&spelled, all.tags[i].tag);
		fold_text(&have, strbuf_str(&spelled));
		if (str_equal(strbuf_str(&have), strbuf_str(&want)))
			found = all.tags[i].tag;
	}
	strbuf_release(&want);
	strbuf_release(&have);
	strbuf_release(&spelled);
	return found;
}

static void fill_tags(struct app *app, struct prompt *prompt, struct str typed)
{
	struct tag_count_list all = model_tags(app->model);
	card_id card = {prompt->subject};
	struct strbuf label = STRBUF_INIT, note = STRBUF_INIT;
	bool exact = false;
	for (size_t i = 0; i < all.n; i++) {
		strbuf_reset(&label);
		tag_add(&label, all.tags[i].tag);
		if (typed.n && fuzzy_score(typed, strbuf_str(&label)) < 0)
			continue;
		exact = exact || str_equal_ascii(strbuf_str(&label), typed);
		strbuf_reset(&note);
		strbuf_addf(&note, "%zu %s%s", all.tags[i].cards,
			    all.tags[i].cards == 1 ? "card" : "cards",
			    model_card_has_tag(app->model, card, all.tags[i].tag) ? ", takes it off"
										  : "");
		prompt_add_row(prompt, strbuf_str(&label), note.buf, (int64_t)i, false);
	}
	if (str_trim(typed).n && !exact)
		prompt_add_row(prompt, str_trim(typed), "new tag", TAG_NEW, true);
	strbuf_release(&label);
	strbuf_release(&note);
}

static bool take_tag(struct app *app, struct str text, int64_t value, bool is_new, struct err *err)
{
	const card_id *ids;
	card_id one;
	size_t n;
	struct strbuf words = STRBUF_INIT;
	struct tag_count_list all = model_tags(app->model);
	if (!asked_cards(app, &ids, &n, &one, err))
		return false;
	struct tag tag = is_new || value < 0 || (size_t)value >= all.n ? known_tag(app, text)
								       : all.tags[value].tag;
	bool on = !model_card_has_tag(app->model, one, tag);
	tag_add(&words, tag);
	bool good = app_edited(app, edit_card_tag(app->store, ids, n, tag, on, err), err);
	if (good)
		app_say(app, MESSAGE_GOOD, on ? "Tagged %s" : "%s taken off", words.buf);
	strbuf_release(&words);
	return good;
}

/* Cards first, then the tag, then perhaps "off". */
static bool tag_by_name(struct app *app, const struct args *args, struct err *err)
{
	card_id ids[ARGS_MAX];
	struct code code;
	size_t n = 0;
	while (n < args->n && code_parse(args->word[n], CODE_CARD, &code))
		n++;
	if (n == 0 || args->n - n < 1 || args->n - n > 2)
		return args_count(args, CMD_CARD_TAG, ARGS_MAX, ARGS_MAX, err);
	for (size_t i = 0; i < n; i++)
		if (!resolve_card(app, args->word[i], &ids[i], err))
			return false;
	bool off = args->n - n == 2;
	if (off && !str_equal(args->word[n + 1], STR("off")) &&
	    !str_equal(args->word[n + 1], STR("on")))
		return args_count(args, CMD_CARD_TAG, ARGS_MAX, ARGS_MAX, err);
	off = off && str_equal(args->word[n + 1], STR("off"));
	answer_card(app, ids[0]);
	return app_edited(app,
			  edit_card_tag(app->store, ids, n, known_tag(app, args->word[n]), !off,
					err),
			  err);
}

bool cmd_card_tag(struct app *app, const struct args *args, struct err *err)
{
	const card_id *ids;
	card_id one;
	size_t n;
	if (!args_ask(app, args))
		return tag_by_name(app, args, err);
	if (!target_cards(app, &ids, &n, &one, err))
		return false;
	prompt_open_list(app, "Tag (facet:name, or a word)", true, one.n, fill_tags, take_tag);
	return true;
}

static bool save_need(struct app *app, struct str text, int64_t value, bool is_new, struct err *err)
{
	card_id id = {app->prompt.subject};
	return app_edited(
		app, edit_card_need(app->store, id, text, strbuf_str(&app->prompt.seen), err), err);
}

bool cmd_card_need(struct app *app, const struct args *args, struct err *err)
{
	struct target target = app_target(app);
	const struct card *card = model_card(app->model, target.card);
	card_id id;
	if (args_ask(app, args) && (target.kind != TARGET_CARD || !card))
		return err_set(err, ERR_USAGE, "choose a card first");
	if (args_ask(app, args)) {
		prompt_open_field(app, "The need behind it", card->need, card->id.n, save_need);
		prompt_offer_editor(&app->prompt);
		return true;
	}
	if (!args_count(args, CMD_CARD_NEED, 2, 2, err) ||
	    !resolve_card(app, args->word[0], &id, err))
		return false;
	answer_card(app, id);
	return app_edited(app,
			  edit_card_need(app->store, id, args->word[1],
					 model_card(app->model, id)->need, err),
			  err);
}

/* The other end of a link: a card by its code, a theme by code or name. */
static bool resolve_end(struct app *app, struct str word, card_id *card, cluster_id *cluster,
			struct err *err)
{
	struct code code;
	*card = (card_id){0};
	*cluster = (cluster_id){0};
	return code_parse(word, CODE_CARD, &code) ? resolve_card(app, word, card, err)
						  : resolve_cluster(app, word, cluster, err);
}

static bool link_to(struct app *app, struct str text, int64_t value, bool is_new, struct err *err)
{
	card_id card = {app->prompt.subject}, other;
	cluster_id cluster;
	if (!resolve_end(app, text, &other, &cluster, err) ||
	    !app_edited(app, edit_tension(app->store, card, other, cluster, true, err), err))
		return false;
	app_say(app, MESSAGE_GOOD, "%s pulls against %.*s ±", app_card_code(app, card).z,
		STR_ARG(text));
	return true;
}

bool cmd_card_tension(struct app *app, const struct args *args, struct err *err)
{
	struct target target = app_target(app);
	card_id card, other;
	cluster_id cluster;
	if (args_ask(app, args) && target.kind != TARGET_CARD)
		return err_set(err, ERR_USAGE, "choose a card first");
	if (args_ask(app, args)) {
		prompt_open_field(app, "Pulls against (a card's code, a theme)", STR(""),
				  target.card.n, link_to);
		return true;
	}
	if (!args_count(args, CMD_CARD_TENSION, 2, 3, err) ||
	    !resolve_card(app, args->word[0], &card, err) ||
	    !resolve_end(app, args->word[1], &other, &cluster, err))
		return false;
	bool off = args->n == 3 && str_equal(args->word[2], STR("off"));
	answer_card(app, card);
	return app_edited(app, edit_tension(app->store, card, other, cluster, !off, err), err);
}

bool cmd_tension_jump(struct app *app, const struct args *args, struct err *err)
{
	struct target target = app_target(app);
	struct tension_list list = target.kind == TARGET_CLUSTER
					   ? model_cluster_tensions(app->model, target.cluster)
					   : model_card_tensions(app->model, target.card);
	if (!list.n)
		return err_set(err, ERR_NOTHING, "nothing pulls against this");
	struct tension first = list.all[0];
	if (target.kind == TARGET_CLUSTER || first.other.n == target.card.n)
		app_focus_card(app, first.card);
	else if (first.other.n)
		app_focus_card(app, first.other);
	else
		app_focus_cluster(app, first.cluster);
	return true;
}
