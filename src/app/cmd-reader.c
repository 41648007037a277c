/* Commands of the reader: the list of transcripts, the selection, cards made of it, who speaks. */
#include "app-internal.h"
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
		return err_set(err, ERR_USAGE, "open a transcript first: Enter");
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
	tour_note(app, TOUR_SOURCE);
	return true;
}

/* The people of a session: each speaker with role and person; choosing one offers what can be
 * changed. */
static bool change_speaker(struct app *app, struct str text, int64_t value, bool is_new,
			   struct err *err)
{
	speaker_id id = {app->prompt.subject};
	const struct speaker *speaker = model_speaker(app->model, id);
	if (!speaker)
		return err_set(err, ERR_NOT_FOUND, "that speaker is gone");
	if (value < ROLES)
		return app_edited(app,
				  edit_speaker(app->store, id, (enum role)value,
					       value == ROLE_PARTICIPANT ? speaker->participant
									 : (participant_id){0},
					       err),
				  err);
	return app_edited(
		app, edit_speaker(app->store, id, ROLE_PARTICIPANT, (participant_id){value}, err),
		err);
}

static void fill_speaker(struct app *app, struct prompt *prompt, struct str typed)
{
	static const struct {
		enum role role;
		const char *label;
	} roles[] = {{ROLE_PARTICIPANT, "participant: their words are evidence"},
		     {ROLE_MODERATOR, "moderator: asks the questions, never evidence"},
		     {ROLE_OBSERVER, "observer: sits in, never evidence"},
		     {ROLE_UNKNOWN, "not known"}};
	struct participant_list people = model_participants(app->model);
	for (size_t i = 0; i < TW_COUNT(roles); i++)
		prompt_add_row(prompt, str_of(roles[i].label), NULL, roles[i].role, false);
	for (size_t i = 0; i < people.n; i++) {
		const struct participant *p = model_participant(app->model, people.ids[i]);
		struct strbuf label = STRBUF_INIT;
		strbuf_add_z(&label, "is ");
		code_add(&label, CODE_PARTICIPANT, p->code);
		strbuf_addf(&label, " %.*s", STR_ARG(p->name));
		prompt_add_row(prompt, strbuf_str(&label), NULL, p->id.n, false);
		strbuf_release(&label);
	}
}

static bool pick_speaker(struct app *app, struct str text, int64_t value, bool is_new,
			 struct err *err)
{
	const struct speaker *speaker = model_speaker(app->model, (speaker_id){value});
	struct strbuf title = STRBUF_INIT;
	if (!speaker)
		return err_set(err, ERR_NOT_FOUND, "that speaker is gone");
	strbuf_addf(&title, "%.*s is …", STR_ARG(speaker->label));
	prompt_open_list(app, title.buf, false, value, fill_speaker, change_speaker);
	for (size_t i = 0; i < app->prompt.nrows; i++)
		if (app->prompt.rows[i].value == (int64_t)speaker->role)
			prompt_choose(app, i);
	strbuf_release(&title);
	return true;
}

static void fill_people(struct app *app, struct prompt *prompt, struct str typed)
{
	struct speaker_list all = model_speakers(app->model, app->reader.transcript);
	for (size_t i = 0; i < all.n; i++) {
		const struct speaker *s = model_speaker(app->model, all.ids[i]);
		const struct participant *p = model_participant(app->model, s->participant);
		struct strbuf note = STRBUF_INIT;
		if (p)
			code_add(&note, CODE_PARTICIPANT, p->code);
		strbuf_addf(&note, "%s%s%s, %lld words", p ? " " : "", role_name(s->role),
			    s->guessed ? " (guessed)" : "", (long long)s->nwords);
		prompt_add_row(prompt, s->label, note.buf, s->id.n, false);
		strbuf_release(&note);
	}
}

bool cmd_people(struct app *app, const struct args *args, struct err *err)
{
	if (on_list(app))
		return err_set(err, ERR_USAGE, "open a transcript first: Enter");
	prompt_open_list(app, "Who speaks here", false, 0, fill_people, pick_speaker);
	return true;
}
