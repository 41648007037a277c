/* Commands of the reader: the list of transcripts, the selection, cards made of it, who speaks. */
#include "app-internal.h"
#include "themewall/model/versions.h"
#include "themewall/base/banned.h"

static bool on_list(const struct app *app)
{
	return app->reader.transcript.n == 0;
}

static void list_step(struct app *app, int by)
{
	struct transcript_list all = model_transcripts(app->model);
	long to = (long)app->reader.list_chosen + by;
	if (to >= (long)all.n)
		to = (long)all.n - 1;
	app->reader.list_chosen = (size_t)(to > 0 ? to : 0);
	app->dirty = true;
}

static bool step_turn(struct app *app, int by)
{
	if (on_list(app))
		list_step(app, by);
	else
		reader_turn_step(app, by);
	return true;
}

bool cmd_reader_up(struct app *app, const struct args *args, struct err *err)
{
	return step_turn(app, -1);
}

bool cmd_reader_down(struct app *app, const struct args *args, struct err *err)
{
	return step_turn(app, 1);
}

bool cmd_reader_left(struct app *app, const struct args *args, struct err *err)
{
	reader_sentence_step(app, -1);
	return true;
}

bool cmd_reader_right(struct app *app, const struct args *args, struct err *err)
{
	reader_sentence_step(app, 1);
	return true;
}

bool cmd_reader_shorter(struct app *app, const struct args *args, struct err *err)
{
	reader_word_extend(app, -1);
	return true;
}

bool cmd_reader_longer(struct app *app, const struct args *args, struct err *err)
{
	reader_word_extend(app, 1);
	return true;
}

bool cmd_start_later(struct app *app, const struct args *args, struct err *err)
{
	reader_word_start(app, 1);
	return true;
}

bool cmd_start_earlier(struct app *app, const struct args *args, struct err *err)
{
	reader_word_start(app, -1);
	return true;
}

static int page_turns(const struct app *app)
{
	return app->reader.page > 8 ? app->reader.page / 4 : 2;
}

bool cmd_reader_page_down(struct app *app, const struct args *args, struct err *err)
{
	return step_turn(app, page_turns(app));
}

bool cmd_reader_page_up(struct app *app, const struct args *args, struct err *err)
{
	return step_turn(app, -page_turns(app));
}

bool cmd_reader_first(struct app *app, const struct args *args, struct err *err)
{
	return step_turn(app, -1000000);
}

bool cmd_reader_last(struct app *app, const struct args *args, struct err *err)
{
	return step_turn(app, 1000000);
}

static bool make(struct app *app, enum card_kind kind, struct err *err)
{
	if (on_list(app))
		return err_set(err, ERR_USAGE, "open a transcript first: %s",
			       key_in_force(app, CMD_MAKE_QUOTE).z);
	return reader_make_card(app, kind, err);
}

bool cmd_make_quote(struct app *app, const struct args *args, struct err *err)
{
	struct transcript_list all = model_transcripts(app->model);
	if (!on_list(app))
		return make(app, CARD_QUOTE, err);
	if (app->reader.list_chosen >= all.n)
		return err_set(err, ERR_NOTHING,
			       "there is no transcript yet; : import brings one in");
	return reader_open(app, all.ids[app->reader.list_chosen], -1, -1, err);
}

bool cmd_make_observation(struct app *app, const struct args *args, struct err *err)
{
	return make(app, CARD_OBSERVATION, err);
}

bool cmd_make_pain(struct app *app, const struct args *args, struct err *err)
{
	return make(app, CARD_PAIN, err);
}

bool cmd_make_idea(struct app *app, const struct args *args, struct err *err)
{
	return make(app, CARD_IDEA, err);
}

bool cmd_make_question(struct app *app, const struct args *args, struct err *err)
{
	return make(app, CARD_QUESTION, err);
}

bool cmd_uncovered_next(struct app *app, const struct args *args, struct err *err)
{
	return reader_next_uncovered(app, 1, err);
}

bool cmd_uncovered_previous(struct app *app, const struct args *args, struct err *err)
{
	return reader_next_uncovered(app, -1, err);
}

/* Which text the words are from, and the way to those of the corrected one. */
static void say_earlier(struct app *app, card_id id)
{
	const struct card *card = model_card(app->model, id);
	struct strbuf version = STRBUF_INIT;
	transcript_add_code(app->model, &version, model_transcript(app->model, card->transcript));
	app_say(app, MESSAGE_INFO,
		"%s, the earlier text: the words of %s changed since; %s offers the new ones",
		version.buf, app_card_code(app, id).z, key_in_force(app, CMD_MENU).z);
	strbuf_release(&version);
}

/* s: from a card to its words, or from the reader back to the card. */
bool cmd_source(struct app *app, const struct args *args, struct err *err)
{
	struct target target = app_target(app);
	const struct card *card =
		target.kind == TARGET_CARD ? model_card(app->model, target.card) : NULL;
	if (app->view == VIEW_READER) {
		card_id back = app->reader.back_to.n ? app->reader.back_to : target.card;
		if (!model_card(app->model, back))
			return err_set(err, ERR_USAGE, "no card covers these words yet");
		app->view = VIEW_WALL;
		app_focus_card(app, back);
		return true;
	}
	if (!card)
		return err_set(err, ERR_USAGE, "choose a card to see where its words come from");
	if (!card->transcript.n)
		return err_set(err, ERR_USAGE,
			       "this card was written by hand: it has no place in a transcript");
	card_id from = card->id;
	if (!reader_open(app, card->transcript, card->start, card->end, err))
		return false;
	app->reader.back_to = from;
	if (model_card_outdated(app->model, model_card(app->model, from)))
		say_earlier(app, from);
	tour_note(app, TOUR_SOURCE);
	return true;
}
