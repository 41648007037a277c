/*
 * The lens menu: one list of everything a lens can be, which letters narrow down. What is chosen
 * adds to what is there: a colour leaves "show only" alone, and the other way round.
 */
#include "app-internal.h"
#include "themewall/base/mem.h"
#include "themewall/text/fold.h"
#include "themewall/base/banned.h"

/* A row's value: what it is in the upper half, which one in the lower. */
enum row {
	ROW_PLAIN,
	ROW_COLOUR,
	ROW_PERSON,
	ROW_SEGMENT,
	ROW_KIND,
	ROW_AUTHOR,
	ROW_FLAG,
	ROW_REST,
	ROW_TAG,
	ROW_WORDS,
	ROW_SAVE,
	ROW_NAME,
	ROW_REMOVE
};

static int64_t row_value(enum row row, size_t index)
{
	return (int64_t)row << 32 | (int64_t)index;
}

void lens_clear(struct app *app)
{
	app->lens.colour = LENS_BY_PARTICIPANT;
	lens_show_only(app, ONLY_ALL, 0, STR(""));
}

/* ---- the menu ---- */

static void offer_colours(struct app *app, struct prompt *prompt, struct str typed)
{
	for (int i = 0; i < LENS_COLOURS; i++) {
		struct strbuf label = STRBUF_INIT;
		strbuf_addf(&label, "Colour %s", lens_colour_words((enum lens_colour)i));
		offer_row(prompt, typed, strbuf_str(&label),
			  (int)app->lens.colour == i ? "now" : NULL,
			  row_value(ROW_COLOUR, (size_t)i));
		strbuf_release(&label);
	}
}

static void offer_people(struct app *app, struct prompt *prompt, struct str typed)
{
	struct participant_list all = model_participants(app->model);
	for (size_t i = 0; i < all.n; i++) {
		const struct participant *p = model_participant(app->model, all.ids[i]);
		struct strbuf label = STRBUF_INIT;
		strbuf_add_z(&label, "Only ");
		code_add(&label, CODE_PARTICIPANT, p->code);
		if (p->name.n)
			strbuf_addf(&label, " %.*s", STR_ARG(p->name));
		offer_row(prompt, typed, strbuf_str(&label), NULL, row_value(ROW_PERSON, i));
		strbuf_release(&label);
	}
}

static struct str segment_at(const struct app *app, struct participant_list all, size_t i)
{
	return model_participant_segment(app->model, model_participant(app->model, all.ids[i]));
}

static void offer_segments(struct app *app, struct prompt *prompt, struct str typed)
{
	struct participant_list all = model_participants(app->model);
	for (size_t i = 0; i < all.n; i++) {
		struct str value = segment_at(app, all, i);
		bool seen = value.n == 0;
		for (size_t k = 0; !seen && k < i; k++)
			seen = str_equal(value, segment_at(app, all, k));
		if (seen)
			continue;
		struct strbuf label = STRBUF_INIT;
		strbuf_addf(&label, "Only %.*s", STR_ARG(value));
		offer_row(prompt, typed, strbuf_str(&label), "segment", row_value(ROW_SEGMENT, i));
		strbuf_release(&label);
	}
}

static void offer_kinds(struct prompt *prompt, struct str typed)
{
	struct strbuf label = STRBUF_INIT;
	for (int i = 0; i < CARD_KINDS; i++) {
		strbuf_reset(&label);
		strbuf_addf(&label, "Only %ss", card_kind_name((enum card_kind)i));
		offer_row(prompt, typed, strbuf_str(&label), "kind",
			  row_value(ROW_KIND, (size_t)i));
	}
	for (int i = 0; i < FLAGS; i++) {
		strbuf_reset(&label);
		strbuf_addf(&label, "Only %s", lens_flag_words((enum lens_flag)i));
		offer_row(prompt, typed, strbuf_str(&label), NULL, row_value(ROW_FLAG, (size_t)i));
	}
	strbuf_release(&label);
}

static void offer_tags(struct app *app, struct prompt *prompt, struct str typed)
{
	struct tag_count_list all = model_tags(app->model);
	struct strbuf label = STRBUF_INIT;
	for (size_t i = 0; i < all.n; i++) {
		strbuf_reset(&label);
		strbuf_add_z(&label, "Only ");
		tag_add(&label, all.tags[i].tag);
		offer_row(prompt, typed, strbuf_str(&label), "tag", row_value(ROW_TAG, i));
	}
	strbuf_release(&label);
}

static void only_tag(struct app *app, size_t index)
{
	struct tag_count_list all = model_tags(app->model);
	struct strbuf words = STRBUF_INIT;
	if (index >= all.n) /* taken off meanwhile */
		return;
	tag_add(&words, all.tags[index].tag);
	lens_show_only(app, ONLY_TAG, 0, strbuf_str(&words));
	strbuf_release(&words);
}

static void offer_author(struct app *app, struct prompt *prompt, struct str typed)
{
	const struct coder *me = store_coder_find(app->store, store_coder(app->store));
	if (me)
		offer_row(prompt, typed, STR("Only the cards I made"), NULL,
			  row_value(ROW_AUTHOR, 0));
	if (me)
		offer_row(prompt, typed, STR("Only the author of this card"), NULL,
			  row_value(ROW_AUTHOR, 1));
}

/* What one does with lenses that are kept, as far as this person may. */
static void offer_keeping(struct app *app, struct prompt *prompt, struct str typed)
{
	if (app_is_watching(app))
		return;
	offer_row(prompt, typed, STR("Save this lens under a name…"), NULL, row_value(ROW_SAVE, 0));
	if (!model_lenses(app->model).n)
		return;
	offer_row(prompt, typed, STR("Rename a saved lens…"), NULL, row_value(ROW_NAME, 0));
	offer_row(prompt, typed, STR("Remove a saved lens…"), NULL, row_value(ROW_REMOVE, 0));
}

/* Also where there is none: who types it does not look for these words. */
static bool asks_for_plain(struct str words)
{
	struct strbuf folded = STRBUF_INIT;
	fold_text(&folded, words);
	bool asks = words.n && str_starts(STR("no lens"), strbuf_str(&folded));
	strbuf_release(&folded);
	return asks;
}

static void fill(struct app *app, struct prompt *prompt, struct str typed)
{
	struct str words = str_trim(typed);
	struct key_words key = key_in_force(app, CMD_CANCEL);
	if (!lens_is_plain(&app->lens) || asks_for_plain(words))
		offer_row(prompt, typed, STR("No lens: everything by participant"), key.z,
			  row_value(ROW_PLAIN, 0));
	lens_offer_saved(app, prompt, typed);
	offer_colours(app, prompt, typed);
	offer_row(prompt, typed,
		  app->lens.hide ? STR("Dim what is left out") : STR("Hide what is left out"), NULL,
		  row_value(ROW_REST, 0));
	offer_keeping(app, prompt, typed);
	offer_kinds(prompt, typed);
	offer_people(app, prompt, typed);
	offer_segments(app, prompt, typed);
	offer_tags(app, prompt, typed);
	offer_author(app, prompt, typed);
	if (words.n) {
		struct strbuf label = STRBUF_INIT;
		strbuf_addf(&label, "Only cards with “%.*s”", STR_ARG(words));
		prompt_add_row(prompt, strbuf_str(&label), NULL, row_value(ROW_WORDS, 0), false);
		strbuf_release(&label);
	}
}

static void only_author(struct app *app, size_t which)
{
	struct target target = app_target(app);
	const struct card *card = model_card(app->model, target.card);
	bool mine = which == 0 || target.kind != TARGET_CARD || !card;
	coder_id id = mine ? store_coder(app->store) : card->coder;
	const struct coder *coder = store_coder_find(app->store, id);
	lens_show_only(app, ONLY_AUTHOR, id.n, coder ? coder->name : STR("nobody known"));
}

/* People may have come or gone since the list was made. */
static void only_somebody(struct app *app, enum row row, size_t index)
{
	struct participant_list all = model_participants(app->model);
	if (index >= all.n)
		return;
	if (row == ROW_PERSON)
		lens_show_only(app, ONLY_PARTICIPANT, all.ids[index].n, STR(""));
	else
		lens_show_only(app, ONLY_SEGMENT, 0, segment_at(app, all, index));
}

static bool take(struct app *app, struct str text, int64_t value, bool is_new, struct err *err)
{
	size_t index = (size_t)(value & 0xffffffff);
	enum row row = (enum row)(value >> 32);
	struct args none = {NULL, 0};
	if (value < 0)
		return lens_take_saved(app, value, err);
	switch (row) {
	case ROW_PLAIN:
		lens_clear(app);
		break;
	case ROW_COLOUR:
		app->lens.colour = (enum lens_colour)index;
		lens_changed(app);
		break;
	case ROW_PERSON:
	case ROW_SEGMENT:
		only_somebody(app, row, index);
		break;
	case ROW_KIND:
		lens_show_only(app, ONLY_KIND, (int64_t)index, STR(""));
		break;
	case ROW_AUTHOR:
		only_author(app, index);
		break;
	case ROW_TAG:
		only_tag(app, index);
		break;
	case ROW_FLAG:
		lens_show_only(app, ONLY_FLAG, (int64_t)index, STR(""));
		break;
	case ROW_REST:
		app->lens.hide = !app->lens.hide;
		lens_changed(app);
		break;
	case ROW_WORDS:
		lens_show_only(app, ONLY_WORDS, 0, str_trim(text));
		break;
	case ROW_SAVE:
		return cmd_lens_save(app, &none, err);
	case ROW_NAME:
		return cmd_lens_name(app, &none, err);
	case ROW_REMOVE:
		return cmd_lens_remove(app, &none, err);
	}
	return true;
}

bool cmd_lens(struct app *app, const struct args *args, struct err *err)
{
	prompt_open_list(app, "Lens: colour by…, show only…", true, 0, fill, take);
	strbuf_add_z(&app->prompt.help, "letters narrow down, or are words to look for");
	return true;
}
